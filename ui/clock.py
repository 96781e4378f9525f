"""Looking again after a moment, without the reader doing anything."""

from collections.abc import Callable
from time import monotonic

import streamlit as st

from ui.jobs import POLL_SECONDS

# A fragment's own run_every can draw again itself or the whole page. A component's callback can name any fragment.
# The function is called anew with all new data, and what it returned only when the component goes.
_clock = st.components.v2.component(
    "nnkit.clock",
    js=f"""export default ({{ parentElement, setTriggerValue }}) => {{
        const stop = () => clearInterval(parentElement.clock)
        stop()
        parentElement.clock = setInterval(() => setTriggerValue("tick", true), {1000 * POLL_SECONDS:.0f})
        return stop
    }}""",
)


def tick(key: str, then: Callable[[], None]) -> None:
    """Call `then` every moment, and draw the fragment again that this stands in; unless `then` reruns another."""
    _clock(key=key, data=monotonic(), on_tick_change=then)  # news to it: it begins a new moment
