"""Loss and accuracy while a network trains, in charts that take new points in place.

A Plotly figure would be drawn anew with every point.
"""

import pandas as pd
import streamlit as st

from nnkit import Experiment
from nnkit.figures.style import TRAINING, VALIDATION
from nnkit.results.run import HISTORY_KEYS, History

HEIGHT = 220  # px


def show_growing_curves(page: str, experiment: Experiment, so_far: History, height: int = HEIGHT) -> None:
    """Draw loss and accuracy of a training so far; for predicted numbers only the mean squared error.

    so_far: may be empty; the axes alone are drawn then. height: in px.
    """
    history = pd.DataFrame(so_far, columns=HISTORY_KEYS).astype(float)
    history[["accuracy", "val_accuracy"]] *= 100
    epochs, measures = experiment.training.epochs, {"loss": "loss (nats)", "accuracy": "accuracy (%)"}
    if experiment.data.classes is None:
        measures = {"loss": "mean squared error"}
    for column, (measure, name) in zip(st.columns(2), measures.items(), strict=False):
        with column:
            option = _growing_curve(history, name, measure, epochs)
            st.echarts_chart(option, height=height, key=f"{page}.growing_{measure}", alt=f"The {name} so far, by epoch")


def _growing_curve(history: pd.DataFrame, name: str, measure: str, epochs: int) -> dict:
    axis = {"type": "value", "nameLocation": "middle"}
    return {
        "dataset": {"source": history},
        "color": [TRAINING, VALIDATION],
        "legend": {"top": 0},
        "grid": {"top": 32, "left": 24, "right": 16, "bottom": 24},
        "tooltip": {"trigger": "axis"},
        "xAxis": {**axis, "min": 0, "max": epochs, "name": "epoch"},
        "yAxis": {**axis, "scale": True, "name": name},
        "series": [
            {"type": "line", "name": label, "encode": {"x": "epoch", "y": column}, "symbolSize": 4}
            for column, label in ((measure, "training"), (f"val_{measure}", "validation"))
            if history[column].notna().any()
        ],
        "animation": False,
    }
