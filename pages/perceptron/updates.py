"""The table of all updates."""

from functools import lru_cache, partial
from itertools import pairwise
from operator import mul

import pandas as pd
import streamlit as st

from nnkit.concepts.perceptron import Trace
from ui.numbers import counted

MAX_ROWS = 200  # a table that is sent again with every change of the rule


@st.fragment
def show_updates(trace: Trace) -> None:
    with st.expander(f"All {counted(len(trace.updates), 'update')}"):
        st.dataframe(_first_rows(trace), hide_index=True, height=260)
        if len(trace.updates) > MAX_ROWS:
            st.caption(f"The first {MAX_ROWS} of {len(trace.updates):,}. The file has them all.")
        st.download_button(
            "All of them as CSV",
            lambda: updates_table(trace).to_csv(index=False),
            "updates.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="perceptron.updates_csv",
        )


@lru_cache(maxsize=16)
def _first_rows(trace: Trace) -> pd.DataFrame:
    return updates_table(trace, MAX_ROWS)


def updates_table(trace: Trace, most: int | None = None) -> pd.DataFrame:
    """A row for each update, or for the first `most` of them.

    A `PerceptronStep` for each, in fractions, would take ten times as long. Python divides whole numbers, of any size,
    to the nearest float.
    """
    samples, rows = trace.samples, []
    order_of = lru_cache(maxsize=1)(partial(trace.rule.order_of, len(samples.labels)))
    places, states = trace.updates[:most].tolist(), trace.states[: most and most + 1].tolist()
    for number, (place, (before, after)) in enumerate(zip(places, pairwise(states), strict=True), 1):
        epoch, turn = divmod(place, len(samples.labels))
        sample = order_of(epoch)[turn]
        x, y = samples.inputs[sample], samples.labels[sample]
        weights = {f"θ{axis}": value / trace.unit for axis, value in enumerate(after)}
        point = {f"x{axis}": value / samples.scale for axis, value in enumerate(x) if axis}
        told = {"update": number, "step": place + 1, "epoch": epoch + 1, "sample": sample + 1}
        z = sum(map(mul, before, x)) / (trace.unit * samples.scale)
        rows.append({**told, **point, "y": y, "y′": 1 - y, "z": z, **weights})
    return pd.DataFrame(rows)
