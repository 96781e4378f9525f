"""Networks of different widths side by side, from underfitting to overfitting."""

import re
from collections.abc import Sequence
from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Network, Run, Training
from nnkit import figures as draw
from nnkit.experiment.openings import OPENINGS
from pages.overfitting.chapter import CELL, offer_chapter
from pages.overfitting.data import choose_points, on_chosen_points
from pages.overfitting.exercises import WIDTH
from pages.overfitting.findings import Scores, best_possible, scores_of
from pages.overfitting.maps import TITLE, height_in, show_maps
from pages.overfitting.memorisation import show_memorisation
from ui.charts import show_figure
from ui.controls import bound, choose_epochs, choose_learning_rate, choose_optimizer, choose_seed
from ui.glossary import term
from ui.invalid_input import show_invalid_input
from ui.layout import choose_view, lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import counted, scientific
from ui.take_away import offer_to_take_away
from ui.training.former import show_former
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "overfitting_width"
OPENING = OPENINGS["overfitting/width"]
WIDTHS = tuple(each.network.hidden[0] for each in OPENING)
MAX_WIDTHS, MAX_UNITS = 10, 64
EPOCHS = (10, 50, 100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
RARE = (
    f"{PART}_optimizer",
    f"{PART}_rate",
    f"{PART}_epochs",
    f"{PART}_seed",
    "overfitting_features",
)  # keys of rarely moved controls
MAPS, CURVES = "Maps", "Accuracy and loss"


@st.fragment(key=PART)
def compare_widths() -> None:
    controls, results = lay_out(
        "**How wide should a network be?** A network that is too small misses the boundary. A large one can also learn "
        "every accident of the points."
    )
    with controls:
        widths = _choose_widths()
        points, progress = st.container(), st.container()
        _offer_chapter()
        rare = more(RARE)
    with points:
        data = choose_points(rare)
    with rare:
        training = _choose_training()
    experiments = tuple(Experiment(data, Network((width,), "tanh"), training) for width in widths)
    with progress:
        names = [_units(experiment) for experiment in experiments]
        runs = follow_sliders(PART, experiments, on_chosen_points(OPENING, data), names)
    with results:
        if runs:
            _show(runs, max(len(runs), len(experiments)))
            offer_to_take_away(PART, runs, [_units(run.experiment) for run in runs])
        else:
            show_placeholder(PART, "the networks")
    try_this(WIDTH, controls)


def _show(runs: list[Run], expected: int) -> None:
    """Show the runs that there are; expected: how many there will be once all are trained."""
    with st.container(horizontal=True):
        view = choose_view((MAPS, CURVES), f"{PART}_view") if len(runs) > 1 else MAPS
        show_former(PART)
    if view == CURVES:
        _show_curves(runs)
    else:
        _show_maps(runs, expected)
    _show_verdict(runs)
    st.caption(
        "In the maps, the shading is the probability of class 1. The solid line is the "
        f"{term('decision boundary')}, where this probability is ½. The dotted line is the best possible boundary. It "
        "is drawn only if the distribution of the points is known."
    )


def _offer_chapter() -> None:
    training, units = CELL.training, ", ".join(map(str, WIDTHS))
    settings = {"optimizer": training.optimizer, "rate": training.learning_rate, "epochs": training.epochs}
    offer_chapter(PART, units=units, **settings, seed=training.seed)


def _choose_training() -> Training:
    preset = OPENING[0].training
    optimizer = choose_optimizer(preset.optimizer, f"{PART}_optimizer")
    learning_rate = choose_learning_rate(preset.learning_rate, f"{PART}_rate")
    epochs = choose_epochs(preset.epochs, f"{PART}_epochs", EPOCHS)
    seed = choose_seed(preset.seed, f"{PART}_seed", "This seed decides the initial weights of all these networks.")
    return replace(preset, optimizer=optimizer, learning_rate=learning_rate, epochs=epochs, seed=seed)


def _choose_widths() -> tuple[int, ...]:
    """Return the widths that the reader has written; the last valid ones if they are not valid."""
    text = bound(
        st.text_input,
        "Units of the hidden layer",
        ", ".join(map(str, WIDTHS)),
        max_chars=100,
        key=f"{PART}_units",
        help=f"Up to {MAX_WIDTHS} whole numbers from 1 to {MAX_UNITS}, separated by commas. Each is the width of a "
        "network.",
    )
    try:
        units = read_widths(text)
    except ValueError as error:
        show_invalid_input("This list", error)
        return st.session_state.get(f"{PART}.units", WIDTHS)
    st.session_state[f"{PART}.units"] = units
    return units


def read_widths(text: str) -> tuple[int, ...]:
    """Read different whole numbers in ascending order from text such as "1, 3, 5".

    Raises ValueError with a sentence for the reader if the text is no such list.
    """
    words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
    for word in words:
        if not re.fullmatch(r"[0-9]{1,4}", word) or not 1 <= int(word) <= MAX_UNITS:
            raise ValueError(f"Every entry must be a whole number from 1 to {MAX_UNITS}; got “{word[:40]}”.")
    units = tuple(sorted({int(word) for word in words}))
    if not 1 <= len(units) <= MAX_WIDTHS:
        raise ValueError(f"Write 1 to {MAX_WIDTHS} different numbers, such as 1, 3, 5, 20, 50; got {len(units)}.")
    return units


def _units(experiment: Experiment) -> str:
    return counted(experiment.network.hidden[0], "unit")


def _show_maps(runs: list[Run], expected: int) -> None:
    """Show the maps, and behind the last one the accuracies in a chart."""
    place, height = show_maps(PART, {_units(run.experiment): run for run in runs}, expected)
    if len(runs) > 1:
        with place:
            show_figure(_accuracy_of(tuple(runs), height), f"{PART}.accuracy")


def _show_curves(runs: list[Run]) -> None:
    accuracy, loss = st.columns(2, gap="medium")
    height = height_in(1, taken=TITLE)
    with accuracy:
        st.markdown("**Accuracy by width**")
        show_figure(_accuracy_of(tuple(runs), height), f"{PART}.accuracy")
    with loss:
        st.markdown("**Loss by width**")
        show_figure(_loss_of(tuple(runs), height), f"{PART}.loss")


@memoize_figure
def _loss_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    units, scores = _units_and_scores(runs)
    training, validation = [score.loss for score in scores], [score.val_loss for score in scores]
    return draw.loss_by_width(units, training, validation, height)


@memoize_figure
def _accuracy_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    units, scores = _units_and_scores(runs)
    training, validation = [score.accuracy for score in scores], [score.val_accuracy for score in scores]
    best = best_possible(runs[0].experiment)
    return draw.accuracy_by_width(units, training, validation, best, height)


def _units_and_scores(runs: Sequence[Run]) -> tuple[list[int], list[Scores]]:
    return [run.experiment.network.hidden[0] for run in runs], [scores_of(run) for run in runs]


def _show_verdict(runs: list[Run]) -> None:
    best = min(runs, key=lambda run: scores_of(run).val_loss)
    widest = max(runs, key=lambda run: run.experiment.network.hidden)
    gap = scores_of(widest).val_loss - scores_of(widest).loss
    units, size = _units(widest.experiment), f"{scientific(abs(gap))} {term('nats')}"
    text = (
        f"With {units}, the {term('validation')} loss is {size} above the training loss. The wider this gap, the "
        "more of what the network has learned holds for the training points only."
        if gap > 0
        else f"With {units}, the {term('validation')} loss is {size} below the training loss."
    )
    if len(runs) > 1:
        text = f"The network with {_units(best.experiment)} has the lowest validation loss. {text}"
    st.markdown(text)
    show_memorisation({_units(run.experiment): run for run in runs})
