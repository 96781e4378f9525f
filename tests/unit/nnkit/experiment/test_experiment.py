import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit import PRESETS, Curve, Experiment, Groups, Imdb, Mnist, Network, Planar, Training
from nnkit.experiment import ACTIVATIONS, CURVES, FEATURES, GROUP_SHAPES, OPTIMIZERS, PLANAR_SHAPES, Table
from nnkit.experiment.layers import layers_of, weight_shapes
from nnkit.experiment.limits import LIMITS

MNIST = PRESETS["mnist"]


def between(name, **kwargs):
    low, high = LIMITS[name]
    whole = isinstance(low, int)
    return st.integers(low, high) if whole else st.floats(low, high, **kwargs)


rows = st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.integers(0, 1))
features = st.lists(st.sampled_from(list(FEATURES)), min_size=1)
# Some rows of each class come first, so that every list is valid.
edited = st.lists(rows, max_size=30).map(lambda drawn: [(0.5, -1, 0), (1e-9, 2.5, 1), *drawn])
tables = st.lists(rows, min_size=10, max_size=40).map(lambda drawn: [(1, 2, 0), (3, 4, 1)] * 5 + drawn)
# Sorted by x, and no x twice.
corners = st.dictionaries(st.floats(-1, 1), st.floats(-1, 1), min_size=2, max_size=20).map(lambda y: sorted(y.items()))

experiments = st.builds(
    Experiment,
    data=st.one_of(
        st.builds(Mnist, train_size=between("train_size"), validation_share=between("validation_share")),
        st.builds(
            Planar,
            shape=st.sampled_from(list(PLANAR_SHAPES)),
            points=between("points"),
            noise=between("noise"),
            seed=between("seed"),
            features=features,
            edited=st.just(()) | edited,
        ),
        st.builds(Table, rows=tables, seed=between("seed"), features=features),
        st.builds(
            Groups,
            shape=st.sampled_from(list(GROUP_SHAPES)),
            classes=between("classes"),
            points=between("points"),
            noise=between("noise"),
            seed=between("seed"),
        ),
        st.builds(
            Curve,
            shape=st.sampled_from([shape for shape in CURVES if shape != "corners"]),
            points=between("points"),
            noise=between("noise"),
            seed=between("seed"),
        ),
        st.builds(Curve, shape=st.just("corners"), noise=between("noise"), corners=corners),
    ),
    network=st.builds(
        Network,
        hidden=st.lists(between("units"), max_size=6).map(tuple),
        activation=st.sampled_from(sorted(ACTIVATIONS)),
        l1=between("l1"),
        l2=between("l2"),
        dropout=between("dropout"),
    ),
    training=st.builds(
        Training,
        optimizer=st.sampled_from(sorted(OPTIMIZERS)),
        learning_rate=between("learning_rate"),
        batch_size=st.none() | between("batch_size"),
        epochs=between("epochs"),
        seed=between("seed"),
    ),
)


@given(experiments)
def test_json_brings_back_an_equal_experiment(experiment):
    copy = Experiment.from_json(experiment.to_json())
    assert copy == experiment
    assert hash(copy) == hash(experiment)
    assert copy.to_json() == experiment.to_json()


def test_the_mnist_preset_is_the_chapters_cell():
    assert (
        Experiment(
            Mnist(train_size=60_000, validation_share=0.0),
            Network(hidden=(15,), activation="relu", l1=0.0, l2=0.0, dropout=0.0),
            Training(optimizer="rmsprop", learning_rate=0.001, batch_size=128, epochs=10, seed=0),
        )
        == MNIST
    )


def edit(*rows):
    return Planar(edited=[(0, 0, 0), *rows])


def own(*corners):
    return Curve("corners", corners=corners)


