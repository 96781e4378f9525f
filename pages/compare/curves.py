"""The curves of kept runs over each other, and what is to be seen in them."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.figures.overlaid import MAX_RUNS
from nnkit.reports.settings import SETTINGS
from nnkit.results.settings import DATA_NAME, differing
from pages.compare.results import LOWEST_LOSS, TEST_ACCURACY, TEST_LOSS, predicts_numbers, result_of
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.kept.runs import KeptRun
from ui.memoize import memoize_figure
from ui.numbers import counted, percent, scientific
from ui.presenting import is_presenting

TASK = {DATA_NAME, "data.shape"}  # the settings that say what is to be learnt
PRESENTED = 110  # px that the heading and two sentences take on a projector; the table is below the window
BESIDE, LEGEND_ROWS = 200, 60  # px that the rest of the results takes, and that the legend takes more on a phone


def show_curves(items: Sequence[KeptRun], measure: str, validation_only: bool) -> None:
    """Show the curves of those that are shown and have a result, the first eight of them, and a sentence."""
    shown = [item for item in items if item.shown and item.run is not None]
    if not shown:
        st.info("None of these runs is shown with a result. Tick “show” in the table, or train them.")
        return
    drawn = tuple((item.name, item.run) for item in shown[:MAX_RUNS] if item.run is not None)
    height = figure_height(PRESENTED if is_presenting() else BESIDE) + (LEGEND_ROWS if is_narrow() else 0)
    squared = predicts_numbers(shown[0].experiment)
    show_figure(_curves_of(drawn, measure, height, validation_only, squared), "compare.curves")
    if len(shown) > MAX_RUNS:
        st.markdown(
            f"The figure has room for {MAX_RUNS} runs and shows the first {MAX_RUNS} of the {len(shown)} in the table. "
            "Hide some to see others."
        )
    _show_findings(shown)


@memoize_figure
def _curves_of(
    runs: tuple[tuple[str, Run], ...], measure: str, height: int, validation_only: bool, squared: bool
) -> go.Figure:
    histories = {name: run.data_history for name, run in runs}
    epochs = max(run.experiment.training.epochs for _, run in runs)
    return draw.overlaid_runs(histories, measure, (), height, epochs, validation_only, squared)


def _show_findings(shown: Sequence[KeptRun]) -> None:
    if len(shown) > 1:
        changed = differing([item.experiment for item in shown])
        if not TASK.isdisjoint(changed):
            st.markdown(
                "These runs learn different tasks, so their numbers say nothing about which network is better. Hide "
                "some in the table: runs on the same data can be compared."
            )
            return
        st.text(findings(shown))  # names are no Markdown
        names = ", ".join(SETTINGS[name] for name in changed)
        said = f"They differ in: **{names}**." if names else "All their settings are the same."
        if any(name.startswith("data.") for name in changed):
            said += " They do not learn from the same data, so a difference may come from the data."
        st.markdown(said)


def findings(shown: Sequence[KeptRun]) -> str:
    """Say which run is best, by the test and by the validation."""
    sentences = []
    for column, best, text in (
        (TEST_ACCURACY, max, "highest test accuracy"),
        (LOWEST_LOSS, min, "lowest validation loss"),
        (TEST_LOSS, min, "lowest test loss"),
    ):
        values = {item.name: value for item in shown if (value := result_of(item, column)) is not None}
        if len(values) > 1 and len(sentences) < 2:
            name = best(values, key=values.__getitem__)
            ties = sum(value == values[name] for value in values.values()) - 1
            number = percent(values[name] / 100) if column == TEST_ACCURACY else scientific(values[name])
            as_good = f", as {counted(ties, 'other run')} {'has' if ties == 1 else 'have'}" if ties else ""
            sentences.append(f"“{name}” has the {text}{as_good}: {number}.")
    return " ".join(sentences)
