"""A Plotly figure in a component of ours, which keeps its plot and updates it in place.

`st.plotly_chart` makes a new plot whenever its figure changes, and draws it twice. Here the browser draws what has
changed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from nnkit.figures import alt_text
from ui.components.assets import path_of
from ui.components.window import figure_scale

DEFAULT_HEIGHT = 450  # px, Plotly's own
FAILED = "chart.failed"  # in the session: the browser could not load the scripts

_component = st.components.v2.component(
    "nnkit.chart",
    # The script itself is too long to travel in every message.
    js=f"""export default component => {{
        // The app may lie below a path of its host; Streamlit's own script tells where.
        const own = document.querySelector("script[src*='static/js/']")?.src ?? location.href
        const base = new URL("../..", own).href.replace(/\\/$/, "")
        import(base + "{path_of("chart.js")}").then(
            ({{ draw }}) => draw(component, base + "{path_of("plotly.min.js")}"),
            () => component.setTriggerValue("failed", true),
        )
        return () => component.parentElement.chart?.close?.()
    }}""",
    isolate_styles=False,  # Plotly's styles are in the page, not in a shadow tree
)


@dataclass(frozen=True)
class WrittenFigure:
    """A figure as the browser gets it. It takes less memory than the figure, and nobody can change it.

    json: the figure without its template, in whose place comes the browser's theme. height: in px.
    """

    json: bytes
    alt: str
    height: int


def write_figure(figure: go.Figure) -> WrittenFigure:
    drawn = figure.to_dict()
    drawn["layout"].pop("template", None)
    height = drawn["layout"].get("height", DEFAULT_HEIGHT)
    return WrittenFigure(to_json_plotly(drawn).encode(), alt_text(figure), height)


def show_chart(
    figure: WrittenFigure,
    key: str,
    config: dict[str, Any],
    width: int | None = None,
    on_click: Callable[[Any], None] | None = None,
) -> None:
    """Show the figure.

    width: in px; as wide as its container if None. In present mode, the figure is enlarged as a whole.
    on_click: is called with the custom data of a mark that was clicked, by the mouse or with the
    arrow keys and Enter, before the script runs again.
    """

    def take_click() -> None:
        clicked = (st.session_state.get(key) or {}).get("clicked")
        if on_click is not None and clicked is not None and clicked in _marks_of(figure):
            on_click(clicked)

    scale = figure_scale()
    options = {
        "name": key,
        "alt": figure.alt,
        "height": figure.height,
        "width": width,
        "config": config,
        "scale": scale,
        "clickable": on_click is not None,
    }
    content = b"".join((json.dumps(options)[:-1].encode(), b', "figure": ', figure.json, b"}"))
    _component(
        key=key,
        data=content,
        width=round(scale * width) if width else "stretch",
        height=round(
            scale * figure.height
        ),  # before the browser has the scripts: nothing below moves when the plot is drawn
        on_clicked_change=take_click,
        on_failed_change=_note_failure,
    )


def _marks_of(figure: WrittenFigure) -> list[Any]:
    """Return the custom data of all marks."""
    listed = [trace.get("customdata") for trace in json.loads(figure.json)["data"]]
    return [mark for marks in listed if isinstance(marks, list) for mark in marks]


def _note_failure() -> None:
    st.session_state[FAILED] = True
