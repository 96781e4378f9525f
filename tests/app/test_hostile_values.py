"""Values of widgets as only forged messages hold them: the section is shown, and no experiment has one of them."""

import json
from math import isfinite

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX, WStates

from nnkit.experiment import ACTIVATIONS, OPTIMIZERS
from tests.app.test_hostile_addresses import SECTIONS, LookedAt
from tests.app.visitor import Visitor
from tests.hostile.forged import Forger
from ui.server.widget_states import drop_unreadable_values

MESSAGES = 3  # to each section that is drawn
TRIES = max(25, settings.default.max_examples // 4)


@pytest.fixture(scope="module", autouse=True)
def as_on_a_server():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WStates, "__getitem__", WStates.__getitem__)  # it comes back afterwards
        drop_unreadable_values()
        yield


@pytest.fixture
def queue(use_queue):
    queue = LookedAt()
    use_queue(queue)
    return queue


def widgets_of(visitor):
    """The ids of all widgets on the page, components included."""
    ids = {getattr(getattr(node, "proto", None), "id", "") for node in visitor.app._tree}
    return sorted(ids - {""})


def send(visitor, states):
    """Send values of widgets beside those that a browser holds, in their place."""
    sent = visitor.app._tree.get_widget_states()
    forged = {state.id for state in states}
    honest = [state for state in sent.widgets if state.id not in forged]
    del sent.widgets[:]
    sent.widgets.extend([*honest, *states])
    visitor.app._run(sent)
    assert not visitor.app.exception, visitor.app.exception


def check(experiment):
    """Check all choices by what the pages offer, and not by what the classes check themselves."""
    network, training = experiment.network, experiment.training
    assert len(network.hidden) <= 6
    assert all(type(units) is int and 1 <= units <= 128 for units in network.hidden)
    assert network.activation in ACTIVATIONS
    assert training.optimizer in OPTIMIZERS
    assert type(training.epochs) is int
    assert 1 <= training.epochs <= 20_000
    assert training.batch_size is None or 1 <= training.batch_size <= 4_096
    numbers = [network.l1, network.l2, network.dropout, training.learning_rate, training.seed]
    assert all(isfinite(number) and 0 <= number <= 1e9 for number in numbers)
    assert network.dropout <= 0.9
    assert training.learning_rate <= 10


@settings(max_examples=TRIES, suppress_health_check=list(HealthCheck))
@given(section=st.sampled_from(SECTIONS), seed=st.integers(0, 2**32))
def test_a_section_is_shown_whatever_a_message_says_of_its_widgets(queue, section, seed):
    visitor = Visitor(*section).run()
    forger = Forger(widgets_of(visitor), [], seed)
    for _ in range(MESSAGES):
        send(visitor, [state for state in forger.states() if state.id.startswith("$$")])
    for experiment in queue.submitted:
        check(experiment)


@pytest.mark.parametrize(
    ("control", "value"),
    [
        ("mnist_units_1", {"double_array_value": {"data": [1e9]}}),
        ("mnist_units_1", {"double_array_value": {"data": [float("nan")]}}),
        ("mnist_units_1", {"double_array_value": {"data": [5, 10]}}),
        ("mnist_units_1", {"string_value": "15"}),
        ("mnist_units_1", {"int_array_value": {"data": [2**62]}}),
        ("mnist_rate", {"double_array_value": {"data": [99]}}),  # the place of an option, as older browsers sent it
        ("mnist_rate", {"string_array_value": {"data": ["7"]}}),
        ("mnist_rate", {"json_value": "{"}),
        ("mnist_seed", {"double_value": float("nan")}),
        ("mnist_seed", {"double_value": -1.0}),
        ("mnist_seed", {"bytes_value": b"\xff"}),
        ("mnist_optimizer", {"string_value": "dropped"}),
        ("mnist_optimizer", {"int_value": 99}),
        ("mnist_activation", {"string_array_value": {"data": ["relu", "relu"]}}),
    ],
)
def test_a_forged_value_changes_nothing_and_the_control_works_afterwards(queue, control, value):
    visitor = Visitor("mnist", "train").run()
    before = visitor.app.session_state[control]
    send(visitor, [WidgetState(id=visitor.app.get_by_key(control).proto.id, **value)])
    assert visitor.app.session_state[control] == before
    visitor.choose(epochs=3)
    visitor.train()
    assert [experiment.training.epochs for experiment in queue.submitted][-1] == 3
    check(queue.submitted[-1])


def test_a_whole_number_is_taken_as_browsers_send_it(queue):
    visitor = Visitor("mnist", "train").run()
    send(visitor, [WidgetState(id=visitor.app.get_by_key("mnist_seed").proto.id, int_value=7)])
    assert visitor.app.session_state["mnist_seed"] == 7


@pytest.mark.parametrize("value", ["nowhere", 5, [], {}, ["hebb", "x"], [[0, 99]]])
@pytest.mark.parametrize(("component", "event"), [("nnkit.chart", "clicked"), ("nnkit.anchors", "anchor")])
def test_a_click_and_an_anchor_that_the_page_does_not_have_change_nothing(component, event, value):
    visitor = Visitor("history", "timeline").run()
    components = visitor.app.get("bidi_component")
    (found,) = [each.proto for each in components if each.proto.component_name.endswith(component)]
    chosen, figures = visitor.value("event"), visitor.figures
    events = json.dumps([{"event": event, "value": value}])
    visitor._send(f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{found.id}__events", json_trigger_value=events)
    assert visitor.value("event") == chosen
    assert visitor.figures == figures


def test_a_file_that_is_no_longer_there_is_none():
    visitor = Visitor("overfitting", "points").run()
    (uploader,) = visitor.app.get("file_uploader")
    state = WidgetState(id=uploader.proto.id)
    state.file_uploader_state_value.uploaded_file_info.add(file_id="gone", name="points.csv", size=10)
    send(visitor, [state])
    assert not visitor.app.error
