"""A link opens the section with the settings of the one who copied it, whatever the address bar says."""

import re
from urllib.parse import parse_qs

import pytest
import streamlit as st

from tests.app.visitor import Visitor
from tools.sections import sections
from ui.controls import binding


def link_of(visitor):
    """Press the button; return the parameters of the link that the dialog shows, each with its values."""
    visitor.app.button(key="link.open").click()
    visitor.run()
    (link,) = [code.value for code in visitor.app.code if "?" in code.value]
    return parse_qs(link.partition("?")[2], keep_blank_values=True, strict_parsing=True)


def follow(page, link):
    """Open the link in a session of its own."""
    visitor = Visitor(page)
    visitor.app.query_params.update(link)
    return visitor.run()


def requested(visitor):
    """The experiments that each part of the page has submitted."""
    names = [name for name in visitor.app.session_state if name.endswith(".training")]
    return {name: visitor.app.session_state[name].experiments for name in names}


CHANGES = {
    ("overfitting", "depth"): {"layers": 2, "units_2": 3, "rate": 0.03, "activation": "relu", "batch": 32, "l2": 0.001},
    ("overfitting", "width"): {"width_units": "2, 7", "width_seed": 5, "noise": 0.35, "features": ["x1", "x1²"]},
    ("overfitting", "remedies"): {"shape": "circles", "points": 50},
    ("mnist", "train"): {
        "layers": 0,
        "epochs": 3,
        "optimizer": "adam",
        "batch": None,
        "digits": 5000,
        "validation": 20,
    },
    ("imdb", "own"): {"vocabulary": 1000, "dropout": 50, "patience": 2, "restore": True},
    ("fundamentals", "softmax"): {"softmax_view": "A trained network", "groups_noise": 0.3},
    ("perceptron", "today"): {"today_rate": 0.3, "today_epochs": 500, "today_sklearn": True},
}


@pytest.mark.parametrize(("page", "section"), CHANGES)
def test_a_link_submits_the_same_experiments(page, section, stuck_queue):
    author = Visitor(page, section).run()
    for name, value in CHANGES[page, section].items():
        author.choose(**{name: value})
    train(author)
    reader = follow(page, link_of(author))
    train(reader)
    assert requested(author) == requested(reader)
    assert any(requested(author).values())


def change_every_control(visitor, menus):
    """Move all controls of the open section that are bound to the address, as one change."""
    for key, bound in visitor.app.session_state["controls.shown"].controls.items():
        control = visitor.app.get_by_key(key)
        if not control.disabled:
            control.set_value(another_value(control, menus[bound.write]))
    visitor.run()


def another_value(control, options):
    """A value that the control takes and does not have. options: those of a menu, else None."""
    if options is not None and isinstance(control.value, list):
        return control.value[1:]
    if options is not None:
        return next(option for option in reversed(list(options)) if option not in (control.value, "own points"))
    if control.type == "toggle":
        return not control.value
    if control.type == "text_input":
        return "4, 2" if "units" in control.key else "a good film & more"
    return control.min if control.value != control.min else control.value + control.step


@pytest.fixture
def menus(monkeypatch):
    """The options of each menu by the function that writes them: a session does not tell them."""
    found, real = {}, binding._writer

    def writer(options, format_option):
        write = real(options, format_option)
        found[write] = options
        return write

    monkeypatch.setattr(binding, "_writer", writer)
    return found


@pytest.mark.parametrize(("page", "section"), [(page, name) for page, names in sections().items() for name in names])
def test_a_link_sets_every_control(page, section, stuck_queue, menus):
    author = Visitor(page, section).run()
    change_every_control(author, menus)
    reader = follow(page, link_of(author))
    assert texts_of(reader) == texts_of(author)
    assert not reader.says("did not understand")


def texts_of(visitor):
    """The value of each control of the open section, as an address has it."""
    state = visitor.app.session_state
    return {key: control.write(state[key]) for key, control in state["controls.shown"].controls.items()}


def train(visitor):
    """Press every button that starts a training."""
    while keys := [button.key for button in visitor.app.button if is_start(button)]:
        visitor.app.button(key=keys[0]).click()
        visitor.run()


