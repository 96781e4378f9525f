"""Points that no line separates: the proof, the cycle in which the weights end up, and the best weights on the way."""

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import Samples, Separation, Trace, pocket
from pages.perceptron.data import points_of
from pages.perceptron.lines import explain_missing_lines, plane_of, visible_lines, weighted_sums
from pages.perceptron.numbers import fraction_text, weights_text
from ui.charts import show_figure
from ui.glossary import term
from ui.layout import choose_view
from ui.memoize import memoize_figure
from ui.numbers import counted
from ui.tables import show_table

PROOF, CYCLE, POCKET = "The proof", "The cycle", "The best line"
MAX_CYCLE_SHOWN = 200  # updates in the table and in the figure
TABLE = 250  # px: the largest height of its table
MAX_TIMES = 10_000  # larger multiples of an inequality are shown as shares of their sum

pocket_of = lru_cache(maxsize=16)(pocket)


def show_endless(trace: Trace, separation: Separation, height: int) -> None:
    """height: of a figure, in px."""
    st.warning("**No line separates these points**, so no weights get all of them right, and the rule never ends.")
    view = choose_view((PROOF, *([CYCLE] if trace.outcome == "cycle" else []), POCKET), "perceptron_ends")
    if view == CYCLE:
        _show_cycle(trace, height)
    elif view == POCKET:
        _show_pocket(trace, height)
    else:
        _show_contradiction(trace, separation, height)


@memoize_figure
def _hulls_of(samples: Samples, separation: Separation, height: int) -> go.Figure:
    """Draw the points, and the one that is a mixture of those of either class."""
    used: tuple[list[int], list[int]] = [], []
    for sample, _ in separation.shares:
        used[samples.labels[sample]].append(sample)
    shares = dict(separation.shares)
    weights = np.array([float(shares[sample]) for sample in used[1]])
    shared = weights @ samples.points[used[1]] / weights.sum()
    return draw.crossing_hulls(plane_of(samples), points_of(samples), used, shared, height)


def _show_contradiction(trace: Trace, separation: Separation, height: int) -> None:
    picture, table = st.columns(2, gap="medium")
    with picture:
        show_figure(_hulls_of(trace.samples, separation, height), "perceptron.proof")
    with table:
        st.markdown(
            "The star lies between points of class 1 and also between points of class 0. A line that separates the "
            "classes would have it on both of its sides."
        )
        show_table(_inequalities(trace, separation), hide_index=True)
        st.markdown(
            "In numbers: w would have to fulfil these inequalities. Turn those of class 0 round by a factor of −1, "
            "take each as often as the table says, and add them up: all of w cancels out, and **0 > 0** is left."
        )
        st.caption("A sample on the line can be moved off it by a slightly different b, so that no side is 0.")


def _inequalities(trace: Trace, separation: Separation) -> pd.DataFrame:
    table = []
    for (sample, times), (_, share) in zip(separation.multiples, separation.shares, strict=True):
        x1, x2, label = trace.samples.rows[sample]
        often = f"{times:,}" if times <= MAX_TIMES else f"{float(share):.4f} of the whole"
        table.append({"class": label, "inequality": f"{_terms(x1, x2)} {'>' if label else '<'} 0", "times": often})
    return pd.DataFrame(table)


def _terms(x1: float, x2: float) -> str:
    """Write w · x for a sample: b + 2 w1 − w2."""
    terms = ["b"]
    for value, name in ((x1, "w1"), (x2, "w2")):
        if value:
            size = "" if abs(value) == 1 else f"{abs(value):g} "
            terms.append(f"{'−' if value < 0 else '+'} {size}{name}")
    return " ".join(terms)


