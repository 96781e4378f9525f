"""Showing figures: the same toolbar, theme and alternative text everywhere."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from nnkit.figures import alt_text

# Two quick clicks on different marks are two choices, not Plotly's double click, which takes back the first.
CONFIG = {"displaylogo": False, "displayModeBar": False, "doubleClick": False, "showTips": False}


def show_figure(figure: go.Figure, key: str, **options: Any) -> Any:
    """The figure at the width of its column; `key` keeps its place on the page."""
    return st.plotly_chart(figure, key=key, config=CONFIG, alt=alt_text(figure), **options)
