"""The chapter's widest network on moons, from its random beginning to its last epoch, as a film."""

import numpy as np
import streamlit as st

from nnkit import PRESETS, Run, load
from nnkit.datasets import Dataset
from nnkit.results.grid import Grid, grid_around, probability_map
from nnkit.results.inference import evaluate
from ui.components.learning_boundary import Film, show_film, write_film
from ui.components.window import as_figure, figure_height, is_narrow, is_tall
from ui.memoize import memoize_per_run
from ui.numbers import fixed, percent
from ui.presenting import is_presenting
from ui.training.run_panel import follow_run, train_unasked

PART = "home"
EXPERIMENT = PRESETS["moons-50"]
ROWS, ASPECT = 64, 2.0  # of a map
MAX_FRAMES = 48
BESIDE_PRESENTED = 40  # px of the title, besides what other pages leave for a question
HEIGHT, TALL_HEIGHT, PHONE_HEIGHT = 360, 560, 240  # px, with the caption, which takes two lines on a phone


@st.fragment(key=PART)
def show_learning() -> None:
    """Show the film as soon as the network is trained; it comes with the app, and otherwise trains unasked."""
    train_unasked(PART, EXPERIMENT)
    if run := follow_run(PART):
        show_film(_written_film_of(run), f"{PART}.film", as_figure(film_height()))


def film_height() -> int:
    """Return the height of the film with its caption, in px of usual type."""
    if is_presenting():
        return figure_height(BESIDE_PRESENTED)
    if is_narrow():
        return PHONE_HEIGHT
    return TALL_HEIGHT if is_tall() else HEIGHT


@memoize_per_run
def _written_film_of(run: Run) -> bytes:
    return write_film(film_of(run))


def film_of(run: Run) -> Film:
    data = load(run.experiment.data)
    grid = _wide_grid(data.x_train)
    picked = np.unique(np.linspace(0, len(run.snapshots) - 1, MAX_FRAMES).round().astype(int))
    snapshots = [run.snapshots[index] for index in picked]
    maps = np.stack([probability_map(run.experiment, each.weights, grid)[::-1] for each in snapshots])
    return Film(maps, [_caption(run, each.epoch, each.weights) for each in snapshots], _places(data, grid), ALT)


ALT = (
    "Two crescents of points in two colours. The background shows the answer of a network with 50 hidden units at each "
    "place, from its random initial weights to its last epoch. Its boundary is first a straight edge, then a curve "
    "along the crescents. At the end it winds around single points."
)


def _caption(run: Run, epoch: float, weights: tuple[np.ndarray, ...]) -> str:
    data = load(run.experiment.data)
    accuracy = evaluate(run.experiment, weights, data.x_train, data.y_train)["accuracy"]
    return (
        f"A network learns to tell blue points from orange ones. Epoch {fixed(epoch, 0)}: {percent(accuracy)} are "
        "correct."
    )


def _wide_grid(points: np.ndarray) -> Grid:
    """Return a grid that is ASPECT times as wide as it is high, around the points."""
    square = grid_around(points, ROWS)
    middle, half = (square.x1[0] + square.x1[-1]) / 2, (square.x2[-1] - square.x2[0]) / 2
    middle_2 = (points[:, 1].min() + points[:, 1].max()) / 2
    half_2 = max(half / ASPECT, 1.15 * (points[:, 1].max() - points[:, 1].min()) / 2)
    x1 = np.linspace(middle - ASPECT * half_2, middle + ASPECT * half_2, round(ASPECT * ROWS), dtype="float32")
    return Grid(x1, np.linspace(middle_2 - half_2, middle_2 + half_2, ROWS, dtype="float32"))


def _places(data: Dataset, grid: Grid) -> np.ndarray:
    """Return the place of each training point in the picture, as shares from left and from top, and its class."""
    (x1, x2), low_1, low_2 = data.x_train.T, grid.x1[0], grid.x2[0]
    left, below = (x1 - low_1) / (grid.x1[-1] - low_1), (x2 - low_2) / (grid.x2[-1] - low_2)
    return np.column_stack([left, 1 - below, data.y_train])
