"""The weights of one neuron under Hebb's rule and under Oja's."""

from dataclasses import replace
from math import log

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.hebb import HebbConfig, HebbResult, alignment
from nnkit.experiment.limits import LIMITS
from pages.history.bibliography import cite
from pages.history.exercises import HEBB
from pages.history.references import REFERENCES
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound, choose_seed, choose_value
from ui.glossary import term
from ui.layout import choose_view, lay_out, more
from ui.lessons.computed.hebb import PART, result_of, table_of
from ui.lessons.measured import note_table
from ui.memoize import memoize_figure
from ui.numbers import fixed, scientific
from ui.try_this import try_this

LEARNING_RATES = (0.001, 0.003, 0.01, 0.03)
MIN_COSINE = 0.95  # |cos| of weights that point along a direction: within 18 degrees
WEIGHTS, DIRECTION = VIEWS = ("Each weight", "Length and direction")
MOMENTS = (100, 200, 500, 1_000, 2_000)
POSTULATE = (
    "When an axon of cell A is near enough to excite a cell B and repeatedly or persistently takes part in firing it, "
    "some growth process or metabolic change takes place in one or both cells such that A's efficiency, as one of the "
    "cells firing B, is increased."
)
OLD_IDEA = (
    "The general idea is an old one, that any two cells or systems of cells that are repeatedly active at the same "
    "time will tend to become “associated,” so that activity in one facilitates activity in the other."
)


@st.fragment
def explore_hebb() -> None:
    controls, results = lay_out(
        "1949: Hebb. A weight grows if both of its ends are active together: $\\Delta w_i = \\eta\\, x_i\\, \\hat{y}$. "
        "Does anything stop this growth?"
    )
    with controls:
        config, corrected = _choose_config(), _choose_correction()
        with more([f"{PART}_seed"]):
            seed = choose_seed(
                config.seed,
                f"{PART}_seed",
                "The seed decides the activities of the input neurons and the initial weights.",
            )
    config = replace(config, seed=seed)
    note_table(config, table_of(config))
    with results:
        view = choose_view(VIEWS, f"{PART}_view")
        height = figure_height(0 if is_narrow() else 120)  # the sentences below are in sight too
        show_figure(_panels(config, corrected, view, is_narrow(), height), f"{PART}.panels")
        result = result_of(config)
        _show_verdict(_rules(result, corrected), result, config.correlation)
    with controls if is_narrow() else results:  # on a phone the controls come right below the curves
        with st.expander("How to read the curves"):
            _explain_panels()
        with st.expander("What Hebb wrote in 1949"):
            st.markdown(
                f"> {POSTULATE}\n>\n> — {cite('hebb', 'p. 62')}\n\n> {OLD_IDEA}\n>\n> — {cite('hebb', 'p. 70')}\n\n"
                "The saying “cells that fire together wire together” came later. It is by Carla Shatz "
                f"({cite('shatz')})."
            )
    try_this(HEBB, controls)


def _choose_config() -> HebbConfig:
    default = HebbConfig()
    neurons = bound(
        st.slider,
        "Input neurons",
        *LIMITS["neurons"],
        default.neurons,
        key=f"{PART}_neurons",
        help="The number of input neurons. All of them are connected to the one neuron that learns.",
    )
    correlation = bound(
        st.slider,
        "Correlation",
        *LIMITS["correlation"],
        default.correlation,
        step=0.05,
        key=f"{PART}_correlation",
        help="How strongly the activities of any two input neurons vary together. At 0 they are independent.",
    )
    hint = "How far one step changes the weights."
    learning_rate = choose_value("Learning rate η", LEARNING_RATES, default.learning_rate, f"{PART}_rate", hint)
    moments = choose_value("Steps", MOMENTS, default.moments, f"{PART}_moments", "How many times the weights change.")
    return HebbConfig(neurons, correlation, learning_rate, moments)


