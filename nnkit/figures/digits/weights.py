"""The weights of the first layer: each unit's incoming weights as an image."""

import math
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.digits.digits import square_pixels, texts_below
from nnkit.figures.layout import HIDDEN, Settings, make_figure, text_above
from nnkit.figures.montage import corners, montage, pixel_positions
from nnkit.figures.numbers import fixed, scientific
from nnkit.figures.style import WEIGHTS, weight_key

COLUMNS = 5
WEIGHT_HOVER = "unit %{customdata[0]}, row %{customdata[1]}, column %{customdata[2]}: weight %{z:.4f}<extra></extra>"
_PRODUCT_HOVER = WEIGHT_HOVER.replace(": weight %{z", ": pixel × weight = %{z")


def weight_images(
    kernel: np.ndarray,
    shape: tuple[int, int] = (28, 28),
    max_units: int = 20,
    columns: int = COLUMNS,
    height: int | None = None,
) -> go.Figure:
    """Draw the incoming weights of the first `max_units` units; `kernel` is (height × width, units).

    All images have one colour scale with 0 in its middle. columns: units in a row. height: of the figure in px.
    """
    images = unit_images(kernel, shape, max_units)
    names = [f"unit {number + 1}" for number in range(len(images))]
    units = f"Incoming weights of {_count_text(kernel, images)}"
    alt = f"{units} as images. The weights go from {scientific(images.min())} to {scientific(images.max())}."
    key = f"weight: {weight_key(weight_limit(images))}{left_out(kernel, images)}"
    return _draw_units(images, names, WEIGHT_HOVER, key, columns, height, alt)


def unit_inputs(
    products: np.ndarray,
    outputs: np.ndarray,
    shape: tuple[int, int] = (28, 28),
    max_units: int = 16,
    first: int = 1,
    height: int | None = None,
) -> go.Figure:
    """Draw what each pixel of one image adds to the weighted sums of the first `max_units` units.

    products: each pixel's value times its weight, (height × width, units). outputs: of the units, (units,), which stand
    in the captions. first: the number of the first unit. height: of the figure in px.
    """
    images = unit_images(products, shape, max_units)
    strongest = int(np.argmax(outputs))
    alt = (
        f"What each pixel adds to {_count_text(products, images)}, as images. Unit {first + strongest} has the largest"
    )
    key = f"pixel × weight: {weight_key(weight_limit(images))}{left_out(products, images)}"
    names = [f"{number}: {fixed(output, 1)}" for number, output in enumerate(outputs[: len(images)], first)]
    alt = f"{alt} output, {scientific(outputs[strongest])}."
    return _draw_units(images, names, _PRODUCT_HOVER, key, math.ceil(math.sqrt(len(images))), height, alt)


def _draw_units(
    images: np.ndarray, names: list[str], hover: str, key: str, columns: int, height: int | None, alt: str
) -> go.Figure:
    """Draw an image (units, height, width) for each unit with its name below; `key` explains the colours."""
    tall, wide = images.shape[1:]
    gap = (9, 2)
    x, y = corners(len(images), columns, (tall + gap[0], wide + gap[1]))
    picture = montage(images, columns, gap)
    positions = montage(pixel_positions(*images.shape), columns, gap)
    weights = weight_heatmap(picture, weight_limit(images), customdata=positions, hovertemplate=hover)
    traces = [weights, texts_below(x + wide / 2, y + tall + 1, names, {})]
    above = {"annotations": [text_above(key, yshift=4)], "margin": {"t": 28}}
    height = height or int(picture.shape[0] * 2.4) + 36
    return make_figure(traces, {**square_pixels(picture.shape, HIDDEN), **above}, height, alt)


def unit_images(kernel: np.ndarray, shape: tuple[int, int], max_units: int) -> np.ndarray:
    """Return the first `max_units` columns of a kernel (height × width, units) as images (units, height, width)."""
    return np.asarray(kernel, np.float32)[:, :max_units].T.reshape(-1, *shape)


def weight_limit(images: np.ndarray) -> float:
    """Return the upper end of a colour scale from -limit to limit that covers every weight."""
    return float(np.abs(images).max(initial=0)) or 1.0


def weight_heatmap(values: np.ndarray | None, limit: float, **trace: Any) -> Settings:
    """Draw weights in colours from -limit to limit; None where frames bring the values."""
    colours = {"colorscale": WEIGHTS, "zmin": -limit, "zmax": limit, "showscale": False}
    return {"type": "heatmap", **({} if values is None else {"z": values}), **colours, **trace}


def left_out(kernel: np.ndarray, images: np.ndarray) -> str:
    """Say how many units are shown, where some are left out."""
    return f"   (the first {len(images)} of {kernel.shape[1]} units)" if kernel.shape[1] > len(images) else ""


def _count_text(kernel: np.ndarray, images: np.ndarray) -> str:
    units = kernel.shape[1]
    return f"{units} units" if units == len(images) else f"the first {len(images)} of {units} units"
