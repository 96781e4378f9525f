"""Handwritten digits, and how many of each class there are."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, HIDDEN, PICTURE, Settings, make_figure
from nnkit.figures.montage import corners, montage, pixel_positions
from nnkit.figures.numbers import PERCENT, fixed
from nnkit.figures.style import BLUE, CORRECT, GREY, INK, TEXT, WRONG

_MAX_DIGITS = 50
_SIDE = 28  # pixels
_SCALE = 2.4  # px per digit pixel; five digits then fill the width of a phone
_BELOW = 9  # digit pixels for a caption of 12 px
DIGIT_SETTINGS = {"colorscale": INK, "zmin": 0, "zmax": 255, "showscale": False}
PIXEL_HOVER = "digit %{customdata[0]}, row %{customdata[1]}, column %{customdata[2]}: %{z:.0f}<extra></extra>"


def digit_row(
    images: np.ndarray,
    captions: Sequence[str],
    correct: Sequence[bool] | None = None,
    columns: int = 10,
    height: int | None = None,
) -> go.Figure:
    """Draw up to 50 digits (n, 28, 28) uint8 in rows of `columns` (5 for a narrow column), with a caption under each.

    Where `correct` (n,) is given, captions are marked ✓ or ✗ and coloured. height: of the figure in px; digits become
    as large as it and the width allow. Raises ValueError for another number of digits or captions.
    """
    count = len(images)
    if not 1 <= count <= _MAX_DIGITS or len(captions) != count:
        raise ValueError(f"digit_row takes 1 to {_MAX_DIGITS} digits, each with a caption; got {count} digits")
    below, right = _BELOW, 2
    x, y = corners(count, columns, (_SIDE + below, _SIDE + right))
    # Floating point, because NaN keeps the room for captions free of ink and hover.
    picture = montage(images.astype(np.float32), columns, (below, right))
    positions = montage(pixel_positions(count, _SIDE, _SIDE), columns, (below, right))
    digits = {"type": "heatmap", "z": picture, "customdata": positions, "hovertemplate": PIXEL_HOVER, **DIGIT_SETTINGS}
    texts = texts_below(x + _SIDE / 2, y + _SIDE + 1, marked(captions, correct), marked_colours(correct))
    height = height or int(picture.shape[0] * _SCALE) + 16
    alt = _captions_alt_text(captions, correct)
    return make_figure([digits, texts], square_pixels(picture.shape, HIDDEN), height, alt)


def texts_below(x: np.ndarray, y: np.ndarray, texts: list[str], colours: Settings) -> Settings:
    """Write texts under the places (x, y). colours: the `color` of a textfont, or empty."""
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "text",
        "text": texts,
        "textposition": "bottom center",
        "textfont": {"size": TEXT, **colours},
        "hoverinfo": "skip",
    }


def marked(captions: Sequence[str], correct: Sequence[bool] | None) -> list[str]:
    """Put ✓ or ✗ before the captions, so that one sees without colours which are correct."""
    if correct is None:
        return [str(caption) for caption in captions]
    return [f"{'✓' if right else '✗'} {caption}" for caption, right in zip(captions, correct, strict=True)]


def marked_colours(correct: Sequence[bool] | None) -> dict[str, list[str]]:
    """Return the `color` of a textfont; empty, and so the theme's own colour, where `correct` is None."""
    return {} if correct is None else {"color": [CORRECT if right else WRONG for right in correct]}


def square_pixels(shape: tuple[int, ...], axis: Settings) -> Settings:
    """Return the axes of a whole picture of (rows, columns) pixels, row 0 on top, with square pixels at any width.

    axis: settings of both axes.
    """
    across = {"range": [-0.5, shape[1] - 0.5], "constrain": "domain", "constraintoward": "left"}
    down = {"range": [shape[0] - 0.5, -0.5], "constrain": "domain", "constraintoward": "top", "scaleanchor": "x"}
    return {"xaxis": {**axis, **across}, "yaxis": {**axis, **down}}


def _captions_alt_text(captions: Sequence[str], correct: Sequence[bool] | None) -> str:
    listed = ", ".join(str(caption) for caption in captions)
    text = f"{len(captions)} handwritten digits with the captions {listed}."
    if correct is None:
        return text
    right = int(np.sum(correct))
    return f"{text} {right} marked correct, {len(captions) - right} marked wrong."


# A colour bar above the digit, of the same length on a wide page and a phone: beside the digit it would be far away.
_COLOUR_BAR = {"orientation": "h", "x": 0, "xanchor": "left", "xpad": 0, "y": 1, "yanchor": "bottom", "ypad": 8}
_COLOUR_BAR |= {
    "tickfont": {"size": TEXT},
    "len": 220,
    "lenmode": "pixels",
    "thickness": 10,
    "ticklabeloverflow": "allow",  # the numbers at its ends stand half beside it
    "outlinecolor": GREY,
    "outlinewidth": 1,
}


def pixel_map(image: np.ndarray, scaled: bool = False, height: int = 340) -> go.Figure:
    """Draw one digit (28, 28) uint8 pixel by pixel, with values 0 … 255, or 0 … 1 as the network gets them.

    height: of the figure in px.
    """
    values = (image / 255).astype(np.float32) if scaled else np.asarray(image, np.uint8)
    highest, form = (1, ".3f") if scaled else (255, ".0f")
    pixels = {
        "type": "heatmap",
        "z": values,
        "colorscale": INK,
        "zmin": 0,
        "zmax": highest,
        "hovertemplate": f"row %{{y}}, column %{{x}}: %{{z:{form}}}<extra></extra>",
        "colorbar": {"tickvals": [0, highest / 2, highest], **_COLOUR_BAR},
    }
    alt = f"A handwritten digit of {image.shape[0]} by {image.shape[1]} pixels. {np.count_nonzero(image)} of them have "
    alt += f"ink. The darkest pixel has the value {values.max():{form}} of {highest}."
    axes = square_pixels(image.shape, PICTURE)
    axes["xaxis"]["title"], axes["yaxis"]["title"] = {"text": "column (pixel)"}, {"text": "row (pixel)"}
    return make_figure([pixels], axes, height, alt)


def class_counts(labels: np.ndarray, classes: int = 10, height: int = 280) -> go.Figure:
    """Draw how many digits of each class there are; `labels` (n,) are whole numbers below `classes`.

    height: of the figure in px.
    """
    counts = np.bincount(labels, minlength=classes)
    shares = 100 * counts / max(1, counts.sum())
    bars = {
        "type": "bar",
        "x": np.arange(classes),
        "y": counts,
        "customdata": shares,
        "marker": {"color": BLUE},
        "hovertemplate": "digit %{x}: %{y:,} images, %{customdata:.1f}\u00a0%<extra></extra>",
    }
    most, least = counts.argmax(), counts.argmin()
    alt = (
        f"{counts.sum():,} digits. The most frequent is {most} ({counts[most]:,}, {fixed(shares[most], 1)}{PERCENT}), "
    )
    alt += f"the least frequent is {least} ({counts[least]:,}, {fixed(shares[least], 1)}{PERCENT})."
    x = {"title": {"text": "digit"}, "dtick": 1, **FIXED}
    y = {"title": {"text": "images"}, "tickformat": ",", **FIXED}
    return make_figure([bars], {"xaxis": x, "yaxis": y}, height, alt)
