"""Loss and accuracy of one training by epoch, in the same two plots while they grow and when it is done."""

import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Run
from nnkit.figures import accuracy_curve, loss_curve
from nnkit.results.run import History
from ui.charts import show_figure
from ui.memoize import memoize_per_run


def show_curves(part: str, run: Run, height: int) -> None:
    """Show the curves of a run. height: in px."""
    _show(part, *_curves_of(run, height))


def show_growing_curves(part: str, experiment: Experiment, so_far: History, height: int) -> None:
    """Show the curves of a training so far, with the axes that they grow towards. so_far: may be {}."""
    _show(part, *_draw(so_far, experiment, height))


@memoize_per_run
def _curves_of(run: Run, height: int) -> tuple[go.Figure, go.Figure]:
    return _draw(run.history, run.experiment, height)


def _draw(history: History, experiment: Experiment, height: int) -> tuple[go.Figure, go.Figure]:
    options = {"height": height, "epochs": experiment.training.epochs}
    return loss_curve(history, **options), accuracy_curve(history, **options)


def _show(part: str, loss: go.Figure, accuracy: go.Figure) -> None:
    left, right = st.columns(2)
    with left:
        show_figure(loss, f"{part}.loss")
    with right:
        show_figure(accuracy, f"{part}.accuracy")
