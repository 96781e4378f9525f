"""A Plotly figure in a component of ours, which keeps its plot and updates it in place.

`st.plotly_chart` makes a new plot whenever its figure changes, and draws it twice. Here the figure is written as JSON
once for all visitors; the browser draws what has changed.
"""

import json
from collections.abc import Callable
from typing import Any
from weakref import ref

import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from nnkit.figures import alt_text
from ui.components.assets import path_of

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


def show_chart(
    figure: go.Figure,
    key: str,
    config: dict[str, Any],
    width: int | None = None,
    on_click: Callable[[Any], None] | None = None,
) -> None:
    """Show the figure.

    width: in px; as wide as its container if None. on_click: is called with the custom data of a mark that was clicked,
    by the mouse or with the arrow keys and Enter, before the script runs again.
    """

    def take_click() -> None:
        clicked = st.session_state[key].get("clicked")
        if on_click is not None and clicked is not None:
            on_click(clicked)

    content = _written(figure, key, tuple(config.items()), width, on_click is not None)
    _component(key=key, data=content, on_clicked_change=take_click, on_failed_change=_note_failure)


def _note_failure() -> None:
    st.session_state[FAILED] = True


_contents: dict[tuple, tuple[ref, bytes]] = {}


def _written(figure: go.Figure, *options: Any) -> bytes:
    """Return the JSON that the browser gets, written once for each figure."""
    key = (id(figure), *options)
    known = _contents.get(key)
    if known is not None and known[0]() is figure:
        return known[1]
    content = _write(figure, *options)
    _contents[key] = (ref(figure, lambda _: _contents.pop(key, None)), content)
    return content


def _write(figure: go.Figure, name: str, config: tuple, width: int | None, clickable: bool) -> bytes:
    drawn = figure.to_dict()
    drawn["layout"].pop("template", None)  # the browser's theme takes its place
    options = {
        "name": name,
        "alt": alt_text(figure),
        "height": drawn["layout"].get("height", DEFAULT_HEIGHT),
        "width": width,
        "config": dict(config),
        "clickable": clickable,
    }
    return f'{json.dumps(options)[:-1]}, "figure": {to_json_plotly(drawn)}}}'.encode()