def is_start(button):
    return not button.disabled and (button.key or "").endswith((".train", ".start"))


def test_settings_reach_the_link_when_the_section_was_closed_meanwhile(stuck_queue):
    author = Visitor("overfitting", "depth").run().choose(rate=0.03).open("remedies").open("depth")
    author.app.query_params.pop("overfitting_rate", None)
    assert link_of(author) == {"section": ["depth"], "overfitting_rate": ["0.03"]}


def test_only_the_settings_of_the_open_section_are_in_the_link(stuck_queue):
    author = Visitor("overfitting", "depth").run().choose(rate=0.03, noise=0.1).open("remedies")
    assert link_of(author) == {"section": ["remedies"], "overfitting_noise": ["0.1"]}


def test_the_dialog_says_what_no_link_can_hold(stuck_queue):
    author = Visitor("overfitting", "points").run()
    assert link_of(author) == {"section": ["points"]}
    assert not author.says("can't hold")
    author.edit(deleted=[0, 1])
    link_of(author)
    assert author.says("The link can't hold the points that you edited.")


def test_own_points_are_not_named_in_the_link(stuck_queue):
    author = Visitor("overfitting", "depth").run().choose(shape="own points")
    assert link_of(author) == {"section": ["depth"]}
    assert author.says("The link can't hold your own points.")


def test_what_an_address_says_and_nobody_understands_is_told_in_one_line(stuck_queue):
    settings = {
        "overfitting_rate": "abc",
        "overfitting_units_1": "7",
        "colour": "**red**",
        "utm_source": "mail",
    }
    reader = follow("overfitting", {"section": "depth", **settings})
    line = "The app did not understand this in the address: overfitting_rate=abc (the default is used: 0.01), "
    assert [text for text in reader.texts("text") if "did not understand" in text] == [
        f"{line}colour=**red** (no control here has this name)."
    ]
    assert reader.run().says(line), "it stays while the visitor stays"
    assert not reader.open("remedies").says("did not understand")
    reader.app.switch_page("pages/history/page.py").run()
    reader.app.switch_page("pages/overfitting/page.py")
    assert not reader.run().says("did not understand"), "it is said once"


def test_a_setting_of_another_section_is_told_apart_from_a_name_that_no_control_has():
    reader = follow("history", {"section": "line", "history_year": "1958"})
    assert reader.says("history_year=1958 (this section has no such control).")


def test_a_quick_link_trains_on_arrival_once_such_a_network_was_trained(links_wait, fresh_queue):
    # No other test trains such a network: its program is compiled here, which the queue measures apart.
    settings = {"layers": 2, "units_1": 5, "units_2": 40, "activation": "elu", "epochs": 500}
    first = Visitor("overfitting", "depth", rate=0.3, **settings)
    links_wait(60.0)  # a busy machine takes longer than the 5 s of the app
    assert first.run().runs() is None
    assert first.says("has not trained these settings yet")
    first.train()
    second = Visitor("overfitting", "depth", rate=0.1, **settings).run()
    assert second.runs()[0].experiment.training.learning_rate == 0.1
    links_wait(0.0)
    third = Visitor("overfitting", "depth", rate=0.03, **settings).run()
    assert third.runs() is None
    label = third.app.button(key="overfitting.start").label
    assert re.fullmatch(r"Train with these settings: about \d+ (s|min)", label)
    assert Visitor("overfitting", "depth", rate=0.1, **settings).run().runs(), "its run is stored"


@pytest.mark.parametrize(("own", "host"), [("192.168.1.5", "192.168.1.5"), (None, "localhost")])
def test_the_link_names_the_server_on_the_network_and_has_a_code_for_cameras(own, host, stuck_queue, monkeypatch):
    monkeypatch.setattr(type(st.context), "url", "http://localhost:8501/apps/history")
    monkeypatch.setattr("ui.links.copy_link.network_address", lambda: own)
    author = Visitor("history", "line").run()
    link_of(author)
    (link,) = [code.value for code in author.app.code]
    assert link == f"http://{host}:8501/apps/history?section=line"
    assert len(author.app.get("image")) == (1 if own else 0)
    assert author.says("No other device can open this link") is (own is None)
