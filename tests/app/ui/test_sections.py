"""A page of sections: one is open, and only that one runs."""

import pytest
import streamlit as st

from tests.app.visitor import Part
from ui.layout import finish_layout as finish


def page():
    import streamlit as st

    from ui.controls import bound
    from ui.layout import lay_out
    from ui.sections import Section, show_sections

    def show(name):
        st.session_state.setdefault("drawn", []).append(name)
        controls, _ = lay_out(f"Which number is the {name}?")
        bound(controls.slider, name, 0, 9, 3, key=f"page_{name}")

    def section(name, title, *anchors):
        return Section(name, title, lambda: show(name), {anchor: {} for anchor in anchors})

    sections = (section("first", "The first"), section("second", "The second", "old"), section("third", "The third"))
    show_sections("page", "A page", sections)


def visitor(**address):
    visitor = Part(page)
    visitor.app.query_params.update(address)
    visitor.app.session_state["drawn"] = []
    return visitor


def open_section(visitor, name):
    visitor.app.get_by_key("page.sections").set_value(name)
    visitor.run()


@pytest.mark.parametrize("name", ["first", "second", "third"])
def test_an_address_opens_its_section_and_no_other(name):
    one = visitor(section=name).run()
    assert one.app.session_state["drawn"] == [name]
    assert one.app.get_by_key("page.sections").value == name


def test_on_a_phone_the_room_that_keeps_controls_below_the_window_is_gone_once_a_section_is_drawn(monkeypatch):
    held = []
    monkeypatch.setattr("ui.layout.WINDOW_HEIGHT", 901)
    monkeypatch.setattr("ui.sections.finish_layout", lambda: held.append("layout.room" in st.session_state) or finish())
    one = visitor(section="first")
    held.clear()
    one.app.session_state["window.last"] = {"narrow": True}
    one.run()
    assert not one.app.get("space")
    open_section(one, "second")
    one.app.get_by_key("page_second").set_value(5)
    one.run()
    assert not one.app.get("space")
    assert held == [True, True, False]  # a section that is drawn again keeps its place


@pytest.mark.parametrize("address", [{}, {"section": "nonsense"}, {"section": ""}])
def test_any_other_address_opens_the_first_section(address):
    one = visitor(**address).run()
    assert one.app.session_state["drawn"] == ["first"]
    assert "section" not in one.app.query_params


def test_choosing_a_section_names_it_in_the_address():
    one = visitor().run()
    open_section(one, "third")
    assert one.app.session_state["drawn"] == ["first", "third"]
    assert one.app.query_params["section"] in ("third", ["third"])
    open_section(one, "first")
    assert "section" not in one.app.query_params


def test_settings_are_there_when_a_reader_comes_back():
    one = visitor().run()
    one.choose(page_first=7)
    open_section(one, "second")
    one.choose(page_second=8)
    open_section(one, "first")
    assert one.app.get_by_key("page_first").value == 7
    open_section(one, "second")
    assert one.app.get_by_key("page_second").value == 8


def labels(visitor):
    """The labels of all buttons but those in the heading."""
    return [button.label for button in visitor.app.button if button.label not in ("Kept", "Present", "Copy link")]


def test_previous_and_next_lead_through_all_sections():
    one = visitor().run()
    assert labels(one) == ["The second"]
    one.press("page.next")
    assert labels(one) == ["The first", "The third"]
    one.press("page.next")
    assert labels(one) == ["The second"]
    one.press("page.previous")
    assert one.app.session_state["drawn"] == ["first", "second", "third", "second"]


def test_the_section_left_last_is_open_when_a_reader_returns_from_another_page():
    one = visitor(section="second").run()
    one.app.session_state["page"] = "another page"
    del one.app.query_params["section"]
    one.run()
    assert one.app.session_state["drawn"] == ["second", "second"]
    assert one.app.query_params["section"] in ("second", ["second"])


def test_going_back_in_the_browser_to_the_bare_address_opens_the_first_section():
    one = visitor(section="second").run()
    del one.app.query_params["section"]
    one.run()
    assert one.app.session_state["drawn"] == ["second", "first"]
