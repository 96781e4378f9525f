"""Present mode, for a projector: whether it is on, and how much larger it shows everything."""

from collections.abc import Mapping
from time import monotonic

import streamlit as st

SCALE = 1.5  # of all type, and of figures with their lines and marks
PARAMETER = "present"  # of the address; its value is "1" while the mode is on
ON, _PAGE = "presenting", "presenting.page"  # in the session
_PRESSED = "presenting.pressed"  # in the session: what a button has last asked for, and when
LATE_SECONDS = 2.0  # in which the browser may send an address from before the press
HAS_COLUMN = "presenting.column"  # in the session: whether controls or a lesson's step stand beside the figures


def is_presenting() -> bool:
    return bool(st.session_state.get(ON))


def scale() -> float:
    """Return by what everything is larger than usual."""
    return SCALE if is_presenting() else 1.0


def px(length: int) -> int:
    """Return a length in px that has been chosen for type of the usual size. Streamlit enlarges only what is in rem."""
    return round(scale() * length)


def is_asked_for() -> bool:
    """Whether the address asks for present mode, or a press of a moment ago, which the browser may not know of yet."""
    pressed, at = st.session_state.get(_PRESSED, (False, None))
    if at is not None and monotonic() - at < LATE_SECONDS:
        return pressed
    return _is_in_address()


def follow_presenting(page: str) -> None:
    """Present if the address or a press asks for it. The mode stays on the way to another page, and is in its address.

    page: the page's name in its address. Call it before the page is drawn.
    """
    state = st.session_state
    stays = is_presenting() and state.get(_PAGE) != page
    state[ON], state[_PAGE] = is_asked_for() or stays, page
    _write(state[ON])


def start_presenting() -> None:
    st.session_state[_PRESSED] = True, monotonic()
    _write(True)


def stop_presenting() -> None:
    st.session_state[ON] = False
    st.session_state[_PRESSED] = False, monotonic()
    _write(False)


def _write(is_on: bool) -> None:
    """Have the address say whether the mode is on."""
    if is_on and not _is_in_address():
        st.query_params[PARAMETER] = "1"
    elif not is_on and _is_in_address():
        del st.query_params[PARAMETER]


def _is_in_address() -> bool:
    return st.query_params.get(PARAMETER) == "1"


def keep_presenting(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of an address of the app, with the mode if it is on."""
    return {**parameters, PARAMETER: "1"} if is_presenting() else dict(parameters)
