"""Values of widgets that Streamlit cannot read, as only forged messages hold them."""

import json
from functools import wraps
from typing import Any

from streamlit.logger import get_logger
from streamlit.runtime.state.session_state import Serialized, Value, WStates

# Browsers send a whole number as such where Streamlit expects any number.
_KINDS = {"int_value": "double_value", "int_array_value": "double_array_value"}
_JSON = ("json_value", "json_trigger_value")
_log = get_logger(__name__)


def drop_unreadable_values() -> None:
    """Have Streamlit take the default of the widget for such a value.

    Otherwise its error ends every later script of the session, and fills the log.
    """
    read = WStates.__getitem__
    if hasattr(read, "__wrapped__"):  # the server has started twice in this process
        return

    @wraps(read)
    def read_or_default(states: WStates, key: str) -> Any:
        state, metadata = states.states.get(key), states.widget_metadata.get(key)
        if not isinstance(state, Serialized) or metadata is None:
            return read(states, key)
        try:
            kind = state.value.WhichOneof("value")
            if kind is not None and _KINDS.get(kind, kind) != _KINDS.get(metadata.value_type, metadata.value_type):
                raise TypeError(f"{kind} instead of {metadata.value_type}")
            if kind in _JSON and isinstance(json.loads(getattr(state.value, kind)), str):
                raise TypeError("a text in the place of a component's state")
            return read(states, key)
        except Exception as error:
            _log.warning("Dropped the value of a widget: %s", str(error).partition("\n")[0][:200])
            states.states[key] = Value(metadata.deserializer(None))
            return read(states, key)

    WStates.__getitem__ = read_or_default  # type: ignore[method-assign]
