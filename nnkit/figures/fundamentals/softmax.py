"""Probabilities of several classes: as bars, and as regions of the plane."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import PICTURE, Settings, legend_above, make_figure
from nnkit.figures.numbers import percent
from nnkit.figures.planar.traces import AXIS_NAMES, Points, square_axes, whole_percents
from nnkit.figures.style import GREY, GROUP_SYMBOLS, GROUPS, TEXT, TRAINING, with_opacity
from nnkit.results.grid import Grid

BARS_HEIGHT, REGIONS_HEIGHT = 320, 440  # px
_LEVELS = 50  # of confidence for each class, so that class and confidence of five classes fit into one byte
_FAINTEST, _STRONGEST = 0.1, 0.65  # opacity where the classes are equally likely, and where one is certain


def softmax_bars(
    logits: np.ndarray, probabilities: np.ndarray, true_class: int, height: int = BARS_HEIGHT
) -> go.Figure:
    """A bar for each class's probability; that of the true class is coloured. logits, probabilities: (classes,)."""
    names = [f"class {label}" for label in range(len(logits))]
    colours = [TRAINING if label == true_class else GREY for label in range(len(logits))]
    bars = {
        "type": "bar",
        "x": names,
        "y": 100 * probabilities,
        "customdata": np.stack([logits, probabilities], axis=1),
        "marker": {"color": colours},
        "text": [percent(share) for share in probabilities],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"size": TEXT + 1},
        "hovertemplate": "%{x}<br>logit %{customdata[0]:.6~g}<br>probability %{customdata[1]:.4~g}<extra></extra>",
    }
    y = {"title": {"text": "probability (%)"}, "range": [0, 112], "dtick": 20, **PICTURE}
    shares = ", ".join(f"{name} {percent(share)}" for name, share in zip(names, probabilities, strict=True))
    alt = f"Bars of probabilities: {shares}. The true class is {true_class}."
    return make_figure([bars], {"xaxis": PICTURE, "yaxis": y}, height, alt)


def regions_map(grid: Grid, probabilities: np.ndarray, train: Points, height: int = REGIONS_HEIGHT) -> go.Figure:
    """The most probable class at each place by its colour, stronger for a higher probability, with training points.

    probabilities: (classes, rows, columns) as `nnkit.results.grid.probability_maps` gives them.
    """
    tiles = _tiles(grid, probabilities)
    points = [_points(train, label) for label in range(len(probabilities))]
    axes = square_axes((grid.x1, grid.x2), AXIS_NAMES, showgrid=False)
    layout = {**axes, "legend": legend_above(), "hovermode": "closest"}
    return make_figure([tiles, *points], layout, height, _regions_alt_text(probabilities))


def _tiles(grid: Grid, probabilities: np.ndarray) -> Settings:
    """One number for each place encodes class and confidence, so that one heatmap shows all classes."""
    classes = len(probabilities)
    winner, surest = probabilities.argmax(axis=0), probabilities.max(axis=0)
    level = np.clip((surest - 1 / classes) / (1 - 1 / classes) * _LEVELS, 0, _LEVELS - 1)
    lines = [f"P(class {label}) = %{{customdata[{label}]}}\u00a0%" for label in range(classes)]
    return {
        "type": "heatmap",
        "x": grid.x1,
        "y": grid.x2,
        "z": (winner * _LEVELS + level).astype(np.uint8),
        "customdata": np.moveaxis(whole_percents(probabilities), 0, -1),
        "zmin": 0,
        "zmax": classes * _LEVELS - 1,
        "colorscale": _colours(classes),
        "showscale": False,
        "hovertemplate": "<br>".join([*lines, "x1 = %{x:.2f}, x2 = %{y:.2f}"]) + "<extra></extra>",
    }


def _colours(classes: int) -> list[list[Any]]:
    """From faint to strong in each class's colour, one class after another."""
    last, scale = classes * _LEVELS - 1, []
    for label, colour in enumerate(GROUPS[:classes]):
        scale.append([label * _LEVELS / last, with_opacity(colour, _FAINTEST)])
        scale.append([((label + 1) * _LEVELS - 1) / last, with_opacity(colour, _STRONGEST)])
    return scale


def _points(train: Points, label: int) -> Settings:
    """Points of one class. They have no tooltip: that of the map below them shows the network's probabilities."""
    chosen = np.asarray(train.coordinates, np.float32)[np.asarray(train.labels) == label]
    edge = {"width": 1, "color": "#ffffff"}
    return {
        "type": "scatter",
        "x": chosen[:, 0],
        "y": chosen[:, 1],
        "mode": "markers",
        "name": f"class {label}",
        "marker": {"symbol": GROUP_SYMBOLS[label], "size": 7, "color": GROUPS[label], "line": edge},
        "hoverinfo": "skip",
    }


def _regions_alt_text(probabilities: np.ndarray) -> str:
    winner, surest = probabilities.argmax(axis=0), probabilities.max(axis=0)
    shares = [f"class {label} on {percent(np.mean(winner == label), 0)}" for label in range(len(probabilities))]
    return (
        f"The most probable class is {', '.join(shares)} of the plane. Its mean probability is "
        f"{percent(surest.mean(), 0)}."
    )
