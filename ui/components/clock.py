"""Looking again after a moment, without the reader doing anything."""

from collections.abc import Callable
from time import monotonic

import streamlit as st

from ui.training.jobs import POLL_SECONDS

PATIENCE_SECONDS = 3.0  # without an answer; ticks of several clocks at once can be taken for one

# A fragment's own run_every can draw again itself or the whole page. A component's callback can name any fragment.
# One tick, and the next only after an answer to it: a second wish to draw a part again while it is being drawn would
# throw away what was not yet sent. The function is called with each answer, what it returned only at the end.
_clock = st.components.v2.component(
    "nnkit.clock",
    js=f"""export default ({{ parentElement, setTriggerValue }}) => {{
        const stop = () => clearTimeout(parentElement.clock)
        const tick = () => {{
            setTriggerValue("tick", true)
            parentElement.clock = setTimeout(tick, {1000 * PATIENCE_SECONDS:.0f})
        }}
        stop()
        parentElement.clock = setTimeout(tick, {1000 * POLL_SECONDS:.0f})
        return stop
    }}""",
)


def tick(key: str, then: Callable[[], None]) -> None:
    """Call `then` every moment, and draw the fragment again that this stands in; unless `then` reruns another."""
    _clock(key=key, data=monotonic(), on_tick_change=then)  # news to it: it begins a new moment
