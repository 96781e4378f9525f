"""Matrices as tiles with numbers on them, with signs such as · and = between them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import Settings, annotation, make_figure
from nnkit.figures.numbers import fixed
from nnkit.figures.style import DARK, NEUTRAL, TEXT

_ABOVE, _BELOW = 0.9, 0.4  # in rows: the titles of a line of matrices, and the space under it
_PALE = [[0, "#f0a868"], [0.5, NEUTRAL], [1, "#84b0e8"]]  # − … 0 … +, light enough for dark numbers
_BETWEEN = 0.9  # columns for a sign


class Matrix(NamedTuple):
    """A matrix with its name, and the sign to its left."""

    name: str
    values: np.ndarray  # (rows, columns)
    before: str = ""  # the sign, such as "="; "" for none


def matrix_lines(lines: Sequence[Sequence[Matrix]], row_height: int = 30) -> go.Figure:
    """Lines of matrices, one below the other, with their names and shapes. All matrices share one colour scale.

    row_height: of the tiles, in px.
    """
    matrices = [matrix for line in lines for matrix in line]
    limit = max(float(np.abs(matrix.values).max(initial=0)) for matrix in matrices) or 1.0
    tiles, texts, top, widest = [], [], 0.0, 8.0
    for line in lines:
        tall, left = max(len(matrix.values) for matrix in line), 0.0
        middle = top + _ABOVE + tall / 2
        for matrix in line:
            if matrix.before:
                texts.append(_sign(matrix.before, left + _BETWEEN / 2, middle))
                left += _BETWEEN
            first = middle - len(matrix.values) / 2
            tiles.append(_tiles(matrix, left, first, limit))
            texts.append(_title(matrix, left, first))
            left += matrix.values.shape[1]
        top, widest = top + _ABOVE + tall + _BELOW, max(widest, left)
    hidden = {"visible": False, "fixedrange": True}
    axes = {"xaxis": {"range": [0, widest], **hidden}, "yaxis": {"range": [top, 0], **hidden}}
    names = ", ".join(f"{matrix.name} {' by '.join(map(str, matrix.values.shape))}" for matrix in matrices)
    layout = {"hovermode": "closest", "annotations": texts, **axes}
    return make_figure(tiles, layout, round(row_height * top) + 16, f"Matrices with their numbers: {names}.")


def _sign(sign: str, x: float, y: float) -> Settings:
    place = {"x": x, "y": y, "xref": "x", "yref": "y", "xanchor": "center", "yanchor": "middle"}
    return annotation(f"<span style='font-size:20px'>{sign}</span>", **place)


def _title(matrix: Matrix, x: float, y: float) -> Settings:
    rows, columns = matrix.values.shape
    place = {"x": x, "y": y, "xref": "x", "yref": "y", "xanchor": "left", "yanchor": "bottom"}
    return annotation(f"<b>{matrix.name}</b> {rows}×{columns}", **place)


def _tiles(matrix: Matrix, left: float, first: float, limit: float) -> Settings:
    rows, columns = matrix.values.shape
    where = np.array(
        [[f"row {row}, column {column}" for column in range(1, columns + 1)] for row in range(1, rows + 1)]
    )
    return {
        "type": "heatmap",
        "x": left + 0.5 + np.arange(columns),
        "y": first + 0.5 + np.arange(rows),
        "z": matrix.values.astype(np.float32),
        "text": [[fixed(value) for value in row] for row in matrix.values],
        "customdata": where,
        "texttemplate": "%{text}",
        "textfont": {"size": TEXT, "color": DARK},
        "hovertemplate": f"{matrix.name}, %{{customdata}}: %{{z:.4f}}<extra></extra>",
        "colorscale": _PALE,
        "zmin": -limit,
        "zmax": limit,
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
    }
