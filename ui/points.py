"""A table of points in which a reader changes, adds and deletes rows."""

import pandas as pd
import streamlit as st


def edit_points(rows: pd.DataFrame, page: str, drawn: int, height: int, decimals: int = 3) -> pd.DataFrame | None:
    """The rows as the reader has edited them, with a button to undo it all; None where nothing is edited.

    rows: x1, x2 and class. drawn: tells these points from others, whose edits are others. decimals: that are shown.
    """
    coordinate = st.column_config.NumberColumn(required=True, format=f"%.{decimals}f")
    counter = f"{page}.edits"
    table = st.data_editor(
        rows,
        num_rows="dynamic",
        height=height,
        key=f"{page}.rows.{st.session_state.setdefault(counter, 0)}.{drawn}",
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
