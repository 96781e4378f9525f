"""Figures on pages, all with the same toolbar, theme and alternative text."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from nnkit.figures import alt_text
from ui.components.chart import FAILED, show_chart

# Two quick clicks on different marks choose twice; Plotly would read them as a double click, which undoes the first.
CONFIG = {"displaylogo": False, "displayModeBar": False, "doubleClick": False, "showTips": False}


def show_figure(figure: go.Figure, key: str, **options: Any) -> Any:
    """Show the figure at the width of its column; return what `show_chart` returns. options: as for that."""
    if not st.session_state.get(FAILED):
        return show_chart(figure, key, CONFIG, **options)
    width = options.get("width") or "stretch"
    st.plotly_chart(figure, key=f"{key}.plain", config=CONFIG, alt=alt_text(figure), width=width)
    return None
