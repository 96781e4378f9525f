"""Lines between the corners of a square: worked examples, and that no line classifies all four corners of XOR."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.svm import LinearSVC

from nnkit.concepts.decision_line import ANGLES, CORNERS, OFFSETS, XOR, DecisionLine, try_every_line

LINES = st.builds(DecisionLine, st.floats(0, 360), st.floats(-2, 2))


@pytest.mark.parametrize(
    ("line", "labels", "right"),
    [
        (DecisionLine(0, 0.5), XOR, [True, False, True, False]),  # x1 > 0.5
        (DecisionLine(90, 0.5), XOR, [True, True, False, False]),  # x2 > 0.5
        (DecisionLine(45, 0.5**0.5 / 2), XOR, [True, True, True, False]),  # x1 + x2 > 0.5: OR
        (DecisionLine(45, 1.5 * 0.5**0.5), [0, 0, 0, 1], [True] * 4),  # x1 + x2 > 1.5: AND
        (DecisionLine(180, -0.5), [1, 1, 0, 0], [True] * 4),  # -x1 > -0.5
    ],
)
def test_sides_by_hand(line, labels, right):
    assert line.is_correct(CORNERS, np.array(labels)).tolist() == right
    assert line.is_correct(CORNERS, tuple(labels)).tolist() == right


@given(LINES)
def test_no_line_gets_all_of_xor(line):
    """The distances of (0, 0) and (1, 1) add up to those of (0, 1) and (1, 0)."""
    distances = line.signed_distances(CORNERS)
    assert distances[0] + distances[3] == pytest.approx(distances[1] + distances[2], abs=1e-9)
    assert line.is_correct(CORNERS, XOR).sum() <= 3


@pytest.mark.parametrize("code", range(16))
def test_the_search_finds_all_four_just_where_a_support_vector_machine_does(code):
    labels = tuple(code >> place & 1 for place in range(4))
    search = try_every_line(labels)
    assert search.tried == len(ANGLES) * len(OFFSETS)
    if len(set(labels)) == 1:
        assert search.max_correct == 4
        return
    machine = LinearSVC(C=1e4, max_iter=100_000).fit(CORNERS, labels)
    assert (search.max_correct == 4) == (machine.score(CORNERS, labels) == 1)
    assert search.max_correct >= 3


def test_the_share_of_best_lines_is_that_on_a_coarser_grid():
    grid = [DecisionLine(angle, offset) for angle in ANGLES[::40] for offset in OFFSETS[::50]]
    best = [line for line in grid if line.is_correct(CORNERS, XOR).sum() == 3]
    share = try_every_line().best_count / try_every_line().tried
    assert share == pytest.approx(len(best) / len(grid), abs=0.06)
