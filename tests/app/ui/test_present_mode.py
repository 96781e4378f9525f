"""Present mode: one section, its controls folded until wanted, and the ways on and out."""

from contextlib import nullcontext

import pytest
import streamlit as st
from streamlit.util import calc_hash

from tests.app.ui.test_links import link_of
from tests.app.visitor import Visitor

CONTROLS = "present.controls"


def present(page, section="", **settings):
    visitor = Visitor(page, section, **settings)
    visitor.app.query_params["present"] = "1"
    return visitor.run()


def address(visitor):
    """The parameters of the address, each with its last value."""
    found = visitor.app.query_params
    return {name: found[name][-1] if isinstance(found[name], list) else found[name] for name in found}


def press(visitor, key):
    """Press a button. When it has led to another page, AppTest is told, as a browser is."""
    visitor.app.button(key=key).click()
    visitor.run()
    visitor.app._page_hash = calc_hash(visitor.app.session_state["presenting.page"])
    return visitor


def folded(visitor):
    """The keys of the sliders and menus that the part named Controls holds, and those elsewhere on the page."""
    (part,) = [each for each in visitor.app.expander if each.label == "Controls"]
    inside = {each.key for kind in ("slider", "select_slider", "selectbox") for each in getattr(part, kind)}
    anywhere = {
        each.key for kind in ("slider", "select_slider", "selectbox") for each in getattr(visitor.app.main, kind)
    }
    return inside, anywhere - inside


def test_controls_are_folded_and_keep_the_values_of_the_address(stuck_queue):
    visitor = present("overfitting", "depth", rate=0.03, epochs=500)
    inside, elsewhere = folded(visitor)
    assert {"overfitting_rate", "overfitting_epochs", "overfitting_units_1"} <= inside
    assert not elsewhere
    assert not visitor.app.session_state[CONTROLS]
    assert visitor.value("rate") == 0.03
    assert not visitor.app.title
    assert "overfitting.sections" not in {each.key for each in visitor.app.get("button_group")}


def test_controls_are_moved_while_they_are_open_and_keep_their_values_when_they_are_folded(stuck_queue):
    visitor = present("overfitting", "depth")
    visitor.app.session_state[CONTROLS] = True
    visitor.run().choose(rate=0.1)
    visitor.app.session_state[CONTROLS] = False
    visitor.run()
    assert visitor.value("rate") == 0.1
    assert not folded(visitor)[1]


def test_a_run_that_was_ended_before_it_had_drawn_the_code_leaves_nothing_to_the_usual_page(stuck_queue):
    visitor = Visitor("overfitting", "width").run()
    visitor.app.session_state["present.code"] = nullcontext()
    visitor.run()
    assert len([button for button in visitor.app.button if button.label == "Present"]) == 1


def test_switches_of_views_are_with_the_controls(stuck_queue):
    visitor = present("history", "hebb")
    (part,) = [each for each in visitor.app.expander if each.label == "Controls"]
    assert {each.key for each in part.get("button_group")} >= {"history_hebb_view"}


def test_the_ways_on_lead_through_sections_and_pages(stuck_queue):
    visitor = present("history", "line")
    press(visitor, "present.next")
    assert address(visitor) == {"section": "hidden", "present": "1"}
    press(visitor, "present.next")
    assert address(visitor) == {"present": "1"}
    assert visitor.app.session_state["page"] == "perceptron"
    press(visitor, "present.previous")
    assert visitor.app.session_state["page"] == "history"
    assert address(visitor) == {"section": "hidden", "present": "1"}


def test_the_first_page_has_no_way_back_and_the_end_brings_the_usual_page(stuck_queue):
    visitor = present("")
    assert visitor.app.button(key="present.previous").disabled
    press(visitor, "present.next")
    assert visitor.app.session_state["page"] == "history"
    press(visitor, "present.end")
    assert "present" not in address(visitor)
    assert visitor.app.title[0].value == "History"
    press(visitor, "present.begin")
    assert address(visitor)["present"] == "1"
    assert not visitor.app.title


def test_a_lesson_shows_its_step_and_goes_on_step_by_step(stuck_queue):
    visitor = present("overfitting", "depth")
    visitor.app.query_params.update({"lesson": "overfitting", "step": "1"})
    visitor.run()
    assert visitor.says("step 1 of 6")
    assert "present.next" not in {each.key for each in visitor.app.button}
    (question,) = [each for each in visitor.app.text_area if each.label == "Your answer"]
    (part,) = [each for each in visitor.app.expander if each.label == "Controls"]
    assert question.key not in {each.key for each in part.text_area}
    press(visitor, "lessons.next")
    assert address(visitor) == {"section": "width", "lesson": "overfitting", "step": "2", "present": "1"}
    assert "present.end" in {each.key for each in visitor.app.button}


@pytest.mark.parametrize(("own", "codes"), [("192.168.1.5", 1), (None, 0)])
def test_the_code_names_the_server_on_the_network_and_never_this_machine(own, codes, stuck_queue, monkeypatch):
    made = []
    monkeypatch.setattr(type(st.context), "url", "http://localhost:8501/history")
    monkeypatch.setattr("ui.links.copy_link.network_address", lambda: own)
    monkeypatch.setattr("ui.links.copy_link._show_code", lambda link, *_: made.append(link))
    present("history", "line", neuron_bias=3)
    assert len(made) == codes
    assert all(link.startswith("http://192.168.1.5:8501/history?section=line") for link in made)
    assert not any("present" in link for link in made)


def test_a_link_for_the_class_does_not_present(stuck_queue):
    visitor = present("overfitting", "depth", rate=0.03)
    assert link_of(visitor) == {"section": ["depth"], "overfitting_rate": ["0.03"]}


def test_another_value_in_the_address_is_told():
    visitor = Visitor("history", "line")
    visitor.app.query_params["present"] = "yes"
    assert visitor.run().says("present=yes (only 1 is possible)")
