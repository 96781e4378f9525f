"""A table in which a reader edits points."""

import pandas as pd
import streamlit as st


def edit_points(rows: pd.DataFrame, page: str, points_hash: int, height: int, decimals: int = 3) -> pd.DataFrame | None:
    """Show a table to edit, add and delete rows; return the edited rows, or None if nothing has been edited.

    rows: columns x1, x2 and class. points_hash: a hash of the points before editing; other points have other edits.
    decimals: of the coordinates in the table. A reader who leaves the table and comes back finds the edits.
    """
    coordinate = st.column_config.NumberColumn(required=True, format=f"%.{decimals}f")
    counter = f"{page}.edits.{points_hash}"
    key = f"{page}.rows.{points_hash}.{st.session_state.setdefault(counter, 0)}"
    starts, ends = (st.session_state.setdefault(f"{page}.rows.{which}", {}) for which in ("starts", "ends"))
    if key not in st.session_state:  # Streamlit forgets the edits of a table that is not drawn
        starts[key] = ends.get(key, rows)
    table = ends[key] = st.data_editor(
        starts[key],
        num_rows="dynamic",
        height=height,
        key=key,
        column_config={
            "x1": coordinate,
            "x2": coordinate,
            "class": st.column_config.SelectboxColumn(options=[0, 1], required=True),
        },
    )
    if table.equals(rows):
        return None
    st.button("Undo all edits", icon=":material/undo:", on_click=_forget_edits, args=(counter,))
    return table


def _forget_edits(counter: str) -> None:
    st.session_state[counter] += 1
