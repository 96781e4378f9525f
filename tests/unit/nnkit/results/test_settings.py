"""What differs between experiments, and copies with one setting changed."""

from dataclasses import asdict, replace

import pytest

from nnkit import PRESETS, Curve, Experiment, Network, Planar, Training
from nnkit.experiment import Table
from nnkit.results.settings import differing, repetitions, rows_in, settings_of, with_setting

BASE = Experiment(Planar(), Network((3,), "tanh"), Training(epochs=2))
ROWS = tuple((float(number), 0.5, number % 2) for number in range(20))


def reseeded(seed, points=0):
    return replace(BASE, data=Planar(seed=points), training=replace(BASE.training, seed=seed))


def test_the_settings_are_all_that_the_text_of_an_experiment_holds():
    for experiment in PRESETS.values():
        data = {"name": experiment.data.name, **asdict(experiment.data)}
        parts = {"data": data, "network": asdict(experiment.network), "training": asdict(experiment.training)}
        expected = {f"{part}.{name}": value for part, values in parts.items() for name, value in values.items()}
        assert settings_of(experiment) == expected


def test_only_what_is_not_the_same_everywhere_differs():
    wider = replace(BASE, network=Network((8,), "tanh"))
    assert differing([BASE, BASE]) == []
    assert differing([]) == []
    assert differing([BASE, wider, replace(wider, training=Training("adam", epochs=2))]) == [
        "network.hidden",
        "training.optimizer",
    ]
    others = differing([BASE, replace(BASE, data=Curve())])
    assert others[0] == "data.name"
    assert {"data.corners", "data.features"} <= set(others)  # each of them is a setting of one alone
    assert "data.seed" not in others


def test_names_of_columns_are_no_settings():
    one, other = (Experiment(Table(ROWS, columns=names), Network(), Training()) for names in (("a", "b"), ("c", "d")))
    assert differing([one, other]) == []


def test_a_copy_differs_in_the_one_setting_and_is_checked():
    copy = with_setting(BASE, "training.learning_rate", 0.5)
    assert differing([BASE, copy]) == ["training.learning_rate"]
    assert copy.training.learning_rate == 0.5
    with pytest.raises(ValueError, match="learning_rate must be"):
        with_setting(BASE, "training.learning_rate", -1)
    with pytest.raises(KeyError):
        with_setting(BASE, "data.vocabulary", 1_000)


def test_experiments_are_repetitions_where_only_seeds_differ():
    wider = replace(BASE, network=Network((8,), "tanh"))
    assert repetitions([BASE, wider, reseeded(1), reseeded(1), reseeded(2, points=5)]) == [[0, 2, 4]]
    assert repetitions([BASE, BASE]) == []


def test_only_points_of_a_reader_count_as_rows():
    assert rows_in(BASE) == 0
    assert rows_in(Experiment(Table(ROWS), Network(), Training())) == 20
    assert rows_in(replace(BASE, data=Planar(edited=ROWS))) == 20
