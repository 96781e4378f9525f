"""Clean-up of a drawing before it is scaled: specks far from the digit go, and strokes get the breadth of MNIST's."""

from itertools import product

import numpy as np

MIN_INK = 32  # of 255: fainter pixels come from the smoothing of a stroke's edge
CELLS = 64  # along the longer side of a drawing, for finding the pieces of ink that hang together
SPECK = 0.4  # of the length of the longest piece: shorter ones may be specks
STROKE = 0.14  # of the digit's length; for half of MNIST's digits it is 0.10 to 0.15
MIN_STROKE = 2  # px

Cell = tuple[int, int]  # row and column
Box = tuple[int, int, int, int]  # top, left, bottom, right; the last two are the first row and column outside


def without_specks(ink: np.ndarray) -> np.ndarray:
    """Return the drawing without pieces that are short, and farther from all others than they are long.

    ink: (height, width) uint8. A detached bar of a 5 is long, and the dots of a dotted digit are near one another.
    """
    side = -(-max(ink.shape) // CELLS)  # rounded up
    pieces = _pieces(_in_cells(ink > MIN_INK, side))
    boxes = [_box(piece) for piece in pieces]
    longest = max(map(_length, boxes), default=0)
    specks = {number for number, box in enumerate(boxes) if _length(box) < SPECK * longest}
    kept = set(range(len(boxes))) - specks
    while near := {speck for speck in specks if any(_is_near(boxes[speck], boxes[other]) for other in kept)}:
        specks, kept = specks - near, kept | near
    if specks:
        ink = ink.copy()
    for row, column in (cell for speck in specks for cell in pieces[speck]):
        ink[row * side : (row + 1) * side, column * side : (column + 1) * side] = 0
    return ink


def with_usual_strokes(ink: np.ndarray, brush: float) -> np.ndarray:
    """Return the drawing with strokes that are as broad as MNIST's are, in proportion to the digit.

    ink: (height, width) uint8, with nothing around the digit. brush: the breadth of its strokes in px. A drawing that
    would vanish, because its strokes are narrower than the brush, is returned as it is.
    """
    path = max(ink.shape) - brush  # the length of the digit, measured along the middle of its strokes
    pixels = round((max(MIN_STROKE, STROKE / (1 - STROKE) * path) - brush) / 2)  # at every edge
    if pixels >= 0:
        return _grown(np.pad(ink, pixels), pixels)
    thin = 255 - _grown(255 - np.pad(ink, 1), -pixels)
    return thin if (thin > MIN_INK).any() else ink


def _grown(ink: np.ndarray, pixels: int) -> np.ndarray:
    """Add some pixels to every edge of the ink. Every second step adds corners too, so that circles stay round."""
    rows, columns = ink.shape
    for step in range(pixels):
        padded = np.pad(ink, 1, mode="edge")
        shifts = [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)] + [(0, 0), (0, 2), (2, 0), (2, 2)] * (step % 2)
        ink = np.maximum.reduce([padded[row : row + rows, column : column + columns] for row, column in shifts])
    return ink


def _in_cells(inked: np.ndarray, side: int) -> np.ndarray:
    """Return which cells of side × side pixels hold ink."""
    padded = np.pad(inked, [(0, -length % side) for length in inked.shape])
    rows, columns = (length // side for length in padded.shape)
    return padded.reshape(rows, side, columns, side).any(axis=(1, 3))


def _pieces(inked: np.ndarray) -> list[set[Cell]]:
    """Return the inked cells in sets of those that hang together, also at corners.

    SciPy has a function for this, but its import takes half a second, and no page needs it otherwise.
    """
    left = set(zip(*(places.tolist() for places in np.nonzero(inked)), strict=True))
    pieces = []
    while left:
        piece, edge = set(), {left.pop()}
        while edge:
            piece |= edge
            edge = {(row + i, column + j) for row, column in edge for i, j in product((-1, 0, 1), repeat=2)} & left
            left -= edge
        pieces.append(piece)
    return pieces


def _box(piece: set[Cell]) -> Box:
    rows, columns = zip(*piece, strict=True)
    return min(rows), min(columns), max(rows) + 1, max(columns) + 1


def _length(box: Box) -> int:
    top, left, bottom, right = box
    return max(bottom - top, right - left)


def _is_near(piece: Box, other: Box) -> bool:
    """Return whether a piece is no farther from another than it is long."""
    gaps = (other[0] - piece[2], piece[0] - other[2], other[1] - piece[3], piece[1] - other[3])
    return max(gaps) <= _length(piece)
