"""What a session keeps of the tables that its reader edits, and what a browser wants to change in one."""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sized
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.edited_table import EditedTable

MAX_TABLES = 8  # of a session: two thousand rows take a megabyte, and other points have another table
MAX_PENDING = 50  # changes that Streamlit applies at every run of a script: 50 take 40 ms, 2,000 rows 4 s
_TABLES = "kept tables"  # in the session


@dataclass
class KeptTable:
    """One table: as its editor has begun, and as the reader has left it.

    touched: whether the reader has changed anything in it. left_out: how many rows of the last large paste had no
    place. version: how often the editor has begun anew.
    """

    before: EditedTable
    edited: EditedTable
    touched: bool = False
    left_out: int = 0
    version: int = 0

    def widget_key(self, key: str) -> str:
        """Return the key of the editor. Another one has no pending changes."""
        return f"{key}.{self.version}" if self.version else key

    def begin_anew(self, table: EditedTable, left_out: int) -> None:
        """Begin a new editor with the table, instead of one that applies many changes at every run."""
        self.before, self.edited, self.left_out, self.touched = table, table, left_out, True
        self.version += 1


def keep_table(key: str, table: EditedTable) -> KeptTable:
    """Return what is kept under the key, or begin with the table.

    Beyond MAX_TABLES, those go that were drawn least recently, and first of all those that nobody has touched.
    """
    tables: OrderedDict[str, KeptTable] = st.session_state.setdefault(_TABLES, OrderedDict())
    kept = tables.setdefault(key, KeptTable(table, table))
    tables.move_to_end(key)
    if len(tables) > MAX_TABLES:
        others = [name for name in tables if name != key]
        del tables[next((name for name in others if not tables[name].touched), others[0])]
    return kept


def find_table(key: str) -> KeptTable | None:
    """Return what is kept under the key, None if there is nothing."""
    tables: OrderedDict[str, KeptTable] = st.session_state.get(_TABLES, OrderedDict())
    return tables.get(key)


def pending_changes(widget_key: str) -> Mapping[str, Any] | None:
    """Return the changes that `st.data_editor` with this key will apply; None if it was not drawn before.

    Nothing is applied for it: a message can hold any number of rows, and each takes the editor a millisecond and more.
    """
    if widget_key in st.session_state:
        changes: Mapping[str, Any] = st.session_state[widget_key]
        return changes
    # A browser that connects again sends its changes before the session has drawn the editor.
    context = get_script_run_ctx()
    states = [] if context is None else context.session_state.get_widget_states()
    texts = [state.string_value for state in states if state.id.endswith(f"-{widget_key}")]
    return _read(texts[-1]) if texts else None


def count_changes(changes: Mapping[str, Any]) -> int:
    """Return how many rows are changed, added and deleted."""
    return sum(len(rows) for rows in changes.values() if isinstance(rows, Sized))


def _read(text: str) -> Mapping[str, Any] | None:
    """Read changes as a browser sends them; None for any other text."""
    try:
        changes = json.loads(text)
        return {**changes, "edited_rows": {int(row): cells for row, cells in changes.get("edited_rows", {}).items()}}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