@pytest.mark.parametrize(
    ("build", "value", "allowed"),
    [
        (lambda: Network(hidden=(0,)), "0", "1 to 128"),
        (lambda: Network(hidden=(15, 129)), "129", "1 to 128"),
        (lambda: Network(hidden=(2.5,)), "2.5", "1 to 128"),
        (lambda: Network(hidden=(True,)), "True", "1 to 128"),
        (lambda: Network(hidden=(1,) * 7), "7", "0 to 6"),
        (lambda: Network(hidden=15), "15", "(15,)"),
        (lambda: Network(hidden="15"), "'15'", "(15,)"),
        (lambda: Network(activation="swish"), "'swish'", "relu, tanh, sigmoid, elu, linear"),
        (lambda: Network(activation=["relu"]), "['relu']", "relu"),
        (lambda: Network(l1=-0.1), "-0.1", "0 to 1"),
        (lambda: Network(l2=float("nan")), "nan", "0 to 1"),
        (lambda: Network(dropout=1.0), "1.0", "0 to 0.9"),
        (lambda: Network(l1=10**400), "1000", "0 to 1"),
        (lambda: Training(optimizer="adagrad"), "'adagrad'", "sgd, momentum, rmsprop, adam"),
        (lambda: Training(learning_rate=0), "0", "1e-06 to 100"),
        (lambda: Training(learning_rate="fast"), "'fast'", "1e-06 to 100"),
        (lambda: Training(learning_rate=float("inf")), "inf", "1e-06 to 100"),
        (lambda: Training(batch_size=0), "0", "1 to 60,000, or None"),
        (lambda: Training(batch_size=1.5), "1.5", "1 to 60,000, or None"),
        (lambda: Training(epochs=20_001), "20001", "1 to 20,000"),
        (lambda: Training(seed=-1), "-1", "0 to 2,147,483,647"),
        (lambda: Mnist(train_size=99), "99", "100 to 60,000"),
        (lambda: Mnist(validation_share=0.6), "0.6", "0 to 0.5"),
        (lambda: Planar(shape="stars"), "'stars'", "moons"),
        (lambda: Planar(points=19), "19", "20 to 2,000"),
        (lambda: Planar(noise=None), "None", "0 to 1"),
        (lambda: Planar(features=()), "()", "x1, x2, x1²"),
        (lambda: Planar(features="x1"), "'x1'", "x1, x2, x1²"),
        (lambda: Planar(features=None), "None", "x1, x2, x1²"),
        (lambda: Planar(features=("x1", "x3")), "'x3'", "x1, x2, x1²"),
        (lambda: Planar(features=(["x1"],)), "['x1']", "x1, x2, x1²"),
        (lambda: Planar(edited=5), "5", "(0.5, -1.0, 1)"),
        (lambda: Planar(edited=None), "None", "(0.5, -1.0, 1)"),
        (lambda: Planar(edited="ab"), "'ab'", "(0.5, -1.0, 1)"),
        (lambda: edit(), "got 1", "2 to 2,000"),
        (lambda: Planar(edited=[(0, 0, 0), (1, 1, 1)] * 1_001), "got 2,002", "2 to 2,000"),
        (lambda: edit((1, 1, 0)), "2 of class 0 and 0 of class 1", "both classes"),
        (lambda: edit((1, 1)), "row 2 of edited", "x1, x2 and class"),
        (lambda: edit((1, 1, 1, 1)), "row 2 of edited", "x1, x2 and class"),
        (lambda: edit(7), "got 7", "x1, x2 and class"),
        (lambda: edit("121"), "got '121'", "x1, x2 and class"),
        (lambda: edit(("1", 1, 1)), "('1', 1, 1)", "all numbers"),
        (lambda: edit((True, 1, 1)), "(True, 1, 1)", "all numbers"),
        (lambda: edit((None, 1, 1)), "(None, 1, 1)", "all numbers"),
        (lambda: edit((10**400, 1, 1)), "row 2 of edited", "all numbers"),
        (lambda: edit((1, 1, float("inf"))), "inf", "all numbers"),
        (lambda: edit((1, 1, float("nan"))), "nan", "all numbers"),
        (lambda: edit((float("nan"), 1, 1)), "nan", "within ±1e+09"),
        (lambda: edit((1, -float("inf"), 1)), "-inf", "within ±1e+09"),
        (lambda: edit((1, 1.1e9, 1)), "1100000000.0", "within ±1e+09"),
        (lambda: edit((1, 1, 2)), "row 2 of edited", "class 0 or 1; got 2"),
        (lambda: edit((1, 1, 0.5)), "row 2 of edited", "class 0 or 1; got 0.5"),
        (lambda: edit((1, 1, -1)), "row 2 of edited", "class 0 or 1; got -1"),
        (lambda: Table(()), "got 0", "20 to 10,000"),
        (lambda: Table(((0, 0, 0), (1, 1, 1)) * 5_001), "got 10,002", "20 to 10,000"),
        (lambda: Table(((0, 0, 0),) * 20), "0 of class 1", "at least 5 of each"),
        (lambda: Table(((0, 0, 0),) * 4 + ((0, 0, 1),) * 30), "4 of class 0 and 30 of class 1", "at least 5 of each"),
        (lambda: Table(((0, 0, 0), (1, 1, 1)) * 10, seed=-1), "-1", "0 to 2,147,483,647"),
        (lambda: Table(((0, 0, 0), (1, 1, 1)) * 10, features=["y"]), "'y'", "x1, x2, x1²"),
        (lambda: Table(((0, 0, 0), (1, 1, 1)) * 10, columns=("a", "")), "('a', '')", "1 to 40 characters"),
        (lambda: Table(((0, 0, 0), (1, 1, 1)) * 10, labels="no"), "'no'", "pair of texts"),
        (lambda: Groups(shape="moons"), "'moons'", "blobs, spiral"),
        (lambda: Groups(classes=2), "2", "3 to 5"),
        (lambda: Groups(classes=6), "6", "3 to 5"),
        (lambda: Groups(points=19), "19", "20 to 2,000"),
        (lambda: Groups(noise=-0.1), "-0.1", "0 to 1"),
        (lambda: Curve(shape="moons"), "'moons'", "sine, chirp, bump, step, sawtooth, corners"),
        (lambda: Curve(points=2_001), "2001", "20 to 2,000"),
        (lambda: Curve(noise=2), "2", "0 to 1"),
        (lambda: Curve(corners=[(0, 0), (1, 1)]), "[(0, 0), (1, 1)]", "empty unless the shape is corners"),
        (lambda: Curve(corners=None), "None", "empty unless"),
        (lambda: Curve("corners"), "got 0", "2 to 20 pairs"),
        (lambda: own((0.5, 0)), "got 1", "2 to 20 pairs"),
        (lambda: own(*((n / 30, 0) for n in range(21))), "got 21", "2 to 20 pairs"),
        (lambda: Curve("corners", corners=7), "7", "(-1.0, 0.5)"),
        (lambda: Curve("corners", corners="ab"), "'ab'", "(-1.0, 0.5)"),
        (lambda: own((0, 0), (1, 1, 1)), "(1, 1, 1)", "corner 2"),
        (lambda: own((0, 0), ("1", 1)), "('1', 1)", "pair of numbers"),
        (lambda: own((0, 0), (True, 1)), "(True, 1)", "pair of numbers"),
        (lambda: own((0, 0), (1, float("nan"))), "nan", "from -1 to 1"),
        (lambda: own((0, 0), (10**400, 0)), "corner 2", "from -1 to 1"),
        (lambda: own((0, 0), (0.5, 0), (0.5, 1)), "x = 0.5", "corner 3 must lie to the right"),
        (lambda: own((0.5, 0), (0, 1)), "x = 0", "corner 2 must lie to the right"),
        (lambda: Experiment("mnist", Network(), Training()), "'mnist'", "Mnist or Planar or Table"),
        (lambda: Experiment(Mnist(), (15,), Training()), "(15,)", "Network"),
    ],
)
def test_the_error_for_an_invalid_choice_names_the_value_and_what_is_allowed(build, value, allowed):
    with pytest.raises(ValueError, match="must") as caught:
        build()
    assert value in str(caught.value)
    assert allowed in str(caught.value)


