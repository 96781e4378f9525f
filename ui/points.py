"""Tables in which a reader edits points."""

from typing import Any

import streamlit as st

from ui.controls.binding import leave_out
from ui.edited_table import EditedTable, as_texts
from ui.kept_tables import MAX_PENDING, count_changes, find_table, keep_table, pending_changes
from ui.numbers import counted
from ui.tables import room_for_toolbar

EDITED = "the points that you edited"
NAMES = ("x1", "x2", "class")


def edit_table(table: EditedTable, key: str, max_rows: int, **options: Any) -> EditedTable:
    """Show a table to edit, add and delete rows; return the edited rows. options: as for `st.data_editor`.

    max_rows: how many rows are kept of a large paste. A reader who comes back to the table finds the edits.
    """
    kept = keep_table(key, table)
    changes = pending_changes(kept.widget_key(key))
    if changes is None:  # Streamlit forgets the edits of a table that is not drawn
        kept.before = kept.edited
    elif count_changes(changes) > MAX_PENDING or not kept.before.has_rows(changes):
        kept.begin_anew(*kept.before.with_changes(changes, max_rows))
    elif count_changes(changes):
        kept.touched, kept.left_out = True, 0
    if kept.left_out:
        rows = f"{counted(kept.left_out, 'new row')} {'is' if kept.left_out == 1 else 'are'}"
        st.warning(f"This table can hold {max_rows:,} rows, so {rows} left out.")
    editor, widget_key = room_for_toolbar().data_editor, kept.widget_key(key)
    kept.edited = kept.before.after(editor(kept.before.texts, num_rows="dynamic", key=widget_key, **options))
    return kept.edited


def kept_table(table: EditedTable, key: str) -> EditedTable:
    """Return the rows as the reader has left them, without showing them."""
    kept = find_table(key)
    return table if kept is None else kept.edited


def edit_points(
    rows: tuple[tuple, ...],
    page: str,
    points_hash: int,
    height: int,
    max_rows: int,
    decimals: int = 3,
    names: tuple[str, str] = NAMES[:2],
    is_open: bool = True,
) -> EditedTable | None:
    """Show a table to edit, add and delete points; return the edited table, or None if nothing has been edited.

    rows: x1, x2 and class. points_hash: a hash of the points before editing; other points have other edits. max_rows:
    how many rows are kept of a large paste. decimals: of the coordinates in the table. names: of their columns.
    is_open: whether the table is in sight; without it, nothing is drawn.
    """
    counter = f"{page}.edits.{points_hash}"
    key = f"{page}.rows.{points_hash}.{st.session_state.get(counter, 0)}"
    if not is_open and find_table(key) is None:
        return None
    original = as_texts(rows, NAMES, dict.fromkeys(NAMES[:2], decimals))
    table = (
        edit_table(original, key, max_rows, height=height, column_config=_columns(names))
        if is_open
        else kept_table(original, key)
    )
    if table.equals(original):
        return None
    leave_out(EDITED)
    if is_open:
        st.button("Undo all edits", icon=":material/undo:", on_click=_forget_edits, args=(counter,))
    return table


def number_column(label: str | None = None) -> Any:
    """Return the settings of a column of numbers, which the browser is to leave as they are written."""
    return st.column_config.TextColumn(label, required=True, alignment="right", max_chars=40)


def _columns(names: tuple[str, str]) -> dict[str, Any]:
    columns = {name: number_column(label) for name, label in zip(NAMES, names, strict=False)}
    return {**columns, NAMES[2]: st.column_config.SelectboxColumn(options=[0, 1], required=True)}


def _forget_edits(counter: str) -> None:
    st.session_state[counter] = st.session_state.get(counter, 0) + 1
