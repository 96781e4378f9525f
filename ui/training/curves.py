"""Loss and accuracy of one training by epoch, in the same two plots while they grow and when it is done."""

import plotly.graph_objects as go
import streamlit as st

from nnkit import Experiment, Run
from nnkit.figures import accuracy_curve, loss_curve
from nnkit.results.run import History
from ui.charts import Figure, show_figure
from ui.memoize import memoize_figure


def show_curves(part: str, run: Run, height: int) -> None:
    """Show the curves of a run. height: in px."""
    _show(part, _loss_of(run, height), _accuracy_of(run, height))


def show_growing_curves(part: str, experiment: Experiment, so_far: History, height: int) -> None:
    """Show the curves of a training so far, with the axes that they grow towards. so_far: may be {}."""
    epochs = experiment.training.epochs
    loss = loss_curve(so_far, height=height, epochs=epochs)
    _show(part, loss, accuracy_curve(so_far, height=height, epochs=epochs))


@memoize_figure
def _loss_of(run: Run, height: int) -> go.Figure:
    return loss_curve(run.history, height=height, epochs=run.experiment.training.epochs)


@memoize_figure
def _accuracy_of(run: Run, height: int) -> go.Figure:
    return accuracy_curve(run.history, height=height, epochs=run.experiment.training.epochs)


def _show(part: str, loss: Figure, accuracy: Figure) -> None:
    left, right = st.columns(2)
    with left:
        show_figure(loss, f"{part}.loss")
    with right:
        show_figure(accuracy, f"{part}.accuracy")
