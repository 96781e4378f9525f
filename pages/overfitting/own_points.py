"""A reader's own points, from a file or from an edited table."""

import plotly.graph_objects as go
import streamlit as st

from nnkit import Planar
from nnkit import figures as draw
from nnkit.datasets import plane_points
from nnkit.datasets.own_points.table import scaling_of
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map
from nnkit.datasets.planar.planar import NEW_POINTS
from nnkit.experiment import COORDINATES, Row, Table
from nnkit.experiment.limits import LIMITS
from nnkit.results.grid import grid_around
from pages.overfitting.data import (
    EDITS,
    KEYS,
    PointData,
    choose_source,
    keep_edited,
    keep_edits,
    with_rows,
    without_features,
)
from pages.overfitting.exercises import POINTS
from pages.overfitting.findings import luck_on
from pages.overfitting.maps import height_in
from pages.overfitting.own_choices import show_reading
from pages.overfitting.own_file import take_file
from ui.charts import show_figure
from ui.controls.rules import in_step
from ui.glossary import term
from ui.layout import lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import factor, percent, scientific
from ui.points import edit_points
from ui.presenting import px
from ui.try_this import try_this

PART = "overfitting_own"
MESSAGE = 140  # px over the table
TEXTS, MIN_HEIGHT = 120, 400  # px of the texts above and below the figure, and of the figure on a phone
SIDE = 64  # grid points along an edge of the map of the best possible boundary


@st.fragment(key=PART)
def show_own_points() -> None:
    controls, results = lay_out(
        "What does a network learn from **your own points**? Upload a file or edit the table. All sections use these "
        "points."
    )
    with controls:
        if reading := take_file():
            show_reading(reading)
        points, rare = st.container(), more(KEYS[-1:])
    with points:
        source = choose_source(rare)
    with results:
        picture, table = st.columns([2, 1], gap="medium")
        if not in_step():  # in a lesson, all readers have the same points
            with table:
                _edit(source)
        data = keep_edited(source)
        with picture:
            _show_points(data)
        if isinstance(data, Table):
            _describe_table(data)
        elif isinstance(data, Planar):
            _explain_best_possible(data)
    try_this(POINTS, controls)


def _edit(source: PointData) -> None:
    """Show the points in a table, and keep what the reader makes of them; edits that are not valid change nothing."""
    points, edits = without_features(source), st.session_state.setdefault(EDITS, {})
    st.markdown("**Edit the points**")
    # What is wrong with an edit stands over the table: below it, nobody would see it. Its place is always kept free.
    message = st.container(height=px(MESSAGE), border=False)
    names = source.columns if isinstance(source, Table) else COORDINATES
    limit, height = "rows" if isinstance(source, Table) else "edited", height_in(1, taken=TEXTS + MESSAGE)
    table = edit_points(_rows_of(source), "overfitting", hash(points), height, int(LIMITS[limit][1]), names=names)
    if table is None:
        message.caption(
            "Change a number, add a row at the end, or select rows and delete them. You can also paste numbers."
        )
        edits.pop(points, None)
        return
    try:
        rows = table.rows()
        with_rows(points, rows)
    except ValueError as error:
        with message:
            st.text(str(error))  # it can contain the reader's input, so it is not Markdown
            st.error("What you see has not changed.")
    else:
        keep_edits(points, rows)
        message.caption(f"{len(rows):,} rows, edited by you.")


def _rows_of(data: PointData) -> tuple[Row, ...]:
    """Return the training points, or the rows of a table."""
    if isinstance(data, Table):
        return data.rows
    points = plane_points(data)
    pairs = zip(points.x_train.tolist(), points.y_train.tolist(), strict=True)
    return tuple((x1, x2, int(label)) for (x1, x2), label in pairs)


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
    return draw.point_plot(train, validation, bayes, draw.names_of(data)).update_layout(height=height)


_plot_of_drawn = memoize_figure(_plot_of)


def _describe_table(data: Table) -> None:
    mean, deviation = scaling_of(data)
    lines = [
        f"{len(data.rows):,} rows: 60\u00a0% for training, 20\u00a0% for validation and 20\u00a0% for the test. The "
        "seed decides which."
    ]
    lines += [
        f"input {name}: {column} (scaled) = ({column} − {factor(scientific(mean[axis], 4))}) / "
        f"{scientific(deviation[axis], 4)}"
        for axis, (name, column) in enumerate(zip(COORDINATES, data.columns, strict=True))
    ]
    lines.append(f"class 0 = {data.labels[0]}, class 1 = {data.labels[1]}")
    st.text("\n".join(lines))


def _explain_best_possible(data: Planar) -> None:
    st.markdown(
        f"The {term('best possible accuracy')} on new points like these is **{percent(bayes_accuracy(data))}** (Bayes "
        "accuracy). The app draws the points itself, so it knows how likely each class is in every place. The best "
        "classifier always answers with the more likely class. Its boundary is the dotted line. No classifier beats it "
        f"on average: the rest is noise. On {NEW_POINTS:,} test points, luck can raise or lower the accuracy by "
        f"{luck_on(NEW_POINTS, bayes_accuracy(data))}."
    )
