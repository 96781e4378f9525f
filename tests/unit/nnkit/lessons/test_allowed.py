"""Which settings a step of a lesson allows."""

import pytest

from nnkit.experiment.openings import OPENINGS
from nnkit.lessons import not_allowed, read_lesson
from nnkit.results.settings import with_setting
from tests.unit.nnkit.lessons.hand_ins import LESSON, ONE_UNIT, TWO_UNITS, XOR


def test_two_units_are_allowed_where_the_control_is_open_alone():
    assert not_allowed(LESSON.steps[2], [TWO_UNITS]) == []
    assert not_allowed(LESSON.steps[1], [ONE_UNIT]) == []
    assert not_allowed(LESSON.steps[1], [TWO_UNITS]) == ["network.hidden"]


def step_of(place="overfitting\nsection: depth", **fields):
    """A step with such fields; the name of a control begins with its page, and "set_" sets it."""
    lines = [f"page: {place}"]
    for name, value in fields.items():
        lines.append(f"{name.replace('set_', 'set ', 1)}: {value}")
    head, tail = "---\ntitle: T\nminutes: 9\ngoal: G\n---\n\n# Step\n", "\n\nText.\n\n# For the teacher\nNotes.\n"
    return read_lesson(head + "\n".join(lines) + tail).steps[0]


(DEPTH,), REMEDIES = OPENINGS["overfitting/depth"], OPENINGS["overfitting/remedies"]


@pytest.mark.parametrize(
    ("fields", "change", "problems"),
    [
        ({}, {"network.hidden": (3, 4), "training.seed": 9, "data.noise": 0.1}, []),
        ({"hidden": "others"}, {}, []),
        ({"hidden": "others"}, {"training.epochs": 10}, ["training.epochs"]),
        ({"hidden": "others", "open": "overfitting_epochs"}, {"training.epochs": 10}, []),
        ({"locked": "overfitting_epochs"}, {"training.epochs": 10, "training.seed": 3}, ["training.epochs"]),
        ({"hidden": "others", "set_overfitting_units_1": 3}, {"network.hidden": (3,)}, []),
        ({"hidden": "others", "set_overfitting_units_1": 3}, {}, ["network.hidden"]),
        ({"hidden": "others", "open": "overfitting_units_1"}, {"network.hidden": (3, 3)}, ["network.hidden"]),
        ({"hidden": "others", "open": "overfitting_layers"}, {"network.hidden": (50, 8)}, []),
        ({"hidden": "others", "set_overfitting_dropout": 25}, {"network.dropout": 0.25}, []),
        ({"hidden": "others", "set_overfitting_activation": "ReLU"}, {"network.activation": "relu"}, []),
        ({"hidden": "others", "set_overfitting_activation": "ReLU"}, {}, ["network.activation"]),
        ({"hidden": "others", "open": "overfitting_seed"}, {"data.seed": 1}, ["data.seed"]),
        ({"hidden": "others", "open": "overfitting_data_seed"}, {"data.seed": 1}, []),
    ],
)
def test_a_step_allows_what_is_open_and_what_it_sets(fields, change, problems):
    experiment = DEPTH
    for name, value in change.items():
        experiment = with_setting(experiment, name, value)
    assert not_allowed(step_of(**fields), [experiment]) == problems


def test_of_networks_that_the_section_varies_each_is_allowed_and_no_other():
    hidden = step_of("history\nsection: hidden", hidden="others")
    assert not_allowed(hidden, XOR) == []
    assert not_allowed(hidden, [with_setting(XOR[0], "training.seed", 10)]) == ["training.seed"]
    later = step_of("history\nsection: hidden", hidden="others", set_history_hidden_seed=5)
    assert not_allowed(later, [with_setting(each, "training.seed", each.training.seed + 5) for each in XOR]) == []
    remedy = step_of("overfitting\nsection: remedies", hidden="others", set_overfitting_remedy_l2=0.1)
    networks = [with_setting(each, "network.l2", 0.1 if each.network.l2 else 0.0) for each in REMEDIES]
    assert not_allowed(remedy, networks) == []
    assert not_allowed(remedy, [with_setting(networks[0], "network.l2", 0.2)]) == ["network.l2"]


def test_a_section_that_trains_nothing_allows_nothing():
    assert not_allowed(step_of("fundamentals\nsection: descent"), [DEPTH]) == ["data.name"]
    assert not_allowed(step_of("mnist\nsection: train"), [DEPTH]) == ["data.name"]
