"""Figures on pages, all with the same toolbar, theme and alternative text."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from nnkit.figures import alt_text
from ui.components.window import is_narrow

# Two quick clicks on different marks choose twice; Plotly would read them as a double click, which undoes the first.
CONFIG = {"displaylogo": False, "displayModeBar": False, "doubleClick": False, "showTips": False}


def show_figure(figure: go.Figure, key: str, **options: Any) -> Any:
    """Show the figure at the width of its column; return what `st.plotly_chart` returns. options: as for that."""
    # Plotly writes into a figure which shares of its height square pixels leave. When a narrow window turns out to be
    # one, Streamlit would draw that figure again: another value makes it another figure.
    figure.layout.meta = {**figure.layout.meta, "narrow": is_narrow()}
    return st.plotly_chart(figure, key=key, config=CONFIG, alt=alt_text(figure), **options)
