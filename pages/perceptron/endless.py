"""Points that no line separates: the proof, and the cycle in which the weights end up."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import Samples, Separation, Trace
from pages.perceptron.best_line import show_best_line
from pages.perceptron.data import points_of
from pages.perceptron.lines import plane_of
from pages.perceptron.numbers import fraction_text, weights_text
from ui.charts import show_figure
from ui.layout import choose_view
from ui.memoize import memoize_figure
from ui.tables import show_table

PROOF, CYCLE, POCKET = "The proof", "The cycle", "The best line"
MAX_CYCLE_SHOWN = 200  # updates in the table and in the figure
TABLE = 250  # px: the largest height of its table
MAX_TIMES = 10_000  # larger multiples of an inequality are shown as shares of their sum


def show_endless(trace: Trace, separation: Separation, height: int) -> None:
    """height: of a figure, in px."""
    st.warning("**No line separates these points**, so no weights get all of them right, and the rule never ends.")
    view = choose_view((PROOF, *([CYCLE] if trace.outcome == "cycle" else []), POCKET), "perceptron_ends")
    if view == CYCLE:
        _show_cycle(trace, height)
    elif view == POCKET:
        show_best_line(trace, height)
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
            "classes would have the star on both sides."
        )
        show_table(_inequalities(trace, separation), hide_index=True)
        st.markdown(
            "In numbers: w would have to satisfy these inequalities. Multiply those of class 0 by −1. Then take each "
            "inequality as often as the table says, and add them all: every weight cancels out, and **0 > 0** is left."
        )
        st.caption(
            "If a sample lay on the line, a slightly different b would move the line off it. So no side has to be 0."
        )


def _inequalities(trace: Trace, separation: Separation) -> pd.DataFrame:
    table = []
    for (sample, times), (_, share) in zip(separation.multiples, separation.shares, strict=True):
        x1, x2, label = trace.samples.rows[sample]
        often = f"{times:,}" if times <= MAX_TIMES else f"{float(share):.4f} of the sum"
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
                st.caption("A ring marks an update that changes only the bias.")
        else:
            st.caption(
                f"A picture of {updates:,} arrows would be unreadable. The table has the first {MAX_CYCLE_SHOWN}."
            )
    with table:
        st.markdown(f"**A cycle.** {_same_weights_text(trace)} {_repetition_text(epochs, updates)}")
        names = ("after update", "b", "w1", "w2")
        rows = [dict(zip(names, (number, *map(fraction_text, w)), strict=True)) for number, w in weights.items()]
        show_table(pd.DataFrame(rows), hide_index=True, height=min(TABLE, 38 + 35 * len(rows)))


def _same_weights_text(trace: Trace) -> str:
    last, weights = f"{trace.epochs:,}", weights_text(trace.weights(-1))
    if trace.cycle_start:
        return f"After epoch {last} the weights are exactly the same as after epoch {trace.cycle_start:,}: {weights}."
    return f"After epoch {last} the weights are exactly the initial ones: {weights}."


def _repetition_text(epochs: int, updates: int) -> str:
    if epochs == 1:
        return (
            f"From here on, every epoch repeats the same {updates:,} updates. Nothing was rounded, so this is a proof."
        )
    return (
        f"From here on, the same {updates:,} updates repeat every {epochs:,} epochs. Nothing was rounded, so this is a "
        "proof."
    )


def _weights_in(trace: Trace, first: int, count: int) -> dict[int, tuple[Fraction, ...]]:
    """Return the weights before each of so many updates, by the number of the update."""
    return {number: trace.weights(number) for number in range(first, first + count)}


@memoize_figure
def _cycle_of(trace: Trace, first: int, updates: int, height: int) -> go.Figure:
    """Draw the weights from update number `first` on as arrows."""
    weights = _weights_in(trace, first, updates)
    hover = [f"after update {number}: {weights_text(w)}" for number, w in weights.items()]
    return draw.weight_cycle([tuple(map(float, w[1:])) for w in weights.values()], hover, height)
