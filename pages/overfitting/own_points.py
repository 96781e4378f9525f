"""A reader's own points, from a file or from an edited table."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import Planar
from nnkit import figures as draw
from nnkit.datasets import plane_points
from nnkit.datasets.own_points.table import scaling_of
from nnkit.datasets.own_points.table_file import TableError, TableFile, read_table
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map
from nnkit.experiment import Table
from nnkit.results.grid import grid_around
from pages.overfitting.data import (
    EDITS,
    KEYS,
    OWN,
    TABLE,
    PointData,
    choose_source,
    keep_edited,
    with_rows,
    without_features,
)
from pages.overfitting.exercises import POINTS
from pages.overfitting.maps import height_in
from ui.charts import show_figure
from ui.controls.hints import explained
from ui.glossary import term
from ui.invalid_input import show_invalid_input
from ui.layout import lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import factor, percent, scientific
from ui.points import edit_points
from ui.try_this import try_this

PART = "overfitting_own"
UPLOAD, FILE_ERROR = "overfitting.upload", "overfitting.file_error"  # in the session
TEXTS, MIN_HEIGHT = 120, 400  # px of the texts above and below the figure, and of the figure on a phone
SIDE = 64  # grid points along an edge of the map of the best possible boundary


@st.fragment(key=PART)
def show_own_points() -> None:
    controls, results = lay_out(
        "What does a network make of **your own points**? Bring a file, or edit the table. All sections use these "
        "points."
    )
    with controls:
        _take_file()
        points, rare = st.container(), more(KEYS[-1:])
    with points:
        source = choose_source(rare)
    with results:
        picture, table = st.columns([2, 1], gap="medium")
        with table:
            _edit(source)
        data = keep_edited(source)
        with picture:
            _show_points(data)
        if isinstance(data, Table):
            _describe_table(st.session_state[TABLE], data)
        elif isinstance(data, Planar):
            _explain_best_possible(data)
    try_this(POINTS, controls)


def _take_file() -> None:
    upload = st.file_uploader(
        explained(
            "Your points",
            "A CSV file with three columns: two numbers, and a label that takes two different values. From 20 to "
            "10,000 rows, 2 MB at most. It stays in this server's memory while you are here.",
        ),
        "csv",
        max_upload_size=2,
        key=UPLOAD,
        on_change=_read_file,
    )
    st.download_button("An example of such a file", example_table(), "points.csv", "text/csv", on_click="ignore")
    if upload is not None and (error := st.session_state.get(FILE_ERROR)):
        show_invalid_input("This file", error)


def _read_file() -> None:
    """Choose the points of the file as the data set, unless it is not valid."""
    upload = st.session_state[UPLOAD]
    if upload is None:
        return
    try:
        st.session_state[TABLE] = read_table(upload.getvalue())
    except TableError as error:
        st.session_state[FILE_ERROR] = error
    else:
        st.session_state[FILE_ERROR] = None
        st.session_state["overfitting_shape"] = OWN


def example_table() -> str:
    """Return an example of a CSV file: invented cats and dogs that overlap a little."""
    random, lines = np.random.default_rng(0), ["height (cm),weight (kg),species"]
    for species, height, weight, spread in (("cat", 25, 4.5, 1.0), ("dog", 40, 14, 4.0)):
        sizes = random.normal(size=(60, 3)) @ [[2.5, 0.4], [0, 0.5], [1.0, 0.4]] * spread + [height, weight]
        lines += [f"{h:.1f},{w:.1f},{species}" for h, w in np.maximum(sizes, 1)]
    return "\n".join(lines)


def _edit(source: PointData) -> None:
    """Show the points in a table, and keep what the reader makes of them; edits that are not valid change nothing."""
    points, edits = without_features(source), st.session_state.setdefault(EDITS, {})
    st.markdown("**Edit the points**")
    table = edit_points(_rows_of(source), "overfitting", hash(points), height_in(1, taken=TEXTS))
    if table is None:
        st.caption("Change a number, add a row at the end, or select rows and delete them.")
        edits.pop(points, None)
        return
    rows = tuple(table.itertuples(index=False, name=None))
    try:
        with_rows(points, rows)
    except ValueError as error:
        show_invalid_input("These points", error)
    else:
        edits[points] = rows
        st.caption(f"{len(table):,} rows, edited by you.")


def _rows_of(data: PointData) -> pd.DataFrame:
    """Return the training points, or the rows of a table, as columns x1, x2 and class."""
    if isinstance(data, Table):
        return pd.DataFrame(data.rows, columns=["x1", "x2", "class"])
    points = plane_points(data)
    rows = pd.DataFrame(points.x_train.astype(float), columns=["x1", "x2"])
    return rows.assign(**{"class": points.y_train.astype(int)})


def _show_points(data: PointData) -> None:
    st.markdown("**The points to learn from**")
    plot = _plot_of_drawn if isinstance(data, Planar) else _plot_of  # a reader's own file is not kept
    show_figure(plot(data, max(height_in(1, taken=TEXTS), MIN_HEIGHT)), "overfitting.points")


def _plot_of(data: PointData, height: int) -> go.Figure:
    points = plane_points(data)
    train, validation = draw.Points(points.x_train, points.y_train), draw.Points(points.x_val, points.y_val)
    bayes = None
    if isinstance(data, Planar):
        grid = grid_around(points.x_train, SIDE)
        best = bayes_map(data, grid.x1, grid.x2)
        bayes = None if best is None else (grid.x1, grid.x2, best)
    return draw.point_plot(train, validation, bayes).update_layout(height=height)


_plot_of_drawn = memoize_figure(_plot_of)


def _describe_table(table: TableFile, data: Table) -> None:
    mean, deviation = scaling_of(data)
    lines = [
        f"{len(data.rows):,} rows: 60\u00a0% to learn from, 20\u00a0% to validate with, 20\u00a0% to test on, drawn by "
        "the seed."
    ]
    lines += [
        f"{name} = ({column} − {factor(scientific(mean[axis], 4))}) / {scientific(deviation[axis], 4)}"
        for axis, (name, column) in enumerate(zip(("x1", "x2"), table.columns, strict=False))
    ]
    lines.append(f"class 0 = {table.classes[0]}, class 1 = {table.classes[1]}")
    st.text("\n".join(lines))


def _explain_best_possible(data: Planar) -> None:
    st.markdown(
        f"The {term('best possible accuracy')} on new points like these is **{percent(bayes_accuracy(data))}** (Bayes "
        "accuracy). As we draw the points ourselves, we know how likely each class is in every place. Whoever answers "
        "with the likelier one, along the dotted line, reaches it. No classifier can beat it: the rest is noise."
    )
