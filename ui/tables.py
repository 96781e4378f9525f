"""Tables: their numbers written as everywhere else, and room for the toolbar that Streamlit shows over them."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler
from streamlit.delta_generator import DeltaGenerator

from ui.numbers import fixed

MISSING = "–"
NO_OTHERS: Mapping[str, int] = MappingProxyType({})
MAX_WRITTEN = 200  # written tables that the server keeps; one takes some 5 kB
TOOLBAR = 20  # px above a table, besides the usual gap: without them the toolbar covers the end of the text there


def room_for_toolbar() -> DeltaGenerator:
    """Return a container for a table that stands below a text."""
    container = st.container(gap=None)
    container.space(TOOLBAR)
    return container


def show_table(data: Any, **options: Any) -> Any:
    """Show a table below a text. options, and what is returned: as for `st.dataframe`."""
    return room_for_toolbar().dataframe(data, **options)


def written(frame: pd.DataFrame, decimals: int, others: Mapping[str, int] = NO_OTHERS) -> Styler:
    """Return the table with its numbers written; it is still sorted by them.

    decimals: of the columns that hold no whole numbers. others: the decimals of columns that have other ones, by name.
    """
    formats = {}
    for name in frame.select_dtypes("number"):
        whole = pd.api.types.is_integer_dtype(frame[name])
        formats[name] = partial(fixed, decimals=0 if whole else others.get(name, decimals))
    return frame.style.format(formats, na_rep=MISSING)


def show_written(
    rows: Sequence[Mapping[str, Any]], decimals: int, others: Mapping[str, int] = NO_OTHERS, **options: Any
) -> None:
    """Show a table below a text, with its numbers written as by `written`. options: as for `st.dataframe`.

    rows: a value for each column, by its name; a text, a number or None. Writing a table of five rows takes 6 ms, so
    the same one is written once for all visitors.
    """
    with room_for_toolbar():
        _show_written(tuple(tuple(row.items()) for row in rows), decimals, tuple(others.items()), **options)


@st.cache_resource(max_entries=MAX_WRITTEN, show_spinner=False)
def _show_written(rows: tuple, decimals: int, others: tuple, **options: Any) -> None:
    st.dataframe(written(pd.DataFrame([dict(row) for row in rows]), decimals, dict(others)), **options)


def harmless(text: str) -> str:
    """Return a text of somebody so that no spreadsheet program takes its cell in a CSV file for a formula.

    Control characters become spaces: such a program may begin a cell behind one.
    """
    text = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return f"'{text}" if text[:1] in tuple("=+-@") else text
