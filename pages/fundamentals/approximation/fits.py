"""Networks of several widths, trained on points of one curve."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Curve, Experiment, Network, Run, load
from nnkit import figures as draw
from nnkit.concepts.approximation import contributions
from nnkit.datasets.planar.curves import HIGH, LOW, curve_of
from nnkit.experiment.limits import LIMITS
from nnkit.experiment.openings import OPENINGS
from nnkit.results.inference import evaluate, predict
from pages.fundamentals.arrangement import height_above, side_by_side
from ui.charts import show_figure
from ui.controls import bound, choose_seed
from ui.glossary import term
from ui.layout import more
from ui.memoize import memoize_figure, memoize_per_run
from ui.numbers import counted, scientific
from ui.take_away import offer_to_take_away
from ui.training.jobs import training_of
from ui.training.live import follow_sliders
from ui.training.placeholder import show_placeholder

PART = "fundamentals_fits"
OPENING = OPENINGS["fundamentals/approximation"]
WIDTHS, TRAINING = tuple(each.network.hidden[0] for each in OPENING), OPENING[0].training
SHOWN = 10  # hidden units of the network that is shown at first
POINTS = 201  # of the drawn curves
TEXT_HEIGHT = 130  # px for the switch over the figures and the sentences under them


def show_network(data: Curve, controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    """Show one of the trained networks: what it answers, and what each of its hidden units adds to that."""
    with controls:
        width = _choose_width()
        runs = _train(data)
    with results:
        if runs:
            shown = min(runs, key=lambda run: abs(_width(run) - width))  # the nearest of those that are trained
            _show_fit(shown, width, results, details)
        else:
            _wait()
    with details:
        offer_to_take_away(PART, runs, [_units(_width(run)) for run in runs])
    _explain(details)


def show_widths(data: Curve, controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    """Compare the errors of the seven networks."""
    with controls:
        runs = _train(data)
    with results:
        if runs:
            _show_errors(runs)
        else:
            _wait()
    _explain(details)


def receive(data: Curve) -> None:
    """Take note of a curve without training, while the networks are not on screen.

    The settings of the page's address wait for a press of Train. Without this, a curve chosen here would count as one.
    """
    training_of(PART).receive(_experiments(data, TRAINING.seed), OPENING)


def _experiments(data: Curve, seed: int) -> tuple[Experiment, ...]:
    training = replace(TRAINING, seed=seed)
    return tuple(Experiment(data, Network((units,), "tanh"), training) for units in WIDTHS)


def _train(data: Curve) -> list[Run]:
    """Train the seven networks on noisy points of the curve; return those that are trained."""
    noise = bound(
        st.slider,
        "Noise of the points",
        *LIMITS["noise"],
        Curve().noise,
        step=0.05,
        key="fundamentals_curve_noise",
        help="The networks see only points of the curve, not the curve itself. This is the standard deviation of the "
        "Gaussian noise that is added to each point's y.",
    )
    key = f"{PART}_seed"
    with more((key,)):
        hint = "The seed decides the initial weights. Another seed shows how much of the result is chance."
        seed = choose_seed(TRAINING.seed, key, hint)
    experiments = _experiments(replace(data, noise=noise), seed)
    return follow_sliders(PART, experiments, OPENING, [_units(units) for units in WIDTHS])


def _wait() -> None:
    """Say that nothing is trained yet, in the room that the figures will take."""
    show_placeholder(PART, "the networks", height_above(TEXT_HEIGHT))


def _explain(details: DeltaGenerator) -> None:
    with details, st.expander("How they are trained"):
        st.markdown(
            "Here nobody chooses the weights by hand. Seven networks have 1 to 100 hidden tanh units and a linear "
            f"output. They start from random weights and make the {term('mean squared error')} small in 5,000 steps."
        )


def _choose_width() -> int:
    return bound(
        st.select_slider,
        "Hidden units",
        WIDTHS,
        SHOWN,
        key=f"{PART}_units",
        help="The network that is shown. All seven networks are trained.",
    )


def _show_fit(run: Run, chosen: int, results: DeltaGenerator, details: DeltaGenerator) -> None:
    """Show a network; it is not the one with `chosen` units until that one is trained."""
    training, fresh = map(scientific, _errors(run))
    errors = f"has a mean squared error of {training} on its training points and of {fresh} on fresh points."
    waiting = f" The network with {_units(chosen)} is not trained yet, so you see the nearest one that is."
    height = height_above(TEXT_HEIGHT)
    figures = _fit_of(run, height), _sum_of(run, height)
    for column, figure, name in zip(side_by_side(results, details), figures, ("fit", "sum"), strict=True):
        with column:
            show_figure(figure, f"{PART}.{name}")
    st.markdown(f"**The network with {_units(_width(run))}** {errors}{waiting if _width(run) != chosen else ''}")


@memoize_figure
def _fit_of(run: Run, height: int) -> go.Figure:
    """Draw the curve, the points, and what the network answers."""
    data, x = load(run.experiment.data), np.linspace(LOW, HIGH, POINTS, dtype="float32")
    answers = predict(run.experiment, run.weights, x[:, None])[:, 0]
    return draw.curve_fit(x, curve_of(run.experiment.data, x), answers, (data.x_train[:, 0], data.y_train), height)


@memoize_figure
def _sum_of(run: Run, height: int) -> go.Figure:
    """Draw what each hidden unit adds to the answer."""
    x = np.linspace(LOW, HIGH, POINTS, dtype="float32")[::2]  # each of up to 100 units is a line to send
    answers = predict(run.experiment, run.weights, x[:, None])[:, 0]
    terms = contributions(run.experiment, run.weights, x)
    return draw.unit_sum(x, terms, answers, float(run.weights[-1][0]), height)


@memoize_figure
def _errors_of(runs: tuple[Run, ...], height: int) -> go.Figure:
    training, fresh = zip(*map(_errors, runs), strict=True)
    return draw.error_by_width([_width(run) for run in runs], training, fresh, height)


def _show_errors(runs: list[Run]) -> None:
    widths, training = [_width(run) for run in runs], [_errors(run)[0] for run in runs]
    show_figure(_errors_of(tuple(runs), height_above(TEXT_HEIGHT)), f"{PART}.errors")
    st.markdown(_comparison_text(widths, training) if len(runs) == len(WIDTHS) else still_training(len(runs)))


def still_training(done: int) -> str:
    return f"{done} of {len(WIDTHS)} networks are trained. They are compared here as soon as all of them are."


@memoize_per_run
def _errors(run: Run) -> tuple[float, float]:
    """Return the mean squared errors on the training points and on the validation points."""
    data = load(run.experiment.data)
    splits = ((data.x_train, data.y_train), (data.x_val, data.y_val))
    return tuple(evaluate(run.experiment, run.weights, x, y)["loss"] for x, y in splits)


def _comparison_text(widths: list[int], errors: list[float]) -> str:
    best = int(np.argmin(errors))
    text = f"The network with {_units(widths[best])} has the lowest training error, {scientific(errors[best])}. "
    text += f"With {_units(widths[0])}, it is {scientific(errors[0])}. " if best else ""
    worse = [width for before, width in zip(range(len(widths)), widths[1:], strict=False) if _rises(errors, before)]
    if not worse:
        return text + "Each wider network comes closer than the one before."
    return text + (
        "More units do not always help. With these numbers of units, the error is larger than with the next smaller "
        f"number: {', '.join(map(str, worse))}. The wider network could copy the narrower one and keep its other units "
        "at 0. So the weights exist, but this training has not found them from these initial weights."
    )


def _rises(errors: list[float], before: int) -> bool:
    return errors[before + 1] > errors[before]


def _width(run: Run) -> int:
    return run.experiment.network.hidden[0]


def _units(width: int) -> str:
    return counted(width, "hidden unit")
