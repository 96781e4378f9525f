"""How a reader's own file was read, and the controls that change it: names, columns, classes and numbers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from nnkit.datasets.own_points.classes import OTHERS
from nnkit.datasets.own_points.number_format import FORMATS
from nnkit.datasets.own_points.outline import Columns
from pages.overfitting.data import TABLE
from pages.overfitting.own_file import READING, Reading, read_file
from ui.invalid_input import show_invalid_input

MIN_COLUMNS, MIN_LABELS = 3, 2  # more of them have to be chosen from
AS_FOUND = "found in the file"
ROLES = ("x1", "x2", "Label")

Take = Callable[..., None]


def show_reading(reading: Reading) -> None:
    """Say how the file was read, and show the controls, open where something has to be chosen."""
    if reading.error:
        show_invalid_input("This file", ValueError(reading.error))
    else:
        st.text("\n".join(st.session_state[TABLE].notes))
    if not reading.names:
        return
    has_choice = len(reading.names) > MIN_COLUMNS or len(reading.labels) > MIN_LABELS
    with st.expander("How the file is read", expanded=has_choice or bool(reading.error)):
        _show(st.toggle, "The first line holds names", reading.has_header, "header", _take_header)
        formats = [AS_FOUND, *FORMATS]
        chosen = formats.index(reading.choices.numbers or AS_FOUND)
        _show_menu("Number format", formats, chosen, "numbers", _take_numbers)
        if len(reading.names) > MIN_COLUMNS or (reading.error and reading.columns):
            for role, (name, column) in enumerate(zip(ROLES, columns_of(reading), strict=True)):
                _show_menu(name, reading.names, column, f"column_{role}", _take_column, role)
        _choose_classes(reading)


def _choose_classes(reading: Reading) -> None:
    if reading.classes is None:
        return
    (zero, one), keys = reading.classes, [key for key, _ in reading.labels]
    texts = [text for _, text in reading.labels]
    _show_menu("Class 1", texts, keys.index(one), "class_1", _take_class, 1)
    if len(keys) > MIN_LABELS:  # of two, the other one
        place = len(keys) if zero is None else keys.index(zero)
        _show_menu("Class 0", [*texts, OTHERS], place, "class_0", _take_class, 0)


def _show_menu(label: str, options: Sequence[str], chosen: int, name: str, take: Take, *args: Any) -> None:
    _show(st.selectbox, label, chosen, name, take, *args, options=range(len(options)), format_func=options.__getitem__)


def _show(widget: Any, label: str, value: Any, name: str, take: Take, *args: Any, **options: Any) -> None:
    """Show a widget with the value that the file was read by. `take` gets its key when it is moved."""
    key = f"overfitting.file.{name}"
    st.session_state[key] = value
    widget(label, key=key, on_change=take, args=(key, *args), **options)


def _read_again(**changes: Any) -> None:
    reading: Reading = st.session_state[READING]
    read_file(replace(reading, choices=replace(reading.choices, **changes)))


def _take_header(key: str) -> None:
    _read_again(header=st.session_state[key])


def _take_numbers(key: str) -> None:
    _read_again(numbers=[None, *FORMATS][st.session_state[key]])


def _take_column(key: str, role: int) -> None:
    _read_again(columns=exchanged(columns_of(st.session_state[READING]), role, st.session_state[key]))


def _take_class(key: str, number: int) -> None:
    reading: Reading = st.session_state[READING]
    labels = [*(each for each, _ in reading.labels), None]
    assert reading.classes is not None
    _read_again(classes=exchanged(reading.classes, number, labels[st.session_state[key]]))


def columns_of(reading: Reading) -> Columns:
    """Return the columns of x1, x2 and the label; the outer ones to begin with where the file does not tell them."""
    return reading.columns or (0, 1, len(reading.names) - 1)


def exchanged(chosen: Sequence[Any], place: int, value: Any) -> tuple[Any, ...]:
    """Return the choices with a value at a place. Where the value was before, there is then what was at that place."""
    return tuple(
        value if index == place else chosen[place] if before == value else before for index, before in enumerate(chosen)
    )
