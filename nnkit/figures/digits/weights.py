"""The weights of the first layer: each unit's incoming weights as an image."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.digits.digits import show_square_pixels
from nnkit.figures.layout import add_text_above, finish, hide_axes
from nnkit.figures.montage import corners, montage, pixel_positions
from nnkit.figures.style import TEXT, WEIGHTS, weight_key

COLUMNS = 5
WEIGHT_HOVER = "unit %{customdata[0]}, row %{customdata[1]}, column %{customdata[2]}: weight %{z:.4f}<extra></extra>"


def weight_images(kernel: np.ndarray, shape: tuple[int, int] = (28, 28), max_units: int = 20) -> go.Figure:
    """Draw the incoming weights of the first `max_units` units; `kernel` is (height × width, units).

    All images have one colour scale with 0 in its middle.
    """
    images = unit_images(kernel, shape, max_units)
    gap = (9, 2)
    x, y = corners(len(images), COLUMNS, (shape[0] + gap[0], shape[1] + gap[1]))
    limit, picture = weight_limit(images), montage(images, COLUMNS, gap)
    positions = montage(pixel_positions(len(images), *shape), COLUMNS, gap)
    figure = go.Figure(weight_heatmap(picture, limit, customdata=positions, hovertemplate=WEIGHT_HOVER))
    figure.add_scatter(
        x=x + shape[1] / 2,
        y=y + shape[0] + 1,
        mode="text",
        text=[f"unit {number + 1}" for number in range(len(images))],
        textposition="bottom center",
        textfont_size=TEXT,
        hoverinfo="skip",
    )
    add_text_above(figure, f"weight: {weight_key(limit)}{left_out(kernel, images)}", yshift=4)
    units = f"Incoming weights of {_count_text(kernel, images)}"
    alt = f"{units} as images: the weights go from {images.min():.3g} to {images.max():.3g}."
    finish(hide_axes(figure), int(picture.shape[0] * 2.4) + 36, alt, margin_t=28)
    return show_square_pixels(figure, picture.shape)


def unit_images(kernel: np.ndarray, shape: tuple[int, int], max_units: int) -> np.ndarray:
    """Return the first `max_units` columns of a kernel (height × width, units) as images (units, height, width)."""
    return np.asarray(kernel, np.float32)[:, :max_units].T.reshape(-1, *shape)


def weight_limit(images: np.ndarray) -> float:
    """Return the upper end of a colour scale from -limit to limit that covers every weight."""
    return float(np.abs(images).max(initial=0)) or 1.0


def weight_heatmap(values: np.ndarray | None, limit: float, **trace: Any) -> go.Heatmap:
    """Draw weights in colours from -limit to limit."""
    return go.Heatmap(z=values, colorscale=WEIGHTS, zmin=-limit, zmax=limit, showscale=False, **trace)


def left_out(kernel: np.ndarray, images: np.ndarray) -> str:
    """Say how many units are shown, where some are left out."""
    return f"   (the first {len(images)} of {kernel.shape[1]} units)" if kernel.shape[1] > len(images) else ""


def _count_text(kernel: np.ndarray, images: np.ndarray) -> str:
    units = kernel.shape[1]
    return f"{units} units" if units == len(images) else f"the first {len(images)} of {units} units"
