"""A network's predictions of digits, and how often they are correct."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, PICTURE, Settings, make_figure, text_above
from nnkit.figures.numbers import PERCENT, fixed, percent
from nnkit.figures.style import CORRECT, DARK, ERRORS, GREY, NEUTRAL, SHARES, TEXT, WRONG, colour_key

_CORRECT_TILE = SHARES[1][1]
_CORRECT_SCALE = [[0, NEUTRAL], [0.5, _CORRECT_TILE], [1, _CORRECT_TILE]]  # grey where hardly any prediction is correct


def probability_bars(probabilities: np.ndarray, truth: int | None = None, height: int = 320) -> go.Figure:
    """Draw the probability of each class, (classes,) shares, as bars in percent; the largest is the prediction.

    The prediction is blue, or orange where it is wrong. The name of the true class is marked. height: in px.
    """
    shares = np.asarray(probabilities, np.float64)
    classes, predicted = np.arange(len(shares)), int(shares.argmax())
    wrong = truth is not None and predicted != truth
    colours = [GREY] * len(shares)
    colours[predicted] = WRONG if wrong else CORRECT
    bars = {
        "type": "bar",
        "x": 100 * shares,
        "y": classes,
        "orientation": "h",
        "marker": {"color": colours},
        "text": [percent(share) for share in shares],
        "textposition": "outside",
        "textfont": {"size": TEXT},
        "cliponaxis": False,
        "hovertemplate": "class %{y}: %{x:.1f}\u00a0%<extra></extra>",
    }
    names = [f"<b>true: {name}</b>" if name == truth else str(name) for name in classes]
    # A fixed range, so that one can compare two digits' bars; the number after a full bar stands in the margin.
    x = {"title": {"text": "probability (%)"}, "range": [0, 100], **FIXED}
    y = {"title": {"text": "class"}, "tickvals": classes, "ticktext": names, "autorange": "reversed", **FIXED}
    layout = {"xaxis": x, "yaxis": {**y, "showgrid": False}, "bargap": 0.25, "margin": {"r": 56}}
    return make_figure([bars], layout, height, _prediction_alt_text(shares, predicted, truth))


def _prediction_alt_text(shares: np.ndarray, predicted: int, truth: int | None) -> str:
    text = f"The network gives class {predicted} the highest probability, {percent(shares[predicted])}."
    if truth is None:
        return text
    if truth == predicted:
        return f"{text} This is the true class."
    return f"{text} The true class is {truth}, with a probability of {percent(shares[truth])}."


def confusion_matrix(matrix: np.ndarray, chosen: tuple[int, int] | None = None, height: int = 430) -> go.Figure:
    """Draw counts (classes, classes): rows are true classes, columns are predicted ones.

    chosen: the cell (true, predicted) with a frame around it. height: of the figure in px.

    Mistakes are orange, and darker where they are a larger share of the row. The diagonal has its own blue, because
    every mistake would be pale on a shared scale. The last trace is a marker on every cell with customdata
    (true, predicted), because Streamlit reports no clicks on a heatmap.
    """
    counts = np.asarray(matrix)
    totals = counts.sum(axis=1, keepdims=True)
    shares = (100 * counts / np.maximum(totals, 1)).astype(np.float32)
    correct = np.eye(len(counts), dtype=bool)
    mistakes, right = np.where(correct, np.nan, shares), np.where(correct, shares, np.nan)
    traces = [
        _tiles(mistakes, counts, colorscale=ERRORS, zmax=_highest(mistakes)),
        _tiles(right, counts, colorscale=_CORRECT_SCALE, zmax=100),
        _cells(counts, totals[:, 0], shares),
    ]
    key = colour_key((_CORRECT_TILE, "correct"), (ERRORS[-1][1], "mistakes: darker = more of the row"))
    layout = {
        **_class_axes(len(counts)),
        "annotations": [text_above(key, yshift=4)],
        "shapes": [] if chosen is None else [_frame_around(*chosen)],
        "hovermode": "closest",
        "margin": {"t": 28},
    }
    return make_figure(traces, layout, height, _mistakes_alt_text(counts, totals[:, 0]))


def _class_axes(classes: int) -> Settings:
    """Return axes of square cells, with the true classes from above and the predicted ones from the left."""
    ticks = {"tickvals": np.arange(classes), "constrain": "domain", "ticks": "", **PICTURE}
    edges = [-0.5, classes - 0.5]
    x = {"title": {"text": "predicted digit"}, "range": edges, "constraintoward": "left"}
    y = {"title": {"text": "true digit"}, "range": edges[::-1], "constraintoward": "top", "scaleanchor": "x"}
    return {"xaxis": {**ticks, **x}, "yaxis": {**ticks, **y}}


def _frame_around(true: int, predicted: int) -> Settings:
    half = 0.46  # within the cell, so that the edge of the plot does not cut the frame
    edges = {"x0": predicted - half, "x1": predicted + half, "y0": true - half, "y1": true + half}
    return {"type": "rect", "line": {"color": DARK, "width": 3}, **edges}


def _tiles(values: np.ndarray, counts: np.ndarray, **colours: Any) -> Settings:
    """Draw a tile with its count on every cell that has a value."""
    shown = np.isfinite(values) & (counts > 0)
    return {
        "type": "heatmap",
        "z": values,
        "text": np.where(shown, counts.astype(str), ""),
        "texttemplate": "%{text}",
        "textfont": {"size": TEXT, "color": DARK},
        "zmin": 0,
        "showscale": False,
        "hoverinfo": "skip",
        "xgap": 1,
        "ygap": 1,
        **colours,
    }


def _highest(shares: np.ndarray) -> float:
    """Return the upper end of the colour scale: the largest mistake in percent, but at least 1."""
    return max(1.0, float(np.nanmax(shares, initial=0)))


def _cells(counts: np.ndarray, totals: np.ndarray, shares: np.ndarray) -> Settings:
    """Draw a marker on every cell for clicks and hover texts; it is visible only on the selected cell."""
    true, predicted = (index.ravel() for index in np.indices(counts.shape))
    hover = [
        f"true {row}, predicted {column}: {counts[row, column]:,} of {totals[row]:,} "
        f"({fixed(shares[row, column], 1)}{PERCENT})"
        for row, column in zip(true, predicted, strict=True)
    ]
    return {
        "type": "scatter",
        "x": predicted,
        "y": true,
        "mode": "markers",
        # From an array, Streamlit would report {0: …, 1: …}.
        "customdata": np.stack([true, predicted], axis=1).tolist(),
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"symbol": "square-open", "size": 24, "color": "#000000", "opacity": 0.01, "line": {"width": 2}},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0.01}},
        "cliponaxis": False,
    }


def _mistakes_alt_text(counts: np.ndarray, totals: np.ndarray) -> str:
    right, total = int(np.trace(counts)), int(totals.sum())
    text = f"{right:,} of {total:,} digits are predicted correctly ({percent(right / max(1, total))})."
    mistakes = counts - np.diag(np.diag(counts))
    true, predicted = np.unravel_index(mistakes.argmax(), counts.shape)
    if not mistakes.any():
        return f"{text} There are no mistakes."
    return f"{text} The most frequent mistake is to read {true} as {predicted}, {counts[true, predicted]:,} times."
