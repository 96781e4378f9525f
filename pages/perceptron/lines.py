"""Lines in the plane: z over the picture, and where there is no line to be seen."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import streamlit as st

from nnkit.concepts.perceptron import Samples, Trace
from nnkit.results.grid import Grid, grid_around

SIDE = 32  # grid points along an edge of a map; few are enough for a weighted sum, which is linear
WIDE = np.array([-1, 2], np.float32)  # the axes for points of the unit square: most lines of the gates are seen there


def plane_of(samples: Samples, side: int = SIDE) -> Grid:
    """Return the grid of the picture: with wide margins around the corners of the gates, else close to the points."""
    points = samples.points
    if points.min() < 0 or points.max() > 1:
        return grid_around(points, side)
    axis = np.linspace(*WIDE, side, dtype=np.float32)
    return Grid(axis, axis)


def weighted_sums(weights: tuple[Fraction, ...], grid: Grid) -> np.ndarray:
    """Return z = w · x at every grid point: (rows, columns) float64."""
    x1, x2 = np.meshgrid(grid.x1.astype(float), grid.x2.astype(float))
    inputs = (np.ones_like(x1), x1, x2, x1 * x2)[: len(weights)]
    return sum(float(weight) * values for weight, values in zip(weights, inputs, strict=True))


def visible_lines(trace: Trace) -> np.ndarray:
    """Return for each state of the weights, (updates + 1,), whether its line is in the picture."""
    grid = plane_of(trace.samples, 2)
    z = trace.states @ np.column_stack([np.ones(4), grid.points]).T  # at the corners of the picture
    return (z.min(axis=1) < 0) & (z.max(axis=1) > 0)


def first_visible_line(trace: Trace) -> int:
    """Return the number of the first step after which a line is in the picture; 0 if there is none."""
    first = int(visible_lines(trace).argmax())
    return int(trace.updates[first - 1]) if first else 0


def explain_missing_lines(lines: Mapping[str, np.ndarray]) -> None:
    """Say why a line in the legend cannot be seen.

    lines: the weighted sums on the grid by the name of the line.
    """
    reasons = []
    for name, values in lines.items():
        if not np.ptp(values):
            reasons.append(
                f"{name}: there is no line, because w1 and w2 are 0."
                if values.any()
                else f"{name}: there is no line, because all weights are 0."
            )
        elif values.min() > 0 or values.max() < 0:
            reasons.append(f"{name}: the line lies outside the picture.")
    if reasons:
        st.caption(" ".join(reasons))
