"""Drawings as they come from the canvas: with specks, in several strokes, and very small."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy.ndimage import label
from sklearn.neighbors import KNeighborsClassifier

from nnkit import Mnist, load
from pages.mnist.draw_digit import BRUSH, CANVAS_SIDE
from pages.mnist.preprocessing import like_mnist

CENTRE = (140, 140)  # px


def arc(x, y, width, height, first, last):
    """Points on an ellipse, from one angle in degrees to another, clockwise from the right."""
    angles = np.radians(np.linspace(first, last, 30))
    return [*zip(x + width * np.cos(angles), y + height * np.sin(angles), strict=True)]


# The strokes of each digit, in a box that is 1 high and 0.6 wide, from its upper left corner.
DIGITS = {
    0: [arc(0.3, 0.5, 0.3, 0.5, -90, 270)],
    1: [[(0.3, 0), (0.3, 1)]],
    2: [[*arc(0.3, 0.27, 0.28, 0.27, 190, 380), (0.02, 1), (0.6, 1)]],
    3: [[*arc(0.25, 0.25, 0.27, 0.25, 200, 440), *arc(0.25, 0.74, 0.33, 0.26, -80, 150)]],
    4: [[(0.1, 0), (0.02, 0.6), (0.6, 0.6)], [(0.5, 0.1), (0.48, 1)]],
    5: [[(0.55, 0), (0.1, 0), (0.06, 0.42), *arc(0.22, 0.68, 0.34, 0.32, -110, 140)]],
    6: [[(0.4, 0), *arc(0.3, 0.7, 0.28, 0.3, 190, 550)]],
    7: [[(0, 0), (0.6, 0), (0.2, 1)]],
    8: [arc(0.3, 0.25, 0.24, 0.25, 90, 450), arc(0.3, 0.75, 0.29, 0.25, -90, 270)],
    9: [arc(0.3, 0.28, 0.27, 0.28, 0, 360), [(0.57, 0.28), (0.5, 1)]],
}
HOLES = {0: 1, 1: 0, 2: 0, 3: 0, 5: 0, 6: 1, 7: 0, 8: 2, 9: 1}
DETACHED_BAR = [[(0.12, 0.08), (0.06, 0.42), *arc(0.22, 0.68, 0.34, 0.32, -110, 140)], [(0.3, -0.04), (0.62, -0.08)]]
OPEN_4 = [[(0.1, 0), (0.02, 0.6), (0.36, 0.6)], [(0.55, 0.1), (0.53, 1)]]
DOTTED_7 = [[point] * 2 for point in [*zip(np.linspace(0, 0.6, 5), [0] * 5, strict=True), (0.5, 0.25), (0.4, 0.5)]]
SPECK = [[(0, 0), (0.001, 0)]]


def canvas_with(*drawings, brush=BRUSH, zoom=1):
    """The ink of strokes drawn with a round brush: (side, side) uint8. drawings: strokes, height and centre of each."""
    fine = 4 * zoom  # the canvas smooths its edges
    canvas = Image.new("L", (CANVAS_SIDE * fine,) * 2)
    pen, radius = ImageDraw.Draw(canvas), brush * fine / 2
    for strokes, height, (column, row) in drawings:
        for stroke in strokes:
            points = [((column + (x - 0.3) * height) * fine, (row + (y - 0.5) * height) * fine) for x, y in stroke]
            pen.line(points, fill=255, width=round(2 * radius))
            for x, y in points:
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(canvas.resize((CANVAS_SIDE * zoom,) * 2, Image.Resampling.BOX))


def digit_of(strokes, height, zoom=1):
    return like_mnist(canvas_with((strokes, height, CENTRE), zoom=zoom), BRUSH * zoom)


def pieces(image):
    """How many pieces of ink there are, those that touch at corners counted as one."""
    return label(image > 64, np.ones((3, 3)))[1]


def holes(image):
    return label(np.pad(image < 128, 1, constant_values=True))[1] - 1


def similarity(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


@pytest.mark.parametrize("height", [40, 120])
@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("brush", [0, BRUSH])
def test_a_far_speck_does_not_move_a_digit(digit, height, brush):
    drawing = (DIGITS[digit], height, CENTRE)
    alone = like_mnist(canvas_with(drawing), brush)
    for place in ((15, 20), (265, 30), (20, 262), (140, 15)):
        assert (like_mnist(canvas_with(drawing, (SPECK, 1, place)), brush) == alone).all(), place
    several = [(SPECK, 1, place) for place in ((15, 20), (265, 30), (270, 60), (20, 262))]
    assert (like_mnist(canvas_with(drawing, *several), brush) == alone).all()


@pytest.mark.parametrize("height", [60, 120, 200])
@pytest.mark.parametrize(
    ("strokes", "count"), [(DETACHED_BAR, 2), (OPEN_4, 2), (DOTTED_7, 7)], ids=["5 with bar", "4", "dotted 7"]
)
def test_a_digit_in_several_strokes_stays_whole(strokes, count, height):
    ink = canvas_with((strokes, height, CENTRE))
    if height > 60:  # in a small digit, the brush closes the gaps
        assert pieces(ink) == count
    digit = like_mnist(ink)
    wanted = Image.fromarray(ink).crop(Image.fromarray(ink).getbbox())
    size = 20 / max(wanted.size)
    rows, columns = (np.ptp(np.flatnonzero((digit > 32).any(axis=axis))) + 1 for axis in (1, 0))
    assert rows == pytest.approx(wanted.height * size, abs=1.1)
    assert columns == pytest.approx(wanted.width * size, abs=1.1)
    speck = (SPECK, 1, (12, 12))
    if height < 200:
        assert (like_mnist(canvas_with((strokes, height, CENTRE), speck)) == digit).all()


@pytest.mark.parametrize("digit", HOLES)
def test_a_very_small_drawing_keeps_its_shape(digit):
    """It is drawn with the same broad brush, which would fill its holes once it is scaled."""
    large, small = (digit_of(DIGITS[digit], height) for height in (180, 35))
    assert holes(large) == HOLES[digit]
    assert pieces(small) == 1
    if digit not in (8, 9):  # where the brush has closed a hole already
        assert holes(small) == HOLES[digit]
    assert similarity(small, large) > 0.75


def test_small_drawings_are_read_as_well_as_large_ones():
    digits, random = load(Mnist()), np.random.default_rng(0)
    classifier = KNeighborsClassifier(3).fit(digits.x_train[:6_000].reshape(-1, 784), digits.y_train[:6_000])
    labels = [digit for digit in DIGITS for _ in range(4)]
    slants = random.uniform(-0.15, 0.25, len(labels))
    drawings = [
        [[(x + slant * (0.5 - y), y) for x, y in stroke] for stroke in DIGITS[digit]]
        for digit, slant in zip(labels, slants, strict=True)
    ]
    read = {
        height: classifier.score(np.array([digit_of(strokes, height) for strokes in drawings]).reshape(-1, 784), labels)
        for height in (35, 60, 150, 230)
    }
    assert min(read.values()) > 0.8, read


def test_strokes_are_as_broad_as_those_of_mnist():
    """The ink's area by its outline, in proportion to the digit's length."""

    def breadth(image):
        rows, columns = np.nonzero(image > 127)
        outline = np.abs(np.diff(np.pad(image > 127, 1), axis=0)).sum() / 2
        return len(rows) / outline / max(np.ptp(rows), np.ptp(columns))

    theirs = [breadth(image) for image in load(Mnist()).x_test[:500]]
    low, high = np.percentile(theirs, [5, 95])
    for height in (35, 80, 150, 240):
        ours = np.median([breadth(digit_of(strokes, height)) for strokes in DIGITS.values()])
        assert low < ours < high, height


def test_a_canvas_of_high_resolution_gives_the_same_digit():
    """Nearly: strokes are thinned by whole pixels."""
    for strokes in (DIGITS[2], DIGITS[8], DETACHED_BAR):
        assert (
            similarity(digit_of(strokes, 50), digit_of(strokes, 50, zoom=2)) > 0.9
        )  # strokes are thinned by whole pixels


def test_strokes_narrower_than_the_brush_do_not_vanish():
    ink = canvas_with((DIGITS[1], 20, CENTRE), brush=2)
    assert (like_mnist(ink, BRUSH) == like_mnist(ink)).all()
    dot = canvas_with((SPECK, 1, (30, 250)))
    assert like_mnist(dot, BRUSH).any()
