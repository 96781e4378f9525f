"""Figures on pages, all with the same toolbar, theme and alternative text."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import plotly.graph_objects as go
import streamlit as st

from ui.components.chart import FAILED, WrittenFigure, show_chart, write_figure

# Two quick clicks on different marks choose twice; Plotly would read them as a double click, which undoes the first.
CONFIG = {"displaylogo": False, "displayModeBar": False, "doubleClick": False, "showTips": False}

Figure: TypeAlias = go.Figure | WrittenFigure


def show_figure(
    figure: Figure,
    key: str,
    width: int | None = None,
    on_click: Callable[[Any], None] | None = None,
) -> None:
    """Show the figure, as wide as its column unless a width in px is given. on_click: as for `show_chart`.

    A figure that many visitors look at comes from a function with `memoize_figure` of ui/memoize.py.
    """
    written = figure if isinstance(figure, WrittenFigure) else write_figure(figure)
    if not st.session_state.get(FAILED):
        show_chart(written, key, CONFIG, width, on_click)
    else:
        plain = go.Figure(json.loads(written.json))
        st.plotly_chart(plain, key=f"{key}.plain", config=CONFIG, alt=written.alt, width=width or "stretch")
