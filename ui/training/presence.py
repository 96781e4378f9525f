"""Which visitors are here: those whose browser is connected to the server."""

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nnkit.jobs.turns import visitor_of

_connections: dict[str, str] = {}  # for each visitor who trains something, Streamlit's id of the session


def note_visitor(visitor: str) -> None:
    """Remember the connection of the visitor for whom the script runs."""
    context = get_script_run_ctx()
    if context is None:
        return
    if visitor not in _connections:
        _forget_gone()
    _connections[visitor] = context.session_id


def is_here(session: str) -> bool:
    """Whether the visitor who submits under this name is connected."""
    connection = _connections.get(visitor_of(session))
    return connection is not None and runtime.get_instance().is_active_session(connection)


def _forget_gone() -> None:
    """Forget all who are not connected any more."""
    for visitor in [visitor for visitor in list(_connections) if not is_here(visitor)]:
        _connections.pop(visitor, None)
