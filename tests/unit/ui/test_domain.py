"""What an address may choose for a control."""

import inspect

import pytest
import streamlit as st

from tests.unit.test_architecture import SOURCES
from ui.controls.domain import domain_of

MULTI = {"options": ["x1", "x2"], "selection_mode": "multi"}


def usable(widget, texts, **arguments):
    return domain_of(widget.__name__, arguments, lambda option: (f"{option:g}" if option != "all" else "all",)).usable(
        texts
    )


@pytest.mark.parametrize("text", ["1", "128", "7.5", " 7 ", "1e2"])
@pytest.mark.parametrize("widget", [st.slider, st.number_input])
def test_a_number_within_the_range_is_usable(widget, text):
    assert usable(widget, (text,), min_value=1, max_value=128)
    assert usable(widget, ("nan", text), min_value=1, max_value=128)  # the last one counts


@pytest.mark.parametrize("text", ["0", "129", "-1", "inf", "-inf", "nan", "1e400", "", "x", "1,5", "\x00"])
@pytest.mark.parametrize("widget", [st.slider, st.number_input])
def test_other_texts_are_no_number_within_it(widget, text):
    assert not usable(widget, (text,), min_value=1, max_value=128)
    assert not usable(widget, ("7", text), min_value=1, max_value=128)


def test_one_of_several_options_is_usable_by_its_text():
    assert usable(st.select_slider, ("0.03",), options=[0.01, 0.03, "all"])
    assert usable(st.selectbox, ("all",), options=[0.01, 0.03, "all"])
    assert not usable(st.selectbox, ("0.02",), options=[0.01, 0.03, "all"])
    assert not usable(st.selectbox, ("",), options=[0.01])
    assert not usable(st.segmented_control, ("",), options=[0.01], required=True)
    assert usable(st.segmented_control, ("",), options=[0.01])  # none of them


def test_of_several_choices_one_has_to_be_known():
    def chosen(*texts):
        return domain_of("pills", MULTI, lambda option: (option,)).usable(texts)

    assert chosen("x1")
    assert chosen("x1", "x3")  # Streamlit leaves x3 out
    assert chosen("")
    assert not chosen("x3")


def test_a_switch_is_on_or_off_and_a_text_has_a_length():
    assert usable(st.toggle, ("true",))
    assert not usable(st.toggle, ("1",))
    assert usable(st.text_input, ("a" * 10_000,))
    assert not usable(st.text_input, ("a" * 10_001,))
    assert not usable(st.text_input, ("abc",), max_chars=2)


def test_every_widget_that_the_address_holds_is_drawn_by_one_function():
    bound = [module for module, path in SOURCES.items() if "bind=" in path.read_text(encoding="utf-8")]
    assert bound == ["ui.controls.binding"]
    assert "bind" in inspect.signature(st.slider).parameters
