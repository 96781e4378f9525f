"""Loading data on a page."""

import streamlit as st

from nnkit import load
from nnkit.datasets import DataFileError, Dataset
from nnkit.experiment import Data


def load_or_explain(data: Data) -> Dataset:
    """The data; where a bundled file is damaged, the page ends with what is wrong and how to mend it."""
    try:
        return load(data)
    except DataFileError as error:
        st.error("The data this page needs can't be read. Whoever runs this server can mend it:")
        st.code(str(error), language=None, wrap_lines=True)
        st.stop()
