"""Networks with one hidden layer, trained on the four points of XOR from several seeds."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Network, Run, Training
from nnkit import figures as draw
from nnkit.concepts.decision_line import CORNERS, XOR
from nnkit.experiment.openings import OPENINGS
from nnkit.experiment.repeats import next_seeds
from nnkit.results.grid import grid_around, probability_map
from nnkit.results.inference import predict
from pages.history.bibliography import cite
from pages.history.exercises import HIDDEN as EXERCISES
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import choose_name, choose_seed, choose_value
from ui.descriptions import usual_spelling
from ui.glossary import term
from ui.layout import choose_view, lay_out, more, place_details
from ui.memoize import memoize_figure, memoize_per_run
from ui.take_away import offer_to_take_away
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "history_hidden"
OPENING = OPENINGS["history/hidden"]
DATA, DEFAULT = OPENING[0].data, OPENING[0].training
WIDTHS, SEEDS = (2, 3, 4, 8), 10
HIDDEN = {
    "tanh": "tanh: maps the sum to a number between −1 and 1",
    "sigmoid": "sigmoid: maps the sum to a number between 0 and 1, as in the paper of 1986",
    "relu": "ReLU: keeps positive sums and replaces negative sums by 0",
}
LEARNING_RATES, EPOCHS = (0.01, 0.03, 0.1, 0.3, 1.0), (100, 500, 1_000, 2_000, 5_000)
SIDE = 48  # grid points along an edge of a map
COLUMNS, COLUMNS_NARROW = 5, 3  # of maps


@lru_cache(maxsize=64)
def experiments_for(activation: str, training: Training) -> tuple[Experiment, ...]:
    """Return an experiment for every width and each of SEEDS seeds, the first of which is that of `training`."""
    return tuple(
        Experiment(DATA, Network((width,), activation), replace(training, seed=seed))
        for width in WIDTHS
        for seed in next_seeds(training.seed, SEEDS)
    )


@st.fragment(key=PART)
def train_on_xor() -> None:
    controls, results = lay_out(
        "1986: Rumelhart, Hinton and Williams. With a "
        f"{term('hidden layer')}, a network can solve XOR. How many of "
        f"{SEEDS} networks learn it?"
    )
    details = place_details(results)
    with controls:
        experiments = _choose()
        runs = follow_sliders(PART, experiments, OPENING, [_name(experiment) for experiment in experiments])
    with results:
        if runs:
            by_width = {_sizes(width): [run for run in runs if _width(run.experiment) == width] for width in WIDTHS}
            _show_solved(by_width)
            with details:
                _show_boundaries(by_width)
                offer_to_take_away(PART, runs, [_name(run.experiment) for run in runs])
        else:
            show_placeholder(PART, "the networks")
    with details, st.expander("Why a hidden layer helps"):
        _explain()
    try_this(EXERCISES, controls)


def _show_solved(by_width: dict[str, list[Run]]) -> None:
    trained = {name: some for name, some in by_width.items() if some}
    solved = {name: sum(corners_right(run) == len(XOR) for run in some) for name, some in trained.items()}
    st.markdown("**How many networks get all four points right?** 2-3-1 means 2 inputs, 3 hidden units and 1 output.")
    show_figure(_bars_of(tuple(solved.items())), f"{PART}.solved")
    st.markdown(_solved_text(solved, trained))


def _show_boundaries(by_width: dict[str, list[Run]]) -> None:
    if some := by_width[choose_view(list(by_width), f"{PART}_width")]:
        columns = COLUMNS_NARROW if is_narrow() else COLUMNS
        height = figure_height(0 if is_narrow() else 270)  # the bars above are in sight too
        show_figure(_boundaries_of(tuple(some), columns, height), f"{PART}.boundaries")


def _explain() -> None:
    st.markdown(
        "A hidden layer gives the output neuron new inputs. With these inputs, a line can separate the four points. "
        f"{term('backpropagation', 'Backpropagation')} finds the weights ({cite('rumelhart')}), but not always. Here "
        f"networks of each width are trained on just these four points, from {SEEDS} different initial weights. Two "
        "hidden units are enough for XOR, but from some initial weights the descent gets stuck.\n\n"
        f"A network that is stuck has weights from which small steps hardly lower the {term('loss')} any more. The "
        "paper reports this for networks with just enough connections for their task. It says that a few more "
        "connections add dimensions to the space of weights, and so open ways around the obstacles. Try ReLU: its "
        "units can become 0 for all four points, and then they learn no more."
    )


def _choose() -> tuple[Experiment, ...]:
    hint = "The function that turns a hidden neuron's weighted sum into its output."
    activation = choose_name("Activation", HIDDEN, "tanh", f"{PART}_activation", hint, format_name=usual_spelling)
    hint = "How far one step of gradient descent goes."
    learning_rate = choose_value("Learning rate", LEARNING_RATES, DEFAULT.learning_rate, f"{PART}_rate", hint)
    hint = "How many steps training takes. Each step uses all four points."
    epochs = choose_value("Epochs", EPOCHS, DEFAULT.epochs, f"{PART}_epochs", hint)
    with more([f"{PART}_seed"]):
        seed = choose_seed(
            DEFAULT.seed,
            f"{PART}_seed",
            f"The seed of the first network of each width. The others have the next {SEEDS - 1} seeds.",
        )
    return experiments_for(activation, replace(DEFAULT, learning_rate=learning_rate, epochs=epochs, seed=seed))


def _solved_text(solved: dict[str, int], by_width: dict[str, list[Run]]) -> str:
    """Say how many networks solve XOR, and which widths always do."""
    all_of_them = [name for name, count in solved.items() if count == SEEDS]
    stuck = sum(len(runs) - solved[name] for name, runs in by_width.items())
    text = f"{sum(solved.values())} of {sum(map(len, by_width.values()))} networks solve XOR, {stuck} do not."
    return text + (f" These sizes solve it from every seed: {', '.join(all_of_them)}." if all_of_them else "")


@memoize_figure
def _bars_of(solved: tuple[tuple[str, int], ...]) -> go.Figure:
    """solved: pairs of the name of a width and the number of networks that solve XOR."""
    return draw.solved_bars(dict(solved), SEEDS)


@memoize_figure
def _boundaries_of(runs: tuple[Run, ...], columns: int, height: int) -> go.Figure:
    grid = grid_around(CORNERS, SIDE)
    panels = [
        draw.Panel(
            f"seed {run.experiment.training.seed}: {corners_right(run)} of {len(XOR)}",
            probability_map(run.experiment, run.weights, grid),
        )
        for run in runs
    ]
    return draw.boundary_grid(grid, panels, draw.Points(CORNERS, XOR), columns, height)


@memoize_per_run
def corners_right(run: Run) -> int:
    """Count the points of XOR that the network classifies correctly."""
    answers = predict(run.experiment, run.weights, CORNERS)[:, 0] > 0.5
    return int(np.sum(answers == (XOR == 1)))


def _width(experiment: Experiment) -> int:
    return experiment.network.hidden[0]


def _sizes(width: int) -> str:
    return f"2-{width}-1"


def _name(experiment: Experiment) -> str:
    return f"{_sizes(_width(experiment))}, seed {experiment.training.seed}"
