"""The value of a control from its text, as a lesson sets it."""

import pytest

from ui.controls.domain import domain_of
from ui.controls.reading import reader_of


def read(widget, text, **arguments):
    def write(option):
        return (f"{option:g}" if isinstance(option, float) else str(option),)

    return reader_of(widget, arguments, write, domain_of(widget, arguments, write))(text)


def test_numbers_have_the_type_of_their_slider():
    assert repr(read("slider", "7", min_value=1, max_value=50)) == "7"
    assert repr(read("slider", "0.25", min_value=0.0, max_value=0.5)) == "0.25"
    assert repr(read("number_input", "2", min_value=0.0, max_value=5.0)) == "2.0"


def test_options_are_found_by_their_text():
    assert read("select_slider", "0.03", options=[0.01, 0.03, None]) == 0.03
    assert read("select_slider", "None", options=[0.01, 0.03, None]) is None
    assert read("selectbox", "XOR", options=["AND", "XOR"]) == "XOR"
    assert read("segmented_control", "", options=["a", "b"]) is None
    assert read("pills", "x2, x1", options=["x1", "x2"], selection_mode="multi") == ["x2", "x1"]
    assert read("pills", "", options=["x1", "x2"], selection_mode="multi") == []


def test_switches_and_texts():
    assert read("toggle", "true") is True
    assert read("toggle", "False") is False
    assert read("text_input", "1, 3, 5") == "1, 3, 5"


@pytest.mark.parametrize(
    ("widget", "text", "arguments"),
    [
        ("slider", "51", {"min_value": 1, "max_value": 50}),
        ("slider", "many", {"min_value": 1, "max_value": 50}),
        ("selectbox", "OR", {"options": ["AND", "XOR"]}),
        ("pills", "x1, x3", {"options": ["x1", "x2"], "selection_mode": "multi"}),
        ("toggle", "maybe", {}),
        ("text_input", "long", {"max_chars": 3}),
    ],
)
def test_other_texts_raise_an_error(widget, text, arguments):
    with pytest.raises(ValueError, match=r"here|option"):
        read(widget, text, **arguments)
