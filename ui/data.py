"""Data for a page."""

import streamlit as st

from nnkit import load
from nnkit.datasets import DataFileError, Dataset
from nnkit.experiment import Data


def load_or_explain(data: Data) -> Dataset:
    """Load the data; if a bundled file is damaged, explain how to repair it and stop the page."""
    try:
        return load(data)
    except DataFileError as error:
        st.error("The app can't read the data that this page needs. The person who runs this server can repair it:")
        st.code(str(error), language=None, wrap_lines=True)
        st.stop()
