"""The search for wrong forms finds them, and nothing else."""

import pytest

from tests.forms import wrong_forms


@pytest.mark.parametrize(
    "text",
    ["12.3%", "12.3 %", "from -0.5 to 1", "-1", "(-0.25, 1)", "60000 digits", "1e-05", "2.5e+10 nats", "15 relu units"],
)
def test_a_wrong_form_is_found(text):
    assert len(wrong_forms(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "12.3\u00a0%",
        "from −0.50 to 1",
        "60,000 digits, 0.00001",
        "a 2-3-1 network of 1943–1949",
        "`activation='relu'` and `-1`",
        "[Psychological Review 65(6), 386–408](https://doi.org/10.1037/h0042519)",
        "2.2 · 10⁻¹¹",
        "x1 = %{x:.2f}, P = %{z}\u00a0%",
    ],
)
def test_a_right_form_is_not(text):
    assert wrong_forms(text) == []