def planar_parts():
    return json.loads(PRESETS["moons-5"].to_json())["data"]


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts.pop("network"),
        lambda parts: parts.update(extra=1),
        lambda parts: parts["training"].update(momentum=0.9),
        lambda parts: parts["data"].update(name="cifar"),
        lambda parts: parts["data"].pop("name"),
        lambda parts: parts.update(network=[15]),
        lambda parts: parts["training"].update(epochs="10"),
        lambda parts: parts.update(data={"name": "table", "rows": [[1, 2, 0]], "seed": 0, "features": ["x1"]}),
        lambda parts: parts.update(data={"name": "table", "rows": {"1": 2}, "seed": 0, "features": ["x1"]}),
        lambda parts: parts.update(data={**planar_parts(), "features": [["x1"]]}),
        lambda parts: parts.update(data={**planar_parts(), "features": {}}),
        lambda parts: parts.update(data={**planar_parts(), "edited": {}}),
        lambda parts: parts.update(data={**planar_parts(), "edited": [[1, 2, 0], [1e999, 2, 1]]}),
        lambda parts: parts.update(data={**planar_parts(), "edited": [[1, 2, 0], [10**400, 2, 1]]}),
        lambda parts: parts.update(data={**planar_parts(), "edited": [[1, 2, 0], ["1", 2, 1]]}),
    ],
)
def test_json_of_anything_else_is_a_value_error(change):
    parts = json.loads(MNIST.to_json())
    change(parts)
    with pytest.raises(ValueError, match="must"):
        Experiment.from_json(json.dumps(parts))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", None, b"\xff", "[" * 100_000])
def test_what_is_not_json_is_a_value_error(text):
    with pytest.raises(ValueError, match="must"):
        Experiment.from_json(text)


def test_equal_experiments_give_equal_text():
    minus, plus = (Experiment(Mnist(), Network(l1=zero), Training()) for zero in (-0.0, 0.0))
    assert minus == plus
    assert minus.to_json() == plus.to_json()


def test_an_experiment_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        MNIST.training.epochs = 3


def test_layers_of_the_preset_as_the_chapter_prints_them():
    table = [(layer.name, layer.kind, layer.output_shape, layer.parameters) for layer in layers_of(MNIST)]
    assert table == [
        ("rescaling", "Rescaling", (28, 28), 0),
        ("flatten", "Flatten", (784,), 0),
        ("dense", "Dense", (15,), 11_775),
        ("dense_1", "Dense", (10,), 160),
    ]
    assert sum(layer.parameters for layer in layers_of(MNIST)) == 11_935


@pytest.mark.parametrize(("units", "parameters"), [(1, 5), (3, 13), (5, 21), (20, 81), (50, 201)])
def test_the_moons_presets_are_the_chapters_cells(units, parameters):
    preset = PRESETS[f"moons-{units}"]
    assert preset == Experiment(
        Planar(shape="moons", points=200, noise=0.4, seed=0, features=("x1", "x2"), edited=()),
        Network(hidden=(units,), activation="tanh", l1=0.0, l2=0.0, dropout=0.0),
        Training(optimizer="sgd", learning_rate=1.0, batch_size=None, epochs=5_000, seed=0),
    )
    assert sum(layer.parameters for layer in layers_of(preset)) == parameters


@pytest.mark.parametrize(("name", "changes"), [("l1", {"l1": 0.001}), ("dropout", {"dropout": 0.25})])
def test_the_moons_presets_against_overfitting_change_one_thing(name, changes):
    large, changed = PRESETS["moons-50"], PRESETS[f"moons-50-{name}"]
    assert changed == dataclasses.replace(large, network=dataclasses.replace(large.network, **changes))
    assert sum(layer.parameters for layer in layers_of(changed)) == 201


def test_there_are_no_other_presets():
    moons = [f"moons-{name}" for name in ("1", "3", "5", "20", "50", "50-l1", "50-dropout")]
    assert list(PRESETS) == ["mnist", *moons, "imdb-baseline", "imdb-smaller", "imdb-l2", "imdb-dropout"]


@pytest.mark.parametrize(
    ("name", "network", "parameters"),
    [
        ("baseline", Network((16, 16), "relu"), 160_305),
        ("smaller", Network((8, 8), "relu"), 80_089),
        ("l2", Network((8, 8), "relu", l2=0.001), 80_089),
        ("dropout", Network((8, 8), "relu", l2=0.001, dropout=0.5), 80_089),
    ],
)
def test_the_review_presets_are_the_chapters_cells(name, network, parameters):
    preset = PRESETS[f"imdb-{name}"]
    training = Training("rmsprop", 0.001, 512, 20, seed=0, patience=None, restore_best=False)
    assert preset == Experiment(Imdb(vocabulary=10_000, train_size=15_000, source="bundled"), network, training)
    assert sum(layer.parameters for layer in layers_of(preset)) == parameters


def test_the_order_of_features_makes_no_difference():
    one, other = Planar(features=["sin x2", "x1", "x1"]), Planar(features=("x1", "sin x2"))
    assert one == other
    assert one.features == ("x1", "sin x2")
    assert one.input_shape == (2,)
    assert Planar(features=tuple(FEATURES)).input_shape == (7,)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_network_has_an_input_for_every_feature(count):
    experiment = Experiment(Planar(features=tuple(FEATURES)[:count]), Network((3,)), Training())
    assert weight_shapes(experiment)[0] == (count, 3)


def test_rows_become_plain_numbers():
    given = np.array([[0.5, -0.0, 1.0], [2.0, 3.0, 0.0]], "float32")
    for rows in (given, given.tolist(), iter(given), [(np.float64(0.5), 0, np.int8(1)), (2, 3, 0)]):
        edited = Planar(edited=rows).edited
        assert edited == ((0.5, 0.0, 1), (2.0, 3.0, 0))
        assert str(edited) == "((0.5, 0.0, 1), (2.0, 3.0, 0))"


def test_all_empty_edits_are_equal():
    assert Planar(edited=[]) == Planar(edited=()) == Planar()


def test_json_holds_features_and_rows_as_they_are():
    rows = ((0.1, -1e9, 1), (1 / 3, 5e-324, 0))
    experiment = Experiment(Planar(features=("x1·x2", "x2²"), edited=rows), Network(), Training())
    data = json.loads(experiment.to_json())["data"]
    assert data["features"] == ["x2²", "x1·x2"]
    assert data["edited"] == [list(row) for row in rows]
    assert Experiment.from_json(experiment.to_json()).data.edited == rows


def test_the_json_of_a_preset_stays_the_same():
    """Runs are stored by this text, so that a change would lose the stored runs."""
    assert PRESETS["moons-5"].to_json() == (
        '{"data": {"edited": [], "features": ["x1", "x2"], "name": "planar", "noise": 0.4, "points": 200, "seed": 0, '
        '"shape": "moons"}, "network": {"activation": "tanh", "dropout": 0.0, "hidden": [5], "l1": 0.0, "l2": 0.0}, '
        '"training": {"batch_size": null, "epochs": 5000, "learning_rate": 1.0, "optimizer": "sgd", "patience": null, '
        '"restore_best": false, "seed": 0}}'
    )


def test_the_output_follows_the_data():
    outputs = {
        data.name: (layer.units, layer.activation)
        for data in (Mnist(), Planar(), Groups(classes=4), Curve())
        for layer in layers_of(Experiment(data, Network((3,)), Training()))[-1:]
    }
    assert outputs == {
        "mnist": (10, "softmax"),
        "planar": (1, "sigmoid"),
        "groups": (4, "softmax"),
        "curve": (1, "linear"),
    }


def test_without_hidden_layers_only_the_output_has_weights():
    single = Experiment(Planar(), Network(()), Training())
    assert weight_shapes(single) == ((2, 1), (1,))