def _choose_correction() -> bool:
    return bound(
        st.toggle,
        f"Oja's correction ({REFERENCES['oja'].year})",
        True,
        key=f"{PART}_oja",
        help="Also show Oja's rule. It subtracts a part of each weight, and this part grows with $\\hat{y}^2$.",
    )


def _explain_panels() -> None:
    """Say what the letters mean, and what each panel shows."""
    st.markdown(
        "Several input neurons are connected to one neuron. $x_i$ is the activity of input neuron $i$ minus its "
        "average. The one neuron answers $\\hat{y} = \\sum_i w_i x_i$. In every step, each weight changes by $\\Delta "
        "w_i = \\eta\\, x_i\\, \\hat{y}$: it grows if both of its ends are active together.\n"
        "- **Hebb: the weights grow without limit.** On the logarithmic axis, exponential growth is a straight line.\n"
        f"- **Oja ({cite('oja')}): the weights stay bounded.** The rule $\\Delta w_i = \\eta\\, \\hat{{y}}\\, (x_i - "
        "\\hat{y}\\, w_i)$ also subtracts a part of each weight. This part grows with $\\hat{y}^2$.\n"
        "- **Length of the weights:** the length of the weight vector.\n"
        "- **Direction:** |cos| of the angle between the weight vector and the first principal component. It is 1 if "
        "both lie along the same line."
    )


@memoize_figure
def _panels(config: HebbConfig, corrected: bool, view: str, narrow: bool, height: int) -> go.Figure:
    result = result_of(config)
    rules, component = _rules(result, corrected), result.component
    if view == DIRECTION:
        panels = [
            draw.weight_lengths({name: np.linalg.norm(weights, axis=1) for name, weights in rules.items()}),
            draw.alignments({name: alignment(weights, component) for name, weights in rules.items()}),
        ]
    else:
        panels = [draw.weight_paths(result.hebb, "Hebb: the weights grow without limit", sizes_only=True)]
        if corrected:
            targets = component * np.sign(result.oja[-1] @ component)
            panels.append(draw.weight_paths(result.oja, "Oja: the weights stay bounded", targets=targets))
    return draw.curve_panels(panels, 1 if narrow else len(panels), height)


def _rules(result: HebbResult, corrected: bool) -> dict[str, np.ndarray]:
    """Return the weights after each moment, by the name of the rule."""
    return {"Hebb": result.hebb, **({"Oja": result.oja} if corrected else {})}


def _show_verdict(rules: dict[str, np.ndarray], result: HebbResult, correlation: float) -> None:
    first, last = (float(np.linalg.norm(result.hebb[moment])) for moment in (0, -1))
    moments, grown = len(result.activities), last / first
    if grown > 1:
        text = (
            f"Under Hebb's rule, the weight vector becomes {scientific(grown)} times as long in {moments:,} steps. On "
            f"average its length doubles every {fixed(moments * log(2) / log(grown), 0)} steps. Nothing in the rule "
            "ever stops this growth."
        )
    else:
        text = f"Under Hebb's rule, the weight vector has not grown in these {moments:,} steps."
    if "Oja" in rules:
        end = rules["Oja"][-1]
        cosine = float(alignment(end, result.component))
        text += (
            f" Under Oja's rule, its length is {np.linalg.norm(end):.2f} at the end. The angle between it and the "
            f"first {term('principal component')}, the direction in which the activities vary most, has |cos| = "
            f"{cosine:.3f}. {_found_sentence(cosine, correlation)}"
        )
    st.markdown(text)


def _found_sentence(cosine: float, correlation: float) -> str:
    """Say whether the weights point along the first principal component at the end."""
    if correlation == 0:
        return (
            "At correlation 0 this is due to chance. The activities vary equally in all directions, so there is no "
            "special direction to find."
        )
    if cosine > MIN_COSINE:
        return "So one neuron with a local rule has found this direction."
    return (
        "The neuron has not found this direction. With a small η or a weak correlation it needs more steps. With a "
        "large η the weights keep changing."
    )
