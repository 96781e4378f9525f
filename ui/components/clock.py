"""A clock in the browser that calls the script again after a moment."""

from collections.abc import Callable
from time import monotonic

import streamlit as st

TICK_SECONDS, JITTER_SECONDS = 0.3, 0.1  # ticks of several clocks at the same moment would be taken for one
UNANSWERED_SECONDS = 3.0  # after which a tick is sent again

# A fragment's own run_every draws the fragment alone. The callback of a component can name any other fragment.
# The next tick waits for the answer to the last one: a second request to draw a part that is being drawn would throw
# away what was not yet sent. Streamlit calls this function with each answer, and what it returns only at the end.
_clock = st.components.v2.component(
    "nnkit.clock",
    js=f"""export default ({{ parentElement, setTriggerValue }}) => {{
        const stop = () => clearTimeout(parentElement.clock)
        const tick = () => {{
            setTriggerValue("tick", true)
            parentElement.clock = setTimeout(tick, {1000 * UNANSWERED_SECONDS:.0f})
        }}
        stop()
        parentElement.clock = setTimeout(tick, {1000 * TICK_SECONDS:.0f} + {1000 * JITTER_SECONDS:.0f} * Math.random())
        return stop
    }}""",
)


def tick(key: str, on_tick: Callable[[], None]) -> None:
    """Call `on_tick` after a moment; then this fragment is drawn again, unless `on_tick` reruns another one."""
    _clock(key=key, height=1, data=monotonic(), on_tick_change=on_tick)  # new data starts a new moment
