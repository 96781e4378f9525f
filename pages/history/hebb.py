"""The weights of one neuron under Hebb's rule and under Oja's."""

from dataclasses import replace
from functools import lru_cache
from math import log

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.hebb import HebbConfig, HebbResult, alignment, learn
from nnkit.experiment.limits import LIMITS
from pages.history.bibliography import cite
from pages.history.exercises import HEBB
from pages.history.references import REFERENCES
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound, choose_seed, choose_value
from ui.glossary import term
from ui.layout import choose_view, lay_out, more
from ui.memoize import memoize_figure
from ui.numbers import fixed, scientific
from ui.try_this import try_this

PART = "history_hebb"
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

result_of = lru_cache(maxsize=16)(learn)


@st.fragment
def explore_hebb() -> None:
    controls, results = lay_out(
        "1949: Hebb. Every weight grows where both of its ends are active together: $\\Delta w_i = \\eta\\, x_i\\, "
        "\\hat{y}$. What ever stops it?"
    )
    with controls:
        config, corrected = _choose_config(), _choose_correction()
        with more([f"{PART}_seed"]):
            seed = choose_seed(config.seed, f"{PART}_seed", "Decides what fires when, and the first weights.")
    config = replace(config, seed=seed)
    with results:
        view = choose_view(VIEWS, f"{PART}_view")
        height = figure_height() - (0 if is_narrow() else 120)  # the sentences below are in sight too
        show_figure(_panels(config, corrected, view, is_narrow(), height), f"{PART}.panels")
        result = result_of(config)
        _show_verdict(_rules(result, corrected), result, config.correlation)
    with controls if is_narrow() else results:  # on a phone the controls come right below the curves
        with st.expander("How to read the curves"):
            _explain_panels()
        with st.expander("What Hebb wrote in 1949"):
            st.markdown(
                f"> {POSTULATE}\n>\n> — {cite('hebb', 'p. 62')}\n\n> {OLD_IDEA}\n>\n> — {cite('hebb', 'p. 70')}\n\n"
                "“Cells that fire together wire together” is a later saying, by Carla Shatz "
                f"({cite('shatz')})."
            )
    try_this(HEBB, controls)


def _choose_config() -> HebbConfig:
    default = HebbConfig()
    neurons = bound(
        st.slider, "Neurons", *LIMITS["neurons"], default.neurons, key=f"{PART}_neurons", help="That fire onto one."
    )
    correlation = bound(
        st.slider,
        "Correlation",
        *LIMITS["correlation"],
        default.correlation,
        step=0.05,
        key=f"{PART}_correlation",
        help="How much any two of them fire together: at 0 each fires on its own.",
    )
    hint = "η: how much a weight changes in one moment."
    learning_rate = choose_value("Learning rate η", LEARNING_RATES, default.learning_rate, f"{PART}_rate", hint)
    moments = choose_value("Moments", MOMENTS, default.moments, f"{PART}_moments", "How often the weights change.")
    return HebbConfig(neurons, correlation, learning_rate, moments)


def _choose_correction() -> bool:
    return bound(
        st.toggle,
        f"Oja's correction ({REFERENCES['oja'].year})",
        True,
        key=f"{PART}_oja",
        help="Also show Oja's rule, which takes something away from each weight, the more the larger $\\hat{y}$.",
    )


def _explain_panels() -> None:
    """Say what the letters mean, and what each panel shows."""
    st.markdown(
        "Some neurons are active by $x$, measured from their average, onto one that answers $\\hat{y} = \\sum_i w_i "
        "x_i$. After every moment each weight changes by $\\Delta w_i = \\eta\\, x_i\\, \\hat{y}$: it grows where "
        "both ends are active together.\n"
        "- **Hebb: the weights run away.** On a logarithmic axis, a straight line is exponential growth.\n"
        f"- **Oja ({cite('oja')}): they stay bounded.** "
        "$\\Delta w_i = \\eta\\, \\hat{y}\\, (x_i - \\hat{y}\\, w_i)$ also takes away, the more the larger "
        "$\\hat{y}$.\n"
        "- **Length of the weights**, taken together as a vector.\n"
        "- **Direction**: |cos| of the angle to the first principal component; 1 is along it."
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
        panels = [draw.weight_paths(result.hebb, "Hebb: the weights run away", sizes_only=True)]
        if corrected:
            targets = component * np.sign(result.oja[-1] @ component)
            panels.append(draw.weight_paths(result.oja, "Oja: they stay bounded", targets=targets))
    return draw.curve_panels(panels, 1 if narrow else len(panels), height)


def _rules(result: HebbResult, corrected: bool) -> dict[str, np.ndarray]:
    """Return the weights after each moment, by the name of the rule."""
    return {"Hebb": result.hebb, **({"Oja": result.oja} if corrected else {})}


def _show_verdict(rules: dict[str, np.ndarray], result: HebbResult, correlation: float) -> None:
    first, last = (float(np.linalg.norm(result.hebb[moment])) for moment in (0, -1))
    moments, grown = len(result.activities), last / first
    text = f"By Hebb's rule the weights have grown {scientific(grown)}-fold in {moments:,} moments"
    if grown > 1:
        text += f", on average doubling every {fixed(moments * log(2) / log(grown), 0)}"
    text += ": nothing in the rule ever stops it."
    if "Oja" in rules:
        end = rules["Oja"][-1]
        cosine = float(alignment(end, result.component))
        text += (
            f" By Oja's rule their length ends at {np.linalg.norm(end):.2f}, and their direction at |cos| = "
            f"{cosine:.3f} with the direction in which the activities vary most, their first "
            f"{term('principal component')}. "
            f"{_found_sentence(cosine, correlation)}"
        )
    st.markdown(text)


def _found_sentence(cosine: float, correlation: float) -> str:
    """Say whether the weights point along the first principal component at the end."""
    if correlation == 0:
        return (
            "At correlation 0 that is an accident of these moments: no direction varies more than another, so there is "
            "no distinguished component to find."
        )
    if cosine > MIN_COSINE:
        return "One neuron with a local rule has found it."
    return (
        "The neuron has not found it: a small η or a weak correlation takes more moments, and with a large η the "
        "weights keep wandering."
    )
