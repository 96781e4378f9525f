"""Present mode, for a projector: whether it is on, and how much larger it shows everything."""

from collections.abc import Mapping

import streamlit as st

SCALE = 1.5  # of all type, and of figures with their lines and marks
PARAMETER = "present"  # of the address; its value is "1" while the mode is on
ON, _PAGE = "presenting", "presenting.page"  # in the session
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
    """Whether the address asks for present mode."""
    return st.query_params.get(PARAMETER) == "1"


def follow_presenting(page: str) -> None:
    """Present if the address asks for it. On the way to another page, the mode stays and returns to the address.

    page: the page's name in its address. Call it before the page is drawn.
    """
    state = st.session_state
    stays = is_presenting() and state.get(_PAGE) != page
    state[ON], state[_PAGE] = is_asked_for() or stays, page
    if stays:
        st.query_params[PARAMETER] = "1"


def start_presenting() -> None:
    st.query_params[PARAMETER] = "1"


def stop_presenting() -> None:
    st.session_state[ON] = False
    st.query_params.pop(PARAMETER, None)


def keep_presenting(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of an address of the app, with the mode if it is on."""
    return {**parameters, PARAMETER: "1"} if is_presenting() else dict(parameters)
