"""Kept runs of which only the seeds differ: mean and spread of their results."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from nnkit.results.settings import repetitions
from nnkit.results.spread import spread_of
from pages.compare.results import LOWEST_LOSS, TEST_ACCURACY, TEST_LOSS, result_of
from ui.kept.runs import KeptRun
from ui.numbers import fixed

COLUMNS = {TEST_ACCURACY: 1, LOWEST_LOSS: 4, TEST_LOSS: 4}  # with their decimals


def show_seeds(items: Sequence[KeptRun]) -> None:
    """Show a row for each group of runs that are shown and differ in their seeds only; nothing without one."""
    table = seeds_table([item for item in items if item.shown and item.run is not None])
    if table.empty:
        return
    st.markdown(
        "**Only the seeds differ** in these runs. Mean ± standard deviation, and the lowest and the highest value:"
    )
    st.dataframe(table, hide_index=True, alt="Mean and spread over runs of which only the seeds differ")


def seeds_table(items: Sequence[KeptRun]) -> pd.DataFrame:
    """Return a row for each group; its name is that of its first run."""
    rows = []
    for places in repetitions([item.experiment for item in items]):
        group = [items[place] for place in places]
        row = {"name of the first": group[0].name, "runs": len(group)}
        for column, decimals in COLUMNS.items():
            values = [value for item in group if (value := result_of(item, column)) is not None]
            if len(values) == len(group):
                row[column] = _text(values, decimals)
        rows.append(row)
    return pd.DataFrame(rows)


def _text(values: list[float], decimals: int) -> str:
    spread = spread_of(values)
    mean, deviation = fixed(spread.mean, decimals), fixed(spread.deviation, decimals)
    return f"{mean} ± {deviation} ({fixed(spread.low, decimals)} to {fixed(spread.high, decimals)})"
