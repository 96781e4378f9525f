"""Whether the rule ever ends: Novikoff's bound for points that a line separates, and proofs for the others."""

from functools import lru_cache
from math import sqrt

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import Separation, Trace, novikoff, separate
from pages.perceptron.endless import show_endless
from pages.perceptron.exercises import CONVERGENCE
from pages.perceptron.numbers import weights_text
from pages.perceptron.rule import choose_trace
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.glossary import term
from ui.layout import METRIC_HEIGHT, lay_out
from ui.memoize import memoize_figure
from ui.numbers import counted, scientific
from ui.presenting import is_presenting, px
from ui.try_this import try_this

separation_of = lru_cache(maxsize=16)(separate)
bound_of = lru_cache(maxsize=16)(novikoff)
CURVES, PLANE = 0.62, 0.7  # heights as shares of a main figure's: more stands above the curves
ABOVE_CURVES = 165  # px of usual type
METRIC = 165  # px: two beside each other on a phone
PLACES = 200  # along the updates, at which the bounds are drawn


@st.fragment
def show_convergence() -> None:
    controls, results = lay_out(
        f"The rule ends once an {term('epoch')} passes without an error. **Does that ever happen?** AND and XOR give "
        "different answers."
    )
    with controls:
        trace = choose_trace()
    with results:
        separation = separation_of(trace.samples)
        if separation.separable:
            _show_bound(trace, separation)
        else:
            show_endless(trace, separation, round(PLANE * figure_height()))
    try_this(CONVERGENCE, controls)


def _show_bound(trace: Trace, separation: Separation) -> None:
    bound = bound_of(trace, separation)
    radius, margin = sqrt(bound.radius_squared), sqrt(bound.margin_squared)
    st.success("**A line separates these points**, so the rule ends in any order of the samples.")
    with st.container(horizontal=True):
        for label, value in (
            ("Updates made", f"{len(trace.updates):,}"),
            ("Novikoff's bound", f"{float(bound.updates):,.1f}"),
            ("R, longest sample", scientific(radius, 4)),
            ("γ, widest margin", scientific(margin, 4)),
        ):
            st.metric(label, value, width="content" if is_presenting() else METRIC, height=px(METRIC_HEIGHT))
    show_figure(_lengths_of(trace, _curves_height()), "perceptron.bounds")
    from_zero = trace.rule.initial == "zero"
    st.markdown(
        "The length |w| of w = (b, w1, w2) stays between two lines: “at least” rises evenly, and “at most” flattens. "
        "Where they cross, no more updates are possible. **Novikoff (1962)** proved that from zero weights there are "
        "at most (R/γ)² updates."
    )
    st.markdown(
        f"Here this is ({scientific(radius, 4)} / {scientific(margin, 4)})² = {float(bound.updates):,.1f}."
        if from_zero
        else "From other initial weights the bound is different: “Why this holds” derives it."
    )
    if trace.outcome == "limit":
        st.info(
            f"The rule has not ended within the maximum of {counted(trace.epochs, 'epoch')}. With enough epochs, it "
            "will end."
        )
    with st.expander("Why this holds"):
        _prove(separation, from_zero)


def _curves_height() -> int:
    """Return the height of the curves in px. On a projector, the sentence and the numbers above them are larger."""
    return figure_height(ABOVE_CURVES) if is_presenting() else round(CURVES * figure_height())


@memoize_figure
def _lengths_of(trace: Trace, height: int) -> go.Figure:
    """Draw the length of w, and the two bounds on it from `_prove`."""
    separation = separation_of(trace.samples)
    bound = bound_of(trace, separation)
    learning_rate = float(trace.rule.learning_rate)
    start, direction = np.array(trace.weights(0), float), np.array(separation.direction, float)
    updates = np.linspace(0, 1.05 * float(bound.updates), PLACES)
    along = start @ direction / np.linalg.norm(direction)
    at_least = along + updates * learning_rate * sqrt(bound.margin_squared)
    at_most = np.sqrt(start @ start + updates * learning_rate**2 * float(bound.radius_squared))
    lengths = np.linalg.norm(trace.states / trace.unit, axis=1)
    return draw.length_bounds(updates, at_least, at_most, lengths, height)


def _prove(separation: Separation, from_zero: bool) -> None:
    st.markdown(
        "Here w = (b, w1, w2) and x = (1, x1, x2). R is the largest |x|, and γ is the distance of the nearest sample "
        "from the best plane through 0 in the space of x.\n\n"
        "Let t be 1 for class 1 and −1 for class 0. Let u be a vector of length 1 with t u·x ≥ γ > 0 for every "
        f"sample. The best one here is u = v / |v| with v = {weights_text(separation.direction)} (rounded). That v "
        "separates the classes was checked without rounding. After k updates from the initial weights w⁽⁰⁾:\n\n"
        "1. Each update adds η t x to w, and so at least ηγ to u·w. Because u has length 1, |w| ≥ u·w.\n"
        "2. Each update follows an error, and an error means t w·x ≤ 0. This includes z = 0, whatever the output there "
        "is. So |w + η t x|² = |w|² + 2η t w·x + η²|x|² is larger than |w|² by at most η²R²."
    )
    st.latex(r"u\cdot w^{(0)} + k\eta\gamma \;\le\; |w| \;\le\; \sqrt{|w^{(0)}|^2 + k\eta^2R^2}")
    if from_zero:
        st.markdown("With w⁽⁰⁾ = 0 this is kγ ≤ √k R, so k ≤ (R/γ)². The learning rate η cancels out.")
    else:
        st.markdown(
            "Here w⁽⁰⁾ is not 0. Let c = u·w⁽⁰⁾/η and d = |w⁽⁰⁾|²/η². Squared, the inequality is quadratic in k. It "
            "holds up to its larger root, which is the bound above:"
        )
        st.latex(r"k \le \frac{R^2 - 2\gamma c + \sqrt{(R^2 - 2\gamma c)^2 + 4\gamma^2(d - c^2)}}{2\gamma^2}")
    st.caption(
        "A. B. J. Novikoff: On convergence proofs on perceptrons. Symposium on the Mathematical Theory of Automata 12, "
        "615–622, Polytechnic Institute of Brooklyn, 1962. The app computes γ in fractions, by the algorithm of P. "
        "Wolfe: Finding the nearest point in a polytope. Mathematical Programming 11, 1976."
    )
