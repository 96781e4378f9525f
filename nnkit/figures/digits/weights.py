"""What the first layer looks for: each unit's incoming weights as an image."""

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.digits.digits import square_sheet
from nnkit.figures.layout import add_text_above, finish, hide_axes
from nnkit.figures.montage import corners, montage, places
from nnkit.figures.style import TEXT, WEIGHTS, weight_key

COLUMNS = 5
WEIGHT_HOVER = "unit %{customdata[0]}, row %{customdata[1]}, column %{customdata[2]}: weight %{z:.4f}<extra></extra>"


def weight_images(kernel: np.ndarray, shape: tuple[int, int] = (28, 28), most: int = 20) -> go.Figure:
    """The incoming weights of the first `most` units; `kernel` is (height × width, units).

    All images share one colour scale with 0 in its middle.
    """
    images = unit_images(kernel, shape, most)
    gap = (9, 2)
    x, y = corners(len(images), COLUMNS, (shape[0] + gap[0], shape[1] + gap[1]))
    limit, sheet = weight_limit(images), montage(images, COLUMNS, gap)
    where = montage(places(len(images), *shape), COLUMNS, gap)
    figure = go.Figure(weight_heatmap(sheet, limit, customdata=where, hovertemplate=WEIGHT_HOVER))
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
    units = f"Incoming weights of {_counted(kernel, images)}"
    alt = f"{units} as images: the weights go from {images.min():.3g} to {images.max():.3g}."
    finish(hide_axes(figure), int(sheet.shape[0] * 2.4) + 36, alt, margin_t=28)
    return square_sheet(figure, sheet.shape)


def unit_images(kernel: np.ndarray, shape: tuple[int, int], most: int) -> np.ndarray:
    """The first `most` columns of a kernel (height × width, units) as images (units, height, width), float32."""
    return np.asarray(kernel, np.float32)[:, :most].T.reshape(-1, *shape)


def weight_limit(images: np.ndarray) -> float:
    """The end of a colour scale with 0 in its middle that holds every weight."""
    return float(np.abs(images).max(initial=0)) or 1.0


def weight_heatmap(sheet: np.ndarray, limit: float, **trace) -> go.Heatmap:
    return go.Heatmap(z=sheet, colorscale=WEIGHTS, zmin=-limit, zmax=limit, showscale=False, **trace)


def left_out(kernel: np.ndarray, images: np.ndarray) -> str:
    return f"   (the first {len(images)} of {kernel.shape[1]} units)" if kernel.shape[1] > len(images) else ""


def _counted(kernel: np.ndarray, images: np.ndarray) -> str:
    units = kernel.shape[1]
    return f"{units} units" if units == len(images) else f"the first {len(images)} of {units} units"
