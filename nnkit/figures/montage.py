"""Many small images put together to one, so that a figure needs only one heatmap trace for them."""

import numpy as np


def montage(tiles: np.ndarray, columns: int, gap: tuple[int, int] = (0, 0)) -> np.ndarray:
    """Put images (n, height, width, …) together row by row, each with `gap` (below, right) pixels after it.

    Returns (rows (height + gap), columns (width + gap), …). Pixels without an image are NaN in floating point, which
    a heatmap leaves transparent and without hover, and 0 in whole numbers.
    """
    count, height, width, *rest = tiles.shape
    rows = -(-count // columns)
    empty = np.nan if np.issubdtype(tiles.dtype, np.floating) else 0
    tall, wide = height + gap[0], width + gap[1]
    padded = np.full((rows * columns, tall, wide, *rest), empty, tiles.dtype)
    padded[:count, :height, :width] = tiles
    grid = padded.reshape(rows, columns, tall, wide, *rest).swapaxes(1, 2)
    return grid.reshape(rows * tall, columns * wide, *rest)


def pixel_positions(count: int, height: int, width: int) -> np.ndarray:
    """Return each pixel's image number from 1, row and column from 0: (count, height, width, 3) uint8."""
    numbers, rows, columns = np.indices((count, height, width), np.uint8)
    return np.stack([numbers + np.uint8(1), rows, columns], axis=-1)


def corners(count: int, columns: int, step: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the left and the upper edges of `count` images in the montage's pixels; `step` is (down, right)."""
    rows, across = np.divmod(np.arange(count), columns)
    return across * step[1] - 0.5, rows * step[0] - 0.5
