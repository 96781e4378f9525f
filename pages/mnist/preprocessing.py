"""Conversion of a drawing to the format of MNIST."""

import io

import numpy as np
from PIL import Image

from pages.mnist.strokes import MIN_INK, with_usual_strokes, without_specks

SIDE, BOX = 28, 20
MAX_ZOOM = 4  # pixels that a screen of high resolution sends along an edge of one CSS pixel


def read_canvas(png: bytes | None, side: int) -> np.ndarray | None:
    """Return the ink of a canvas that is `side` CSS pixels wide: (height, width) uint8, 255 for black.

    Returns None for data that is no PNG from such a canvas. A visitor can send anything, and a small PNG can expand to
    gigabytes, so the size of the image is checked before its pixels are read.
    """
    if png is None:
        return None
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            if max(image.size) > MAX_ZOOM * side:
                return None
            return 255 - np.asarray(image.convert("L"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def like_mnist(ink: np.ndarray, brush: float = 0) -> np.ndarray | None:
    """Convert a drawing, (height, width) uint8 with 255 for ink, to (28, 28) uint8; return None if it is empty.

    As for MNIST itself, the bounding box of the ink is scaled to fit 20 × 20 pixels with its proportions kept, and
    placed so that the centre of mass is pixel 14 of 0 … 27 in both directions (LeCun et al., "Gradient-based learning
    applied to document recognition", 1998, section III.A). Before that, specks far from the digit are left out, and
    its strokes are made as broad as MNIST's. brush: their breadth in px; 0 if it is not known, and they stay.
    """
    ink = _cropped(without_specks(ink))
    if not ink.size:
        return None
    if brush:
        ink = _cropped(with_usual_strokes(ink, brush))
    cropped = Image.fromarray(ink)
    scale = BOX / max(cropped.size)
    size = tuple(max(1, round(length * scale)) for length in cropped.size)
    digit = np.asarray(cropped.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR))
    return _centred(digit)


def _cropped(ink: np.ndarray) -> np.ndarray:
    """Return the ink without the rows and columns around it that are empty."""
    rows, columns = np.flatnonzero((ink > MIN_INK).any(axis=1)), np.flatnonzero((ink > MIN_INK).any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else ink[:0, :0]


def _centred(digit: np.ndarray) -> np.ndarray:
    image = np.zeros((SIDE, SIDE), "uint8")
    starts = []
    for axis, length in enumerate(digit.shape):
        mass = digit.sum(axis=1 - axis, dtype="float64")
        centre = (mass * np.arange(length)).sum() / mass.sum()
        starts.append(int(np.clip(round(SIDE / 2 - centre), 0, SIDE - length)))
    image[starts[0] : starts[0] + digit.shape[0], starts[1] : starts[1] + digit.shape[1]] = digit
    return image
