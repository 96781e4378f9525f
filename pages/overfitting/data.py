"""The points to learn from: drawn by the app, or a reader's own. All sections choose them by the same controls."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Experiment, Planar
from nnkit.datasets.own_points.table_file import TableFile
from nnkit.experiment import COORDINATES, FEATURES, PLANAR_SHAPES, Table
from nnkit.experiment.limits import LIMITS
from nnkit.experiment.openings import OPENINGS
from ui.controls import bound, choose_name, choose_seed, choose_value
from ui.controls.binding import leave_out
from ui.controls.rules import in_step
from ui.glossary import term
from ui.kept_tables import MAX_TABLES
from ui.layout import more
from ui.points import EDITED

PointData = Planar | Table

PRESET = OPENINGS["overfitting/depth"][0].data  # all sections open with it
POINTS = (20, 50, 100, 200, 500, 1_000, 2_000)
OWN = "own points"
SOURCES = {**PLANAR_SHAPES, OWN: "Own points: the points of a file that you upload"}
KEYS = tuple(f"overfitting_{name}" for name in ("shape", "points", "noise", "data_seed", "features"))
# In the session: the reader's file, edited points, the points that were on screen last, and those at the first drawing.
TABLE, EDITS, LAST, FIRST = "overfitting.table", "overfitting.edits", "overfitting.data", "overfitting.first_data"


def choose_points_below() -> PointData:
    """Show the controls of the points in an expander, for sections where they are rarely moved."""
    with more(KEYS, "The points"):
        return choose_points()


def choose_points(rare: DeltaGenerator | None = None) -> PointData:
    """Show the controls of the points; return the points as the reader has edited them.

    rare: where to show what is rarely moved; below the other controls unless it is given.
    """
    source = choose_source(rare)
    data = keep_edited(source)
    if data != source:
        count = len(data.edited if isinstance(data, Planar) else data.rows)
        st.caption(f"You have edited these points: now there are {count:,}. The table is in “Your own points”.")
    return data


def choose_source(rare: DeltaGenerator | None = None) -> PointData:
    """Do the same, and return the points without the reader's edits."""
    hint = "The kind of points. The two classes differ in the colour and in the shape of their markers."
    shape = choose_name("Data set", SOURCES, PRESET.shape, "overfitting_shape", hint)
    data = _own_points() if shape == OWN else _drawn_points(shape)
    with rare or st.container():
        return replace(data, features=_choose_features())


def keep_edited(source: PointData) -> PointData:
    """Return the points as the reader has edited them, and keep them as the ones that were on screen last.

    In a lesson, all readers have the same points.
    """
    rows = None if in_step() else st.session_state.setdefault(EDITS, {}).get(without_features(source))
    if rows is not None:
        leave_out(EDITED)
    data = st.session_state[LAST] = source if rows is None else with_rows(source, rows)
    st.session_state.setdefault(FIRST, data)
    return data


def keep_edits(points: PointData, rows: tuple) -> None:
    """Keep the rows that the reader has made of the points, and those of the last few other points."""
    edits = st.session_state.setdefault(EDITS, {})
    edits.pop(points, None)
    edits[points] = rows  # the latest one last
    if len(edits) > MAX_TABLES:
        del edits[next(iter(edits))]


def on_chosen_points(preset: Sequence[Experiment], data: PointData) -> list[Experiment]:
    """Return the preset on these points if the reader has chosen them here, in whatever section.

    Points that came with the address leave it as it is: settings that differ from the preset wait for a press of Train.
    """
    return [replace(each, data=data) for each in preset] if data != st.session_state[FIRST] else list(preset)


def with_rows(data: PointData, rows: tuple) -> PointData:
    """Return the data with other training points, or with other rows of a table. Raises ValueError for invalid rows."""
    if not rows:  # an experiment without rows of its own has the points that were drawn
        raise ValueError("Class 0 and class 1 are missing: there are no points. Add points of both classes.")
    missing = [label for label in (0, 1) if all(row[2] != label for row in rows)]
    if missing:
        raise ValueError(f"Class {missing[0]} is missing: all points are of class {1 - missing[0]}. Add points of it.")
    return replace(data, edited=rows) if isinstance(data, Planar) else replace(data, rows=rows)


def without_features(data: PointData) -> PointData:
    """Return the same points with the inputs that every network has at first; edits do not depend on the inputs."""
    return replace(data, features=COORDINATES)


def _drawn_points(shape: str) -> Planar:
    hint = "The network learns from this many points. It is validated on 1,000 new points and tested on 1,000 others."
    points = choose_value("Training points", POINTS, PRESET.points, "overfitting_points", hint)
    noise = bound(
        st.slider,
        "Noise",
        *LIMITS["noise"],
        PRESET.noise,
        step=0.05,
        key="overfitting_noise",
        help=f"The {term('standard deviation')} of the Gaussian that is added to both coordinates. With more noise, "
        "the classes overlap more, and a network can memorise more that does not hold for new points.",
    )
    return Planar(shape, points, noise, _choose_data_seed("Another seed draws other points of the same kind."))


def _own_points() -> PointData:
    """Return the table of the last valid file; before the first one, the data that was on screen."""
    table: TableFile | None = st.session_state.get(TABLE)
    leave_out("your own points", "overfitting_shape")
    if table is None:
        st.info("Upload a file in the section “Your own points”. Until then, you see the points that you had before.")
        return st.session_state.get(LAST, Planar())
    seed = _choose_data_seed("Another seed splits the rows differently.")
    return Table(table.rows, seed, columns=table.columns[:2], labels=table.classes)


def _choose_data_seed(hint: str) -> int:
    return choose_seed(PRESET.seed, "overfitting_data_seed", hint, "Seed of the points")


def _choose_features() -> tuple[str, ...]:
    chosen = bound(
        st.pills,
        "Inputs of the network",
        list(FEATURES),
        selection_mode="multi",
        default=list(PRESET.features),
        key="overfitting_features",
        help="What the network gets for each point.\n\n" + "\n".join(f"- {sentence}" for sentence in FEATURES.values()),
    )
    if not chosen:
        st.warning("A network needs at least one input. Until you choose, it gets x1 and x2.")
    return tuple(chosen) or PRESET.features
