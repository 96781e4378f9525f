"""The points to learn from: drawn by the app, or a reader's own."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import Planar
from nnkit import figures as draw
from nnkit.datasets import plane_points
from nnkit.datasets.own_points.table import scaling_of
from nnkit.datasets.own_points.table_file import TableError, TableFile, read_table
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map
from nnkit.experiment import COORDINATES, FEATURES, PLANAR_SHAPES, Table
from nnkit.experiment.limits import LIMITS
from nnkit.results.grid import grid_around
from ui.charts import show_figure
from ui.controls import BIND, choose_name, choose_seed, choose_value
from ui.invalid_input import show_invalid_input
from ui.numbers import percent
from ui.points import edit_points

PointData = Planar | Table

POINTS = (20, 50, 100, 200, 500, 1_000, 2_000)
OWN = "own points"
SOURCES = {**PLANAR_SHAPES, OWN: "Own points: from a CSV file that you bring"}
SIDE = 64  # grid points along an edge of the map of the best possible boundary


def choose_data(preset: Planar) -> PointData:
    """Show the controls and a plot of the points; input that is not valid leaves the data as it was."""
    controls, picture = st.columns([2, 3], gap="large")
    with controls:
        hint = "What the points look like. The classes are told apart by colour and by the shape of their marks."
        shape = choose_name("Data set", SOURCES, preset.shape, "overfitting_shape", hint)
        data = _own_points() if shape == OWN else _drawn_points(shape, preset)
        data = _edited(replace(data, features=_choose_features(preset)))
        if isinstance(data, Table):
            _describe_table(st.session_state["overfitting.table"], data)
        st.session_state["overfitting.data"] = data
    with picture:
        _show_points(data)
    return data


def _drawn_points(shape: str, preset: Planar) -> Planar:
    hint = "How many points to learn from. 1,000 fresh ones each are drawn to validate with and to test on."
    points = choose_value("Training points", POINTS, preset.points, "overfitting_points", hint)
    noise = st.slider(
        "Noise",
        *LIMITS["noise"],
        preset.noise,
        step=0.05,
        key="overfitting_noise",
        help="The standard deviation of the Gaussian that is added to both coordinates. The more, the more the classes "
        "overlap, and the more there is to memorise that does not hold for new points.",
        **BIND,
    )
    return Planar(shape, points, noise, _choose_data_seed("Another seed draws other points of the same kind."))


def _choose_data_seed(hint: str) -> int:
    return choose_seed(0, "overfitting_data_seed", hint, "Seed of the points")


def _choose_features(preset: Planar) -> tuple[str, ...]:
    chosen = st.pills(
        "What the network gets of a point",
        list(FEATURES),
        selection_mode="multi",
        default=list(preset.features),
        key="overfitting_features",
        help="The inputs of the network.\n\n" + "\n".join(f"- {sentence}" for sentence in FEATURES.values()),
        **BIND,
    )
    if not chosen:
        st.warning("A network needs at least one input: x1 and x2 are used until you choose.")
    return tuple(chosen) or preset.features


def _own_points() -> PointData:
    """Return the table of the last valid file; before the first one, the data that was on screen."""
    upload = st.file_uploader(
        "Your points",
        "csv",
        max_upload_size=2,
        key="overfitting.upload",
        help="A CSV file with three columns: two numbers, and a label that takes two different values. From 20 to "
        "10,000 rows, 2 MB at most. It stays in this server's memory while you are here.",
    )
    st.download_button("An example of such a file", example_table(), "points.csv", "text/csv", on_click="ignore")
    if upload is not None:
        try:
            st.session_state["overfitting.table"] = read_table(upload.getvalue())
        except TableError as error:
            show_invalid_input("This file", error)
    table: TableFile | None = st.session_state.get("overfitting.table")
    if table is None:
        st.info("Until you bring a file, the points stay those you had before.")
        return st.session_state.get("overfitting.data", Planar())
    return Table(table.rows, _choose_data_seed("Another seed splits the rows differently."))


def example_table() -> str:
    """Return an example of a CSV file: invented cats and dogs that overlap a little."""
    random, lines = np.random.default_rng(0), ["height (cm),weight (kg),species"]
    for species, height, weight, spread in (("cat", 25, 4.5, 1.0), ("dog", 40, 14, 4.0)):
        sizes = random.normal(size=(60, 3)) @ [[2.5, 0.4], [0, 0.5], [1.0, 0.4]] * spread + [height, weight]
        lines += [f"{h:.1f},{w:.1f},{species}" for h, w in np.maximum(sizes, 1)]
    return "\n".join(lines)


def _describe_table(table: TableFile, data: Table) -> None:
    mean, deviation = scaling_of(data)
    lines = [f"{len(data.rows):,} rows: 60 % to learn from, 20 % to validate with, 20 % to test on, drawn by the seed."]
    lines += [
        f"{name} = ({column} − {mean[axis]:.4g}) / {deviation[axis]:.4g}"
        for axis, (name, column) in enumerate(zip(("x1", "x2"), table.columns, strict=False))
    ]
    lines.append(f"class 0 = {table.classes[0]}, class 1 = {table.classes[1]}")
    st.text("\n".join(lines))


def _edited(data: PointData) -> PointData:
    """Return the data with its training points, or the rows of a table, as the reader has edited them."""
    rows = _rows_of(data)
    with st.expander("Edit the points"):
        st.caption("Change a number, add a row at the end, or select rows and delete them: everything is trained anew.")
        table = edit_points(rows, "overfitting", hash(replace(data, features=COORDINATES)), 240)
        if table is None:
            return data
    changed = tuple(table.itertuples(index=False, name=None))
    try:
        edited = replace(data, **{"edited" if isinstance(data, Planar) else "rows": changed})
    except ValueError as error:
        show_invalid_input("These points", error)
        return st.session_state["overfitting.data"]
    st.caption(f"{len(table):,} rows, edited by you.")
    return edited


def _rows_of(data: PointData) -> pd.DataFrame:
    """Return the training points, or the rows of a table, as columns x1, x2 and class."""
    if isinstance(data, Table):
        return pd.DataFrame(data.rows, columns=["x1", "x2", "class"])
    points = plane_points(data)
    rows = pd.DataFrame(points.x_train.astype(float), columns=["x1", "x2"])
    return rows.assign(**{"class": points.y_train.astype(int)})


def _show_points(data: PointData) -> None:
    points = plane_points(data)
    train, validation = draw.Points(points.x_train, points.y_train), draw.Points(points.x_val, points.y_val)
    bayes = None
    if isinstance(data, Planar):
        grid = grid_around(points.x_train, SIDE)
        best = bayes_map(data, grid.x1, grid.x2)
        bayes = None if best is None else (grid.x1, grid.x2, best)
    show_figure(draw.point_plot(train, validation, bayes), "overfitting.points")
    if isinstance(data, Planar):
        st.caption(
            "As we draw these points ourselves, we know how likely each class is in every place. Whoever answers with "
            f"the likelier one, along the dotted line, is right about {percent(bayes_accuracy(data))} of new points. "
            "No classifier can beat that: the rest is noise (Bayes accuracy)."
        )
