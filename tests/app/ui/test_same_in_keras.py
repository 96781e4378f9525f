"""The lines of Keras beside a trained network."""

import json

import nbformat
import pytest

from nnkit.code import script
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import BUNDLED_RUNS, RunStore
from tests.app.visitor import Part, Visitor
from ui.same_in_keras import notebook_of


def one():
    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from ui.take_away import offer_to_take_away
    from ui.training.live import follow_sliders

    (opening,) = OPENINGS["fundamentals/neuron"]
    runs = follow_sliders("part", [opening], [opening])
    offer_to_take_away("part", runs)
    st.session_state["runs"] = runs


def several():
    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from ui.take_away import offer_to_take_away
    from ui.training.live import follow_sliders

    openings = OPENINGS["overfitting/width"]
    count = st.slider("Networks", 1, 3, 3, key="count")
    names = [f"network {number}" for number in range(count)]
    runs = follow_sliders("part", openings[:count], openings[:count], names)
    offer_to_take_away("part", runs, names)
    st.session_state["runs"] = runs


def reviews():
    from nnkit.experiment.openings import OPENINGS
    from ui.take_away import offer_to_take_away
    from ui.training.live import follow_sliders

    openings = OPENINGS["imdb/networks"]
    offer_to_take_away("part", follow_sliders("part", openings, openings, "abcd"), "abcd")


def code_of(part):
    (code,) = part.texts("code")
    return code


def test_nothing_is_written_until_the_lines_are_opened(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("ui.same_in_keras.script", None)
        patched.setattr("ui.same_in_keras.notebook", None)
        part = Part(one)
        assert not part.texts("code")
    part.unfold("The same in Keras")
    (run,) = part.app.session_state["runs"]
    assert code_of(part) == script(run.experiment, run).strip()
    assert [button.label for button in part.app.get("download_button")] == [
        "moons-no-hidden-layer.py",
        "moons-no-hidden-layer.ipynb",
    ]


def test_the_network_is_chosen_and_a_choice_that_is_gone_is_the_first_one():
    part = Part(several).unfold("The same in Keras")
    runs = part.app.session_state["runs"]
    part.app.selectbox[0].set_value(2)
    part.run()
    assert code_of(part) == script(runs[2].experiment, runs[2]).strip()
    part.choose(count=2)
    assert code_of(part) == script(runs[0].experiment, runs[0]).strip()


def test_reviews_come_with_the_file_that_the_script_reads():
    part = Part(reviews).unfold("The same in Keras")
    buttons = [button.label for button in part.app.get("download_button")]
    assert buttons == ["reviews-a.py", "reviews-a.ipynb", "reviews.npz"]


@pytest.mark.parametrize("name", OPENINGS)
def test_every_run_that_a_section_opens_with_has_a_notebook(name):
    store = RunStore(None, bundled=BUNDLED_RUNS)
    for experiment in OPENINGS[name][:3]:
        run = store.get(experiment)
        book = nbformat.from_dict(json.loads(notebook_of(run)))
        nbformat.validate(book)
        assert "APP_ACCURACY" in book.cells[-3].source or "APP_ERROR" in book.cells[-3].source


@pytest.mark.parametrize(
    "address",
    ["mnist draw", "mnist train", "mnist inside", "mnist files", "imdb write", "imdb networks", "imdb learned"],
)
def test_the_lines_stand_beside_the_network_in_each_section_that_shows_it(address):
    visitor = Visitor(*address.split()).run()
    code = visitor.unfold("The same in Keras").texts("code")[-1]
    assert "keras.Sequential" in code
    assert ("(28, 28)" in code) == address.startswith("mnist")
