"""Figures: plain values in, a `plotly.graph_objects.Figure` out. They draw; they neither train nor compute results.

Every figure carries one sentence that says what it shows, for readers who cannot see it: `alt_text(figure)`.
"""

import plotly.graph_objects as go

from nnkit.figures.curves import accuracy_curve, loss_curve
from nnkit.figures.digits import class_counts, digit_row, pixel_map
from nnkit.figures.film import training_film
from nnkit.figures.network import network_diagram
from nnkit.figures.predictions import confusion_matrix, probability_bars
from nnkit.figures.weights import weight_images

__all__ = [
    "accuracy_curve",
    "alt_text",
    "class_counts",
    "confusion_matrix",
    "digit_row",
    "loss_curve",
    "network_diagram",
    "pixel_map",
    "probability_bars",
    "training_film",
    "weight_images",
]


def alt_text(figure: go.Figure) -> str:
    """The figure's takeaway in one sentence of plain text."""
    return figure.layout.meta["alt"]
