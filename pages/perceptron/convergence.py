"""Whether the rule ever ends: Novikoff's bound for separable points; a contradiction and a cycle for others."""

from functools import lru_cache
from itertools import pairwise
from math import sqrt

import pandas as pd
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import Separation, Trace, novikoff, pocket, separate
from nnkit.results.grid import grid_around
from pages.perceptron.data import points_of
from pages.perceptron.numbers import fraction_text, weights_text
from pages.perceptron.stepping import SIDE, explain_missing_lines, weighted_sums
from ui.charts import show_figure
from ui.numbers import counted

pocket_of = lru_cache(maxsize=16)(pocket)
separation_of = lru_cache(maxsize=16)(separate)
MAX_CYCLE_SHOWN = 200  # updates in the table and in the figure
MAX_TIMES = 10_000  # larger multiples of an inequality are shown as shares of their sum


def show_convergence(trace: Trace) -> None:
    separation = separation_of(trace.samples)
    if separation.separable:
        _show_bound(trace, separation)
    else:
        _show_contradiction(trace, separation)
        with st.container():
            if trace.outcome == "cycle":
                _show_cycle(trace)
        _show_pocket(trace)


def _show_bound(trace: Trace, separation: Separation) -> None:
    bound = novikoff(trace, separation)
    radius, margin = sqrt(bound.radius_squared), sqrt(bound.margin_squared)
    st.success("**A line separates these points**, so the rule ends, whatever the order of the samples.")
    columns = st.columns(4)
    columns[0].metric("Updates needed", f"{len(trace.updates):,}")
    columns[1].metric("Novikoff's bound", f"{float(bound.updates):,.1f}")
    columns[2].metric("R, the largest length of a sample", f"{radius:.4g}")
    columns[3].metric("γ, the widest margin", f"{margin:.4g}")
    from_zero = trace.rule.initial == "zero"
    st.markdown(
        "**Novikoff (1962)** proved that from zero weights there are at most (R/γ)² updates"
        + (f": here ({radius:.4g} / {margin:.4g})² = {float(bound.updates):,.1f}." if from_zero else ".")
        + " Both are measured with x0 = 1 included: R is the largest |x|, and γ the distance of the nearest sample "
        "from the best plane through 0 in the space of (x0, x1, x2)."
        + ("" if from_zero else " From other initial weights the bound is another, derived below.")
    )
    if trace.outcome == "limit":
        st.info(
            f"Here the limit of {counted(trace.epochs, 'epoch')} came first. Allow more epochs, and the rule will end."
        )
    with st.expander("Why it is so"):
        _prove(separation, from_zero)


def _prove(separation: Separation, from_zero: bool) -> None:
    st.markdown(
        "Let u be a vector of length 1 with t u·x ≥ γ > 0 for every sample, where t = 1 for class 1 and t = −1 for "
        f"class 0. Here it is the best one, u = p / |p| with p = {weights_text(separation.direction)} (rounded here); "
        "that p separates was checked exactly. After k updates from the initial weights θ⁽⁰⁾:\n\n"
        "1. Each update adds η t x to θ, and so at least ηγ to u·θ. As u has length 1, |θ| ≥ u·θ.\n"
        "2. An update is made on an error, and then t θ·x ≤ 0: for z = 0 as well, whichever output it has. "
        "So |θ + η t x|² = |θ|² + 2η t θ·x + η²|x|² grows by at most η²R²."
    )
    st.latex(r"u\cdot\theta^{(0)} + k\eta\gamma \;\le\; |\theta| \;\le\; \sqrt{|\theta^{(0)}|^2 + k\eta^2R^2}")
    if from_zero:
        st.markdown("With θ⁽⁰⁾ = 0 that is kγ ≤ √k R, or k ≤ (R/γ)². η has cancelled out.")
    else:
        st.markdown(
            "Here θ⁽⁰⁾ is not 0. Squared, this is a quadratic inequality in k, with a = u·θ⁽⁰⁾/η and b = |θ⁽⁰⁾|²/η²; "
            "it holds up to its larger root, which is the bound above:"
        )
        st.latex(r"k \le \frac{R^2 - 2\gamma a + \sqrt{(R^2 - 2\gamma a)^2 + 4\gamma^2(b - a^2)}}{2\gamma^2}")
    st.caption(
        "A. B. J. Novikoff: On convergence proofs on perceptrons. Symposium on the Mathematical Theory of Automata 12, "
        "615–622, Polytechnic Institute of Brooklyn, 1962. γ: P. Wolfe, Finding the nearest point in a polytope, "
        "Mathematical Programming 11, 1976, in fractions."
    )


