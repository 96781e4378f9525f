"""A table of all updates."""

from functools import lru_cache, partial
from itertools import pairwise
from operator import mul

import pandas as pd
import streamlit as st

from nnkit.concepts.perceptron import Trace
from pages.perceptron.numbers import DECIMALS
from ui.numbers import fixed
from ui.presenting import px

MAX_ROWS = 200  # the table is sent again with every change of the rule


@st.fragment
def show_updates(trace: Trace) -> None:
    """Offer the table in an expander: it is made and sent only while that is open."""
    # With a number in its label, Streamlit would close the expander at each change of the rule.
    expander = st.expander("All updates in a table", key="perceptron.updates", on_change="rerun")
    if not expander.open:
        return
    with expander:
        rows = _first_rows(trace)
        right = dict.fromkeys(rows, st.column_config.TextColumn(alignment="right"))
        st.dataframe(rows, hide_index=True, height=px(260), column_config=right)
        if len(trace.updates) > MAX_ROWS:
            st.caption(f"These are the first {MAX_ROWS} of {len(trace.updates):,} updates. The file has all of them.")
        st.download_button(
            "All updates as CSV",
            lambda: updates_table(trace).to_csv(index=False),
            "updates.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="perceptron.updates_csv",
        )


@lru_cache(maxsize=16)
def _first_rows(trace: Trace) -> pd.DataFrame:
    """Return the first rows as texts, which take less time than a table that writes its numbers anew each time."""
    return updates_table(trace, MAX_ROWS).map(_written)


def _written(number: float) -> str:
    return fixed(number, DECIMALS).rstrip("0").rstrip(".") if number % 1 else fixed(number, 0)


def updates_table(trace: Trace, max_rows: int | None = None) -> pd.DataFrame:
    """Return a row for each update, or for the first `max_rows`, with the numbers of its `PerceptronStep`.

    Whole numbers are ten times as fast as the fractions of a `PerceptronStep`. Python divides them, whatever their
    size, to the nearest float.
    """
    samples, rows = trace.samples, []
    order_of = lru_cache(maxsize=1)(partial(trace.rule.order_of, len(samples.labels)))
    steps, states = trace.updates[:max_rows].tolist(), trace.states[: max_rows and max_rows + 1].tolist()
    for number, (step, (before, after)) in enumerate(zip(steps, pairwise(states), strict=True), 1):
        epoch, turn = divmod(step, len(samples.labels))
        sample = order_of(epoch)[turn]
        x, y = samples.inputs[sample], samples.labels[sample]
        weights = {f"w{axis}" if axis else "b": value / trace.unit for axis, value in enumerate(after)}
        point = {f"x{axis}": value / samples.scale for axis, value in enumerate(x) if axis}
        position = {"update": number, "step": step + 1, "epoch": epoch + 1, "sample": sample + 1}
        z = sum(map(mul, before, x)) / (trace.unit * samples.scale)
        rows.append({**position, **point, "y": y, "ŷ": 1 - y, "z": z, **weights})
    return pd.DataFrame(rows)
