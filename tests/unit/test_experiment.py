import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit import PRESETS, Experiment, Mnist, Network, Planar, Training
from nnkit.experiment import ACTIVATIONS, OPTIMIZERS
from nnkit.layers import layers_of, weight_shapes
from nnkit.limits import LIMITS

MNIST = PRESETS["mnist"]


def between(name, **kwargs):
    low, high = LIMITS[name]
    whole = isinstance(low, int)
    return st.integers(low, high) if whole else st.floats(low, high, **kwargs)


experiments = st.builds(
    Experiment,
    data=st.one_of(
        st.builds(Mnist, train_size=between("train_size"), validation_share=between("validation_share")),
        st.builds(Planar, points=between("points"), noise=between("noise"), seed=between("seed")),
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


@pytest.mark.parametrize(
    ("build", "came", "allowed"),
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
        (lambda: Experiment("mnist", Network(), Training()), "'mnist'", "Mnist or Planar"),
        (lambda: Experiment(Mnist(), (15,), Training()), "(15,)", "Network"),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_came_and_what_may(build, came, allowed):
    with pytest.raises(ValueError, match="must") as caught:
        build()
    assert came in str(caught.value)
    assert allowed in str(caught.value)


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
def test_parameters_of_the_chapters_moons_networks(units, parameters):
    moons = Experiment(Planar(), Network((units,), "tanh"), Training())
    assert sum(layer.parameters for layer in layers_of(moons)) == parameters


def test_without_hidden_layers_only_the_output_has_weights():
    single = Experiment(Planar(), Network(()), Training())
    assert weight_shapes(single) == ((2, 1), (1,))
