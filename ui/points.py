"""Tables in which a reader edits numbers."""

from typing import Any

import pandas as pd
import streamlit as st

from ui.controls.binding import leave_out
from ui.tables import room_for_toolbar

EDITED = "the points that you edited"


def edit_table(rows: pd.DataFrame, key: str, **options: Any) -> pd.DataFrame:
    """Show a table to edit, add and delete rows; return the edited rows. options: as for `st.data_editor`.

    A reader who comes back to the table finds the edits.
    """
    first, edited = f"{key}.first", f"{key}.edited"
    if key not in st.session_state:  # Streamlit forgets the edits of a table that is not drawn
        st.session_state[first] = st.session_state.get(edited, rows)
    table = room_for_toolbar().data_editor(st.session_state[first], num_rows="dynamic", key=key, **options)
    st.session_state[edited] = table.reset_index(drop=True)
    return table


def edit_points(rows: pd.DataFrame, page: str, points_hash: int, height: int, decimals: int = 3) -> pd.DataFrame | None:
    """Show a table to edit, add and delete rows; return the edited rows, or None if nothing has been edited.

    rows: columns x1, x2 and class. points_hash: a hash of the points before editing; other points have other edits.
    decimals: of the coordinates in the table.
    """
    coordinate = st.column_config.NumberColumn(required=True, format=f"%.{decimals}f")
    counter = f"{page}.edits.{points_hash}"
    table = edit_table(
        rows,
        f"{page}.rows.{points_hash}.{st.session_state.setdefault(counter, 0)}",
        height=height,
        column_config={
            "x1": coordinate,
            "x2": coordinate,
            "class": st.column_config.SelectboxColumn(options=[0, 1], required=True),
        },
    )
    if table.equals(rows):
        return None
    leave_out(EDITED)
    st.button("Undo all edits", icon=":material/undo:", on_click=_forget_edits, args=(counter,))
    return table


def _forget_edits(counter: str) -> None:
    st.session_state[counter] += 1
