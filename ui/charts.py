"""Figures on pages, all with the same toolbar, theme and alternative text."""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from nnkit.figures import alt_text
from ui.components.chart import FAILED, show_chart

# Two quick clicks on different marks choose twice; Plotly would read them as a double click, which undoes the first.
CONFIG = {"displaylogo": False, "displayModeBar": False, "doubleClick": False, "showTips": False}


def show_figure(
    figure: go.Figure, key: str, width: int | None = None, on_click: Callable[[Any], None] | None = None
) -> None:
    """Show the figure, as wide as its column unless a width in px is given. on_click: as for `show_chart`."""
    if not st.session_state.get(FAILED):
        show_chart(figure, key, CONFIG, width, on_click)
    else:
        st.plotly_chart(figure, key=f"{key}.plain", config=CONFIG, alt=alt_text(figure), width=width or "stretch")
