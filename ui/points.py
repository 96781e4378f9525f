"""A table in which a reader edits points."""

import pandas as pd
import streamlit as st


def edit_points(rows: pd.DataFrame, page: str, points_hash: int, height: int, decimals: int = 3) -> pd.DataFrame | None:
    """Show a table to edit, add and delete rows; return the edited rows, or None if nothing has been edited.

    rows: columns x1, x2 and class. points_hash: a hash of the points before editing; other points have other edits.
    decimals: of the coordinates in the table. The edits are still there after the table was not drawn for a while.
    """
    coordinate = st.column_config.NumberColumn(required=True, format=f"%.{decimals}f")
    counter = f"{page}.edits"
    key = f"{page}.rows.{st.session_state.setdefault(counter, 0)}.{points_hash}"
    first, edited = st.session_state.get(f"{page}.table", {}).get(key, (rows, rows))
    if key not in st.session_state:  # Streamlit forgets the edits of a table that it does not draw
        first = edited
    table = st.data_editor(
        first,
        num_rows="dynamic",
        height=height,
        key=key,
        column_config={
            "x1": coordinate,
            "x2": coordinate,
            "class": st.column_config.SelectboxColumn(options=[0, 1], required=True),
        },
    ).reset_index(drop=True)
    st.session_state[f"{page}.table"] = {key: (first, table)}
    if table.equals(rows):
        return None
    st.button("Undo all edits", icon=":material/undo:", on_click=_forget_edits, args=(counter,))
    return table


def _forget_edits(counter: str) -> None:
    st.session_state[counter] += 1