def _show_contradiction(trace: Trace, separation: Separation) -> None:
    st.warning("**No line separates these points**, so no weights get all of them right, and the rule never ends.")
    st.markdown(
        "The proof: θ would have to fulfil these inequalities (a sample on the line can be moved off it by a slightly "
        "different θ0, so that no side is 0). Turn those of class 0 round by a factor of −1, take each as often as the "
        "table says, and add them up: on the left all of θ cancels out, and **0 > 0** is left."
    )
    table = []
    for (sample, times), (_, share) in zip(separation.multiples, separation.shares, strict=True):
        x1, x2, label = trace.samples.rows[sample]
        often = f"{times:,}" if times <= MAX_TIMES else f"{float(share):.4f} of the whole"
        table.append({"class": label, "inequality": f"{_terms(x1, x2)} {'>' if label else '<'} 0", "times": often})
    st.dataframe(pd.DataFrame(table), hide_index=True, width="content")


def _terms(x1: float, x2: float) -> str:
    """Write θ · x for a sample: θ0 + 2 θ1 − θ2."""
    terms = ["θ0"]
    for value, name in ((x1, "θ1"), (x2, "θ2")):
        if value:
            size = "" if abs(value) == 1 else f"{abs(value):g} "
            terms.append(f"{'−' if value < 0 else '+'} {size}{name}")
    return " ".join(terms)


def _show_cycle(trace: Trace) -> None:
    epochs = trace.epochs - trace.cycle_start
    first = int((trace.updates < trace.cycle_start * len(trace.samples.labels)).sum())
    updates = len(trace.updates) - first
    then = f"after epoch {trace.cycle_start:,}" if trace.cycle_start else "in the beginning"
    again = counted(epochs, "epoch") if epochs > 1 else "epoch"
    st.markdown(
        f"**A cycle.** After epoch {trace.epochs:,} the weights are exactly what they were {then}, "
        f"{weights_text(trace.weights(-1))}: from here everything repeats, every {again}, with "
        f"{counted(updates, 'update')}. As nothing was rounded, this is a proof as well."
    )
    numbers = range(first, first + min(updates, MAX_CYCLE_SHOWN))
    weights = {number: trace.weights(number) for number in numbers}
    picture, table = st.columns(2, gap="large")
    with picture:
        st.markdown("**The weights go round**")
        if updates <= MAX_CYCLE_SHOWN:
            hover = [f"after update {number}: {weights_text(theta)}" for number, theta in weights.items()]
            ends = [tuple(map(float, theta[1:])) for theta in weights.values()]
            show_figure(draw.weight_cycle(ends, hover), "perceptron.cycle")
            if any(one == other for one, other in pairwise([*ends, ends[0]])):
                st.caption("A ring marks an update of the bias alone: θ1 and θ2 stay.")
        else:
            st.caption(f"A way of {updates:,} arrows would show nothing; the table has its first {MAX_CYCLE_SHOWN}.")
    with table:
        st.markdown("**The weights of the cycle**")
        names = ("after update", "θ0", "θ1", "θ2")
        rows = [
            dict(zip(names, (number, *map(fraction_text, theta)), strict=True)) for number, theta in weights.items()
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, height=min(320, 38 + 35 * len(rows)))


def _show_pocket(trace: Trace) -> None:
    found, count = pocket_of(trace), len(trace.samples.labels)
    last, best = int(found.errors[-1]), int(found.errors[found.best])
    where = f"after update {found.best:,}" if found.best else "at the start"
    st.markdown(
        "**The pocket.** Where no line is right, one can keep the best weights seen so far in one's pocket "
        "(Gallant 1990, IEEE Transactions on Neural Networks 1(2), 179–191). Of "
        f"{counted(len(found.errors), 'state')}, the one {where} gets {count - best} of {count} points right; the last "
        f"gets {count - last}."
    )
    grid = grid_around(trace.samples.points, SIDE)
    lines = {
        name: weighted_sums(trace.weights(number), grid) for name, number in (("pocket", found.best), ("last", -1))
    }
    show_figure(draw.answered_plane(grid, points_of(trace.samples), lines, trace.rule.at_zero), "perceptron.pocket")
    explain_missing_lines(lines)
    if trace.rule.order == "fixed":
        st.caption("A fixed order may pass by good weights forever. Shuffle the samples to see others.")
