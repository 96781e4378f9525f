"""Measured numbers and conditions as a reader reads them."""

import pytest

from nnkit.lessons.outcome import COLUMNS, read_conditions
from ui.lessons.numbers import condition_text, written


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("test accuracy", 0.9551, "95.5\u00a0%"),
        ("parameters", 11935.0, "11,935"),
        ("validation loss", 0.33691, "0.337"),
        ("gap", -0.0288, "−0.0288"),
        ("epoch", None, "–"),
        ("ends", 1.0, "yes"),
    ],
)
def test_a_value_is_written_in_its_unit(column, value, text):
    assert column in COLUMNS
    assert written(column, value) == text


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("test accuracy >= 95 %", "test accuracy at least 95.0\u00a0%"),
        ("hidden units <= 10", "hidden units at most 10"),
        ("epoch where validation loss is lowest < 1000", "epoch where validation loss is lowest below 1,000"),
        ("ends = 1", "the rule ends"),
        ("ends = 0", "the rule never ends"),
    ],
)
def test_a_condition_is_written_in_words(condition, text):
    assert condition_text(*read_conditions(condition)) == text
