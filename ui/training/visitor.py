"""Who submits trainings, and who of them is here: those whose browser is connected to the server."""

import hashlib
from uuid import uuid4

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.server.visitor_cookie import visitor_in

_connections: dict[str, str] = {}  # for each tab that trains something, Streamlit's id of the session


def session_of(part: str) -> str:
    """Return the name of the part to the queue: "visitor@address.tab.part".

    Each part has its own, so that the parts of one page train side by side. The tabs of a browser are one visitor.
    Where cookies are blocked, as they can be in a frame of another site, each tab is a visitor.
    """
    if "tab" not in st.session_state:
        tab = uuid4().hex
        st.session_state["tab"] = f"{visitor_in(st.context.cookies) or tab}@{_address()}.{tab}"
    name: str = st.session_state["tab"]
    note_tab(tab_of(name))
    return f"{name}.{part}"


def tab_of(session: str) -> str:
    """Return the tab of a part's name."""
    return session.split(".")[1]


def note_tab(tab: str) -> None:
    """Remember the connection of the tab for which the script runs."""
    context = get_script_run_ctx()
    if context is None:
        return
    if tab not in _connections:
        _forget_gone()
    _connections[tab] = context.session_id


def is_here(session: str) -> bool:
    """Whether the tab that submits under this name is connected."""
    return _is_connected(tab_of(session))


def _is_connected(tab: str) -> bool:
    connection = _connections.get(tab)
    return connection is not None and runtime.get_instance().is_active_session(connection)


def _forget_gone() -> None:
    """Forget all tabs that are not connected any more."""
    for tab in [tab for tab in list(_connections) if not _is_connected(tab)]:
        _connections.pop(tab, None)


def _address() -> str:
    """Return what stands for the visitor's address, which nobody can read from it; "" on the server's own machine."""
    address = st.context.ip_address
    # AppTest has no real address.
    return hashlib.sha256(address.encode()).hexdigest()[:8] if isinstance(address, str) and address else ""
