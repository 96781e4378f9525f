"""Values of widgets that Streamlit cannot read, as only forged messages hold them."""

from functools import wraps
from typing import Any

from streamlit.logger import get_logger
from streamlit.runtime.state.session_state import Serialized, WStates

_log = get_logger(__name__)


def drop_unreadable_values() -> None:
    """Have Streamlit take such a value for one that was never sent.

    Otherwise its error ends every later script of the session, and fills the log.
    """
    read = WStates.__getitem__
    if hasattr(read, "__wrapped__"):  # the server has started twice in this process
        return

    @wraps(read)
    def read_or_drop(states: WStates, key: str) -> Any:
        try:
            return read(states, key)
        except KeyError:
            raise
        except Exception as error:
            if not isinstance(states.states.get(key), Serialized):
                raise
            del states.states[key]
            _log.warning("Dropped the value of a widget: %s", str(error).partition("\n")[0][:200])
            raise KeyError(key) from None

    WStates.__getitem__ = read_or_drop  # type: ignore[method-assign]
