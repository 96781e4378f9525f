"""A reader's own file: how it is taken and read. What is read stays in the session, so that choices can change it."""

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from nnkit.datasets.own_points.labels import Key
from nnkit.datasets.own_points.outline import Classes, Columns, Outline
from nnkit.datasets.own_points.table_file import Choices, TableError, read_outline, read_points
from pages.overfitting.data import OWN, TABLE
from ui.controls.hints import explained
from ui.server.uploads import content_of

# In the session: the widget, the file that was read last, and the last one whose points can be used.
UPLOAD, READING, VALID = "overfitting.upload", "overfitting.reading", "overfitting.valid_reading"
FILE_HINT = (
    "A CSV, TSV or text file with a column for x1, one for x2 and one for the label. Commas, semicolons, tabs or "
    "spaces separate the columns. Numbers have a decimal point or a decimal comma. The file can have 20 to 10,000 rows "
    "and 2 MB. It stays in the memory of this server while you are here."
)


@dataclass(frozen=True)
class Reading:
    """A file and what it consists of; without names, nothing in it can be chosen."""

    content: bytes
    choices: Choices
    error: str = ""  # why its points can't be used
    names: tuple[str, ...] = ()  # of all columns
    has_header: bool = False
    columns: Columns | None = None  # None if there are too few of numbers
    labels: tuple[tuple[Key, str], ...] = ()
    classes: Classes | None = None


def take_file() -> Reading | None:
    """Show the place for a file; return the file that was read last, or None before any."""
    upload = st.file_uploader(
        explained("Your points", FILE_HINT),
        ["csv", "tsv", "txt"],
        max_upload_size=2,
        key=UPLOAD,
        on_change=_take_upload,
    )
    st.download_button("Download an example file", example_table(), "points.csv", "text/csv", on_click="ignore")
    valid: Reading | None = st.session_state.get(VALID)
    reading: Reading | None = st.session_state.get(READING)
    if upload is None and reading and not (valid and reading.content == valid.content):
        reading = st.session_state[READING] = valid  # a file that can't be used goes with its name
    return reading


def read_file(reading: Reading) -> None:
    """Read the file by the reader's choices, and take its points as the data set unless they can't be used."""
    try:
        outline = read_outline(reading.content, reading.choices)
        reading = _described(Reading(reading.content, reading.choices), outline)
        table = read_points(outline)
    except TableError as error:
        st.session_state[READING] = replace(reading, error=str(error))
        return
    reading = replace(reading, classes=table.keys)
    st.session_state.update({READING: reading, VALID: reading, TABLE: table, "overfitting_shape": OWN})


def example_table() -> str:
    """Return an example of a CSV file: invented cats and dogs that overlap a little."""
    random, lines = np.random.default_rng(0), ["height (cm),weight (kg),species"]
    for species, height, weight, spread in (("cat", 25, 4.5, 1.0), ("dog", 40, 14, 4.0)):
        sizes = random.normal(size=(60, 3)) @ [[2.5, 0.4], [0, 0.5], [1.0, 0.4]] * spread + [height, weight]
        lines += [f"{h:.1f},{w:.1f},{species}" for h, w in np.maximum(sizes, 1)]
    return "\n".join(lines)


def _take_upload() -> None:
    content = content_of(st.session_state[UPLOAD])
    if content is not None:
        read_file(Reading(content, Choices()))


def _described(reading: Reading, outline: Outline) -> Reading:
    reading = replace(reading, names=outline.names, has_header=outline.header is not None)
    try:
        return replace(reading, columns=outline.columns, labels=tuple(outline.labels.items()))
    except TableError:  # raised again when the points are read
        return reading
