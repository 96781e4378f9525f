"""Whatever an address holds, its section is shown without an exception, and nothing trains that nobody asked for."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import BUNDLED_RUNS, InlineEngine, JobQueue, RunStore
from tests.app.visitor import Visitor
from tests.hostile.addresses import addresses_of
from tests.hostile.amount import tries
from tools.sections import sections

SECTIONS = [(page, name) for page, names in sections().items() for name in names]
UNASKED = {experiment for experiments in OPENINGS.values() for experiment in experiments}
NOWHERE = [
    "section",
    "mnist_epochs",
    "overfitting_noise",
    "utm_source",
    "embed",
    "a.b",
    "mnist_",
    "é",
]
FAILED = ["inf", ""]  # each broke sections, as the value of all controls at once


class LookedAt(JobQueue):
    """A queue that has all bundled runs, notes what else is submitted, and trains none of it."""

    def __init__(self):
        super().__init__(InlineEngine(), RunStore(None, bundled=BUNDLED_RUNS))
        self.submitted = []

    def submit_all(self, experiments, session, anew=False, background=False):
        self.submitted += experiments
        return super().submit_all(experiments, session, anew, background)

    def _serve_here(self):
        """Leave what waits."""


@cache
def controls_of(page, section):
    """The controls of a section, by their keys, as its address opens it."""
    return Visitor(page, section).run().app.session_state["controls.shown"].controls


def visit(page, section, address):
    """Open an address; return what it has submitted. Fails for an exception on the page."""
    queue = LookedAt()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nnkit.jobs._queue", queue)
        patch.setattr("ui.training.jobs.MAX_UNASKED_SECONDS", -1.0)  # nothing trains on arrival
        visitor = Visitor(page, section)
        visitor.app.query_params.update(address)
        visitor.app.run()
        assert not visitor.app.exception, visitor.app.exception
    return queue.submitted


@pytest.mark.parametrize(("page", "section"), SECTIONS)
@pytest.mark.parametrize("value", FAILED)
def test_a_section_is_shown_for_what_broke_it_before(page, section, value):
    address = dict.fromkeys(controls_of(page, section), value)
    assert set(visit(page, section, address)) <= UNASKED


@settings(max_examples=tries(40), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_section_is_shown_whatever_its_address_holds(data):
    page, section = data.draw(st.sampled_from(SECTIONS))
    address = data.draw(addresses_of(controls_of(page, section), NOWHERE))
    unasked = set(visit(page, section, address)) - UNASKED
    assert not unasked


def test_points_of_an_address_are_not_trained_on_as_those_that_a_reader_chooses():
    assert not set(visit("perceptron", "today", {"perceptron_source": "NAND"})) - UNASKED


def test_ten_trainings_do_not_begin_because_an_address_names_them():
    assert not set(visit("overfitting", "depth", {"overfitting_chance_kind": "Ten seeds"})) - UNASKED


@pytest.mark.parametrize(
    ("page", "section", "name", "text", "default", "choice"),
    [("mnist", "digits", "digit", "inf", "0", 5), ("perceptron", "rule", "order", "", "always the same", "shuffled")],
)
def test_what_streamlit_cannot_take_is_told_and_its_control_works(page, section, name, text, default, choice):
    visitor = Visitor(page, section)
    visitor.app.query_params[f"{page}_{name}"] = text
    visitor.run()
    assert visitor.says(
        f"did not understand this in the address: {page}_{name}={text} (the default is used: {default})"
    )
    visitor.choose(**{name: choice})
    assert visitor.run().app.session_state[f"{page}_{name}"] == choice
