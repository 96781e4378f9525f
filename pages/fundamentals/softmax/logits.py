"""Softmax: from logits to probabilities and to the loss."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.softmax import as_written, cross_entropy, probabilities
from nnkit.experiment.limits import LIMITS
from pages.fundamentals.arrangement import height_above, pairs
from ui.charts import show_figure
from ui.controls import bound, choose_value
from ui.glossary import term
from ui.memoize import memoize_figure
from ui.numbers import scientific, with_minus

LOGITS = (2.0, 1.0, -1.0, 0.0, -2.0)  # at first
MAX_LOGIT, MAX_CONSTANT = 5.0, 1_000
TEMPERATURES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
TEXT_HEIGHT = 170  # px for the switch over the bars and the sentences under them
LESS = "This is less than ln {} = {:.3f}, the loss of a network that finds all classes equally likely."
MORE = "This is more than ln {} = {:.3f}, the loss of a network that finds all classes equally likely."
EQUAL = "This is ln {} = {:.3f}, the loss of a network that finds all classes equally likely."
UNCHANGED = "You have added {} to every logit. No probability has changed."
ROUNDED = "You have added {} to every logit. The probabilities have changed by {} at most, which is rounding."
TOO_LARGE = (
    "But computed as it is written, the formula now gives *not a number*: its powers are too large for the computer."
)
TOO_SMALL = (
    "But computed as it is written, the formula now gives *not a number*: its powers are too small for the computer."
)
SUBTRACTED = (
    "So the largest logit is first subtracted from all logits. This changes no probability, as you see, and then no "
    "power is above 1."
)


def explore_logits(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        st.markdown("Move a logit and watch all bars. One class gains what the other classes lose.")
        logits = _choose_logits()
        true_class, temperature, constant = _choose_rest(len(logits))
    shares = probabilities(logits + constant, temperature)
    with results:
        figure = _bars_of(tuple((logits + constant).tolist()), temperature, true_class, height_above(TEXT_HEIGHT))
        show_figure(figure, "fundamentals.softmax")
        st.markdown(_loss_text(shares, true_class, cross_entropy(logits + constant, true_class, temperature)))
        st.markdown(_shift_text(logits, constant, temperature))
    with details, st.expander("The formula"):
        st.latex(r"p_k = \frac{e^{z_k / T}}{\sum_j e^{z_j / T}} \qquad\quad \text{loss} = -\ln p_{\text{true class}}")
        st.markdown(
            f"An output layer with one unit per class computes one weighted sum $z_k$ per class, its "
            f"*{term('logit')}*. A logit can be any number. {term('softmax', 'Softmax')} turns the logits into "
            "probabilities, which are positive and add up to 1."
        )


@memoize_figure
def _bars_of(logits: tuple[float, ...], temperature: float, true_class: int, height: int) -> go.Figure:
    numbers = np.array(logits)
    return draw.softmax_bars(numbers, probabilities(numbers, temperature), true_class, height)


def _choose_logits() -> np.ndarray:
    count = bound(
        st.segmented_control,
        "Classes",
        list(range(LIMITS["classes"][0], LIMITS["classes"][1] + 1)),
        default=LIMITS["classes"][0],
        required=True,
        key="fundamentals_classes",
        help="The number of classes. Each class has its own logit.",
    )
    return np.array([_choose_logit(label, column) for label, column in zip(range(count), pairs(), strict=False)])


def _choose_logit(label: int, column: DeltaGenerator) -> float:
    return bound(
        column.slider,
        f"Logit of class {label}",
        -MAX_LOGIT,
        MAX_LOGIT,
        LOGITS[label],
        step=0.1,
        key=f"fundamentals_logit_{label}",
        help=f"The weighted sum of the output unit of class {label}, before softmax.",
    )


def _choose_rest(classes: int) -> tuple[int, float, int]:
    """Return the true class, the temperature, and the constant to add."""
    true_class = bound(
        st.segmented_control,
        "True class",
        list(range(classes)),
        default=0,
        required=True,
        key="fundamentals_true",
        help="The class of the example. The loss depends only on the probability of this class.",
    )
    temperature = choose_value(
        "Temperature T",
        TEMPERATURES,
        1.0,
        "fundamentals_temperature",
        "Softmax divides the logits by T. Below 1, the largest logit gets more. Above 1, the probabilities become more "
        "alike. A trained network has T = 1.",
    )
    constant = bound(
        st.slider,
        "Add to every logit",
        -MAX_CONSTANT,
        MAX_CONSTANT,
        0,
        step=100,
        key="fundamentals_constant",
        help="This number is added to all logits. It multiplies every power by the same factor, which cancels.",
    )
    return true_class, temperature, constant


def _loss_text(shares: np.ndarray, true_class: int, loss: float) -> str:
    guess = np.log(len(shares))
    compared = LESS if loss < guess else MORE
    if abs(loss - guess) <= 5e-4:
        compared = EQUAL
    return (
        f"The true class {true_class} has the probability {scientific(shares[true_class])}, so the loss is "
        f"**{loss:.3f} {term('nats')}**. {compared.format(len(shares), guess)}"
    )


def _shift_text(logits: np.ndarray, constant: float, temperature: float) -> str:
    """Say that the constant changes no probability, and whether the formula as written can still be computed."""
    if not constant:
        return "Now add the same number to every logit. What changes?"
    change = np.abs(probabilities(logits + constant, temperature) - probabilities(logits, temperature)).max()
    changed = (ROUNDED if change else UNCHANGED).format(with_minus(f"{constant:,}"), scientific(change))
    if np.isfinite(as_written((logits + constant) / temperature)).all():
        return f"{changed} Here the formula can still be computed as it is written."
    return f"{changed} {TOO_LARGE if constant > 0 else TOO_SMALL} {SUBTRACTED}"
