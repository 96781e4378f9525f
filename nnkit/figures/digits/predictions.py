"""A network's predictions of digits, and how often they are correct."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import Settings, add_text_above, finish, fix_axes
from nnkit.figures.style import CORRECT, DARK, ERRORS, GREY, NEUTRAL, SHARES, TEXT, WRONG, colour_key

_CORRECT_TILE = SHARES[1][1]
_CORRECT_SCALE = [[0, NEUTRAL], [0.5, _CORRECT_TILE], [1, _CORRECT_TILE]]  # grey where hardly any prediction is correct


def probability_bars(probabilities: np.ndarray, truth: int | None = None, height: int = 320) -> go.Figure:
    """Draw the probability of each class, (classes,) shares, as bars in percent; the largest is the prediction.

    The prediction is blue, or orange where it is wrong. The name of the true class is marked. height: in px.
    """
    percent = 100 * np.asarray(probabilities, np.float64)
    classes, predicted = np.arange(len(percent)), int(percent.argmax())
    wrong = truth is not None and predicted != truth
    colours = [GREY] * len(percent)
    colours[predicted] = WRONG if wrong else CORRECT
    figure = go.Figure(
        go.Bar(
            x=percent,
            y=classes,
            orientation="h",
            marker_color=colours,
            text=[f"{value:.1f} %" for value in percent],
            textposition="outside",
            textfont_size=TEXT,
            cliponaxis=False,
            hovertemplate="class %{y}: %{x:.2f} %<extra></extra>",
        )
    )
    names = [f"<b>true: {name}</b>" if name == truth else str(name) for name in classes]
    # A fixed range, so that one can compare two digits' bars; the number after a full bar stands in the margin.
    figure.update_xaxes(title_text="probability (%)", range=[0, 100], fixedrange=True)
    figure.update_yaxes(title_text="class", tickvals=classes, ticktext=names, autorange="reversed", fixedrange=True)
    figure.update_yaxes(showgrid=False)
    return finish(figure, height, _prediction_alt_text(percent, predicted, truth), bargap=0.25, margin_r=56)


def _prediction_alt_text(percent: np.ndarray, predicted: int, truth: int | None) -> str:
    text = f"The network gives class {predicted} the highest probability, {percent[predicted]:.1f} %"
    if truth is None:
        return text + "."
    if truth == predicted:
        return text + ", and is right."
    return f"{text}, but the true class is {truth}, which it gives {percent[truth]:.1f} %."


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
    figure = go.Figure(
        [
            _tiles(mistakes, counts, colorscale=ERRORS, zmax=_highest(mistakes)),
            _tiles(right, counts, colorscale=_CORRECT_SCALE, zmax=100),
        ]
    )
    figure.add_trace(_cells(counts, totals[:, 0], shares))
    ticks = {"tickvals": np.arange(len(counts)), "constrain": "domain", "ticks": ""}
    edges = [-0.5, len(counts) - 0.5]
    figure.update_xaxes(title_text="predicted digit", range=edges, constraintoward="left", **ticks)
    figure.update_yaxes(title_text="true digit", range=edges[::-1], scaleanchor="x", constraintoward="top", **ticks)
    add_text_above(
        figure, colour_key((_CORRECT_TILE, "correct"), (ERRORS[-1][1], "mistakes: darker = more of the row")), yshift=4
    )
    if chosen is not None:
        figure.add_shape(_frame_around(*chosen))
    return fix_axes(finish(figure, height, _mistakes_alt_text(counts, totals[:, 0]), hovermode="closest", margin_t=28))


def _frame_around(true: int, predicted: int) -> Settings:
    half = 0.46  # within the cell, so that the edge of the plot does not cut the frame
    edges = {"x0": predicted - half, "x1": predicted + half, "y0": true - half, "y1": true + half}
    return {"type": "rect", "line": {"color": DARK, "width": 3}, **edges}


def _tiles(values: np.ndarray, counts: np.ndarray, **colours: Any) -> go.Heatmap:
    """Draw a tile with its count on every cell that has a value."""
    shown = np.isfinite(values) & (counts > 0)
    return go.Heatmap(
        z=values,
        text=np.where(shown, counts.astype(str), ""),
        texttemplate="%{text}",
        textfont={"size": TEXT, "color": DARK},
        zmin=0,
        showscale=False,
        hoverinfo="skip",
        xgap=1,
        ygap=1,
        **colours,
    )


def _highest(shares: np.ndarray) -> float:
    """Return the upper end of the colour scale: the largest mistake in percent, but at least 1."""
    return max(1.0, float(np.nanmax(shares, initial=0)))


def _cells(counts: np.ndarray, totals: np.ndarray, shares: np.ndarray) -> go.Scatter:
    """Draw a marker on every cell for clicks and hover texts; it is visible only on the selected cell."""
    true, predicted = (index.ravel() for index in np.indices(counts.shape))
    hover = [
        f"true {row}, predicted {column}: {counts[row, column]:,} of {totals[row]:,} ({shares[row, column]:.1f} %)"
        for row, column in zip(true, predicted, strict=True)
    ]
    return go.Scatter(
        x=predicted,
        y=true,
        mode="markers",
        customdata=np.stack([true, predicted], axis=1).tolist(),  # from an array, Streamlit would report {0: …, 1: …}
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"symbol": "square-open", "size": 24, "color": "#000000", "opacity": 0.01, "line_width": 2},
        selected={"marker_opacity": 1},
        unselected={"marker_opacity": 0.01},
        cliponaxis=False,
    )


def _mistakes_alt_text(counts: np.ndarray, totals: np.ndarray) -> str:
    right, total = int(np.trace(counts)), int(totals.sum())
    text = f"{right:,} of {total:,} digits are predicted correctly ({100 * right / max(1, total):.1f} %)"
    mistakes = counts - np.diag(np.diag(counts))
    true, predicted = np.unravel_index(mistakes.argmax(), counts.shape)
    if not mistakes.any():
        return text + "; there are no mistakes."
    return f"{text}; the most frequent mistake is a {true} taken for a {predicted}, {counts[true, predicted]:,} times."
