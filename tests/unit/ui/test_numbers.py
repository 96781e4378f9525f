"""Numbers as pages write them."""

import math

import pytest

from ui.numbers import counted, factor, fixed, percent, scientific, sum_of_products


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.125, 1, "12.5\u00a0%"),
        (1, 0, "100\u00a0%"),
        (0.9996, 1, "100.0\u00a0%"),
        (-0.25, 0, "−25\u00a0%"),
        (0.0, 1, "0.0\u00a0%"),
        (math.nan, 1, "nan\u00a0%"),
    ],
)
def test_a_share_is_written_in_percent(share, decimals, text):
    assert percent(share, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "0.50"), (-0.5, "−0.50"), (-0.001, "0.00"), (1234.5, "1,234.50"), (math.inf, "inf")]
)
def test_a_number_is_written_with_two_decimals(value, text):
    assert fixed(value) == text


def test_more_significant_digits_are_written_when_asked_for():
    assert scientific(12_345.6, 4) == "12,350"
    assert scientific(-1.23456e-7, 2) == "−1.2 · 10⁻⁷"


def test_negative_numbers_have_brackets_in_a_product():
    assert factor("−3") == "(−3)"
    assert factor("3") == "3"
    assert sum_of_products(["2", "−1"], ["−0.50", "3"]) == "2 · (−0.50) + (−1) · 3"


def test_a_sum_of_products_needs_a_partner_for_every_number():
    with pytest.raises(ValueError, match="shorter"):
        sum_of_products(["2", "1"], ["3"])


@pytest.mark.parametrize(("number", "text"), [(0, "0 steps"), (1, "1 step"), (1_000, "1,000 steps")])
def test_a_noun_agrees_with_its_number(number, text):
    assert counted(number, "step") == text