def _show_cycle(trace: Trace, height: int) -> None:
    epochs = trace.epochs - trace.cycle_start
    first = int((trace.updates < trace.cycle_start * len(trace.samples.labels)).sum())
    updates = len(trace.updates) - first
    weights = _weights_in(trace, first, min(updates, MAX_CYCLE_SHOWN))
    picture, table = st.columns(2, gap="medium")
    with picture:
        if updates <= MAX_CYCLE_SHOWN:
            show_figure(_cycle_of(trace, first, updates, height), "perceptron.cycle")
            ends = [w[1:] for w in weights.values()]
            if any(one == other for one, other in pairwise([*ends, ends[0]])):
                st.caption("A ring marks an update of the bias alone: w1 and w2 stay.")
        else:
            st.caption(f"A way of {updates:,} arrows would show nothing; the table has its first {MAX_CYCLE_SHOWN}.")
    with table:
        then = f"after epoch {trace.cycle_start:,}" if trace.cycle_start else "in the beginning"
        again = counted(epochs, "epoch") if epochs > 1 else "epoch"
        st.markdown(
            f"**A cycle.** After epoch {trace.epochs:,} the weights are exactly what they were {then}, "
            f"{weights_text(trace.weights(-1))}: from here everything repeats, every {again}, with "
            f"{counted(updates, 'update')}. As nothing was rounded, this is a proof as well."
        )
        names = ("after update", "b", "w1", "w2")
        rows = [dict(zip(names, (number, *map(fraction_text, w)), strict=True)) for number, w in weights.items()]
        show_table(pd.DataFrame(rows), hide_index=True, height=min(TABLE, 38 + 35 * len(rows)))


def _weights_in(trace: Trace, first: int, count: int) -> dict[int, tuple[Fraction, ...]]:
    """Return the weights before each of so many updates, by the number of the update."""
    return {number: trace.weights(number) for number in range(first, first + count)}


@memoize_figure
def _cycle_of(trace: Trace, first: int, updates: int, height: int) -> go.Figure:
    """Draw the weights from update number `first` on as arrows."""
    weights = _weights_in(trace, first, updates)
    hover = [f"after update {number}: {weights_text(w)}" for number, w in weights.items()]
    return draw.weight_cycle([tuple(map(float, w[1:])) for w in weights.values()], hover, height)


def _show_pocket(trace: Trace, height: int) -> None:
    found, count = pocket_of(trace), len(trace.samples.labels)
    shown = _best_state(trace)
    last, best = int(found.errors[-1]), int(found.errors[shown])
    where = f"after update {shown:,}" if shown else "at the start"
    picture, text = st.columns(2, gap="medium")
    with picture:
        show_figure(_pocket_lines_of(trace, height), "perceptron.pocket")
        explain_missing_lines(_pocket_lines(trace))
    with text:
        st.markdown(
            f"**The {term('pocket')}.** Where no line is right, one can keep the best weights seen so far in one's "
            "pocket (Gallant 1990, IEEE Transactions on Neural Networks 1(2), 179–191).\n\n"
            f"Of {counted(len(found.errors), 'state')}, the one {where} gets {count - best} of {count} points right; "
            f"the last gets {count - last}."
        )
        if trace.rule.order == "fixed":
            st.markdown("A fixed order may pass by good weights forever. Shuffle the samples to see others.")


def _best_state(trace: Trace) -> int:
    """Return the number of the first state with the fewest errors, if possible of one with a line in the picture.

    Weights of 0 may have as few errors as others, but they have no line.
    """
    found = pocket_of(trace)
    shown = (found.errors == found.errors[found.best]) & visible_lines(trace)
    return int(shown.argmax()) if shown.any() else found.best


def _pocket_lines(trace: Trace) -> dict[str, np.ndarray]:
    """Return z in the picture with the best weights and with the last ones."""
    numbers, grid = {"pocket": _best_state(trace), "last": -1}, plane_of(trace.samples)
    return {name: weighted_sums(trace.weights(number), grid) for name, number in numbers.items()}


@memoize_figure
def _pocket_lines_of(trace: Trace, height: int) -> go.Figure:
    grid, points = plane_of(trace.samples), points_of(trace.samples)
    return draw.answered_plane(grid, points, _pocket_lines(trace), trace.rule.at_zero, height=height)
