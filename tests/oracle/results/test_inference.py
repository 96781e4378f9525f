"""NumPy inference compared with Keras, and exported files compared with the runs they were made from."""

import csv
import io
import os

import keras
import numpy as np
import pytest

from nnkit import Curve, Experiment, Groups, Mnist, Network, Planar, Training, build_model, load, train
from nnkit.experiment import ACTIVATIONS, FEATURES
from nnkit.experiment.layers import layers_of
from nnkit.results.grid import Grid, hidden_maps, probability_maps
from nnkit.results.inference import evaluate, hidden_outputs, predict
from nnkit.training import export

DIGITS = Experiment(Mnist(train_size=300, validation_share=0.2), Network((9, 6), dropout=0.1), Training(epochs=2))


@pytest.fixture(scope="module")
def digits_run():
    return train(DIGITS)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("data", [Mnist(train_size=100), Groups(), Planar(), Curve()], ids=lambda data: data.name)
@pytest.mark.parametrize("hidden", [(), (20,), (30, 7, 4)])
def test_predictions_equal_those_of_keras(activation, data, hidden):
    experiment = Experiment(data, Network(hidden, activation), Training(seed=4))
    model, x = build_model(experiment), load(data).x_test[:500]
    weights = [array * 3 for array in model.get_weights()]  # far enough from 0 to saturate
    model.set_weights(weights)
    np.testing.assert_allclose(predict(experiment, weights, x), answers(model, x), atol=1e-5)


def answers(model, x):
    """What the model answers without dropout; `model.predict` would first trace a program, for every model anew."""
    return keras.ops.convert_to_numpy(model(x, training=False))


def keras_hidden_outputs(model, hidden, x):
    """Each hidden Dense layer's output, from a Keras model that ends with this layer."""
    layers = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)][:hidden]
    return [answers(keras.Model(model.inputs[0], layer.output), x) for layer in layers]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("features", [("x1", "x2"), ("x2",), tuple(FEATURES)], ids=len)
@pytest.mark.parametrize("network", [{"hidden": (9,)}, {"hidden": (6, 1, 4), "dropout": 0.5}], ids=["one", "three"])
def test_hidden_outputs_equal_each_keras_layers(activation, features, network):
    experiment = Experiment(Planar(features=features), Network(activation=activation, **network), Training(seed=4))
    model, x = build_model(experiment), load(experiment.data).x_test[:300]
    weights = shifted(model.get_weights())
    model.set_weights(weights)
    expected = keras_hidden_outputs(model, len(experiment.network.hidden), x)
    found = hidden_outputs(experiment, weights, x)
    assert [layer.shape for layer in found] == [(300, units) for units in experiment.network.hidden]
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)


def test_hidden_outputs_of_images_equal_keras():
    model, x = build_model(DIGITS), load(DIGITS.data).x_test[:50]
    expected = keras_hidden_outputs(model, 2, x)
    for ours, theirs in zip(hidden_outputs(DIGITS, model.get_weights(), x), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_maps_of_hidden_neurons_show_keras_outputs_where_they_belong():
    experiment = Experiment(Planar(features=("x1", "x1·x2")), Network((5, 3), "tanh", dropout=0.3), Training(seed=1))
    model = build_model(experiment)
    weights = shifted(model.get_weights())
    model.set_weights(weights)
    grid = Grid(np.linspace(-2, 3, 6, dtype="float32"), np.linspace(-1, 1, 4, dtype="float32"))
    maps = hidden_maps(experiment, weights, grid)
    assert [layer.shape for layer in maps] == [(5, 4, 6), (3, 4, 6)]
    for row, x2 in enumerate(grid.x2):
        expected = keras_hidden_outputs(model, 2, np.stack([grid.x1, grid.x1 * x2], axis=1))
        for ours, theirs in zip(maps, expected, strict=True):
            np.testing.assert_allclose(ours[:, row].T, theirs, atol=1e-5)


def shifted(weights):
    """Biases other than 0, so that a missing bias is noticed; kernels large enough for the activations to matter."""
    random = np.random.default_rng(0)
    return [2 * array + random.normal(scale=0.3, size=array.shape).astype("float32") for array in weights]


@pytest.mark.parametrize("data", [Mnist(train_size=100), Planar()], ids=["softmax", "sigmoid"])
def test_loss_and_accuracy_equal_keras_evaluate(data):
    experiment = Experiment(data, Network((20, 5), l1=0.01, l2=0.02, dropout=0.5), Training(seed=4))
    model, arrays = build_model(experiment), load(data)
    loss, accuracy = model.evaluate(arrays.x_test, arrays.y_test, verbose=0)
    found = evaluate(experiment, model.get_weights(), arrays.x_test, arrays.y_test)
    assert found == {"loss": pytest.approx(loss, rel=1e-5), "accuracy": pytest.approx(accuracy, abs=2e-4)}


def test_the_mean_squared_error_equals_keras_evaluate():
    experiment = Experiment(Curve(noise=0.3), Network((20, 5), l1=0.01, l2=0.02), Training(seed=4))
    model, arrays = build_model(experiment), load(experiment.data)
    loss = model.evaluate(arrays.x_test, arrays.y_test, verbose=0)
    found = evaluate(experiment, model.get_weights(), arrays.x_test, arrays.y_test)
    assert found == {"loss": pytest.approx(loss, rel=1e-5), "accuracy": None}


def test_maps_of_classes_show_keras_probabilities_where_they_belong():
    experiment = Experiment(Groups(classes=4), Network((5,), "tanh"), Training(seed=1))
    model = build_model(experiment)
    weights = shifted(model.get_weights())
    model.set_weights(weights)
    grid = Grid(np.linspace(-2, 3, 6, dtype="float32"), np.linspace(-1, 1, 4, dtype="float32"))
    maps = probability_maps(experiment, weights, grid)
    assert maps.shape == (4, 4, 6)
    for row, x2 in enumerate(grid.x2):
        expected = answers(model, np.stack([grid.x1, np.full(6, x2)], axis=1))
        np.testing.assert_allclose(maps[:, row].T, expected, atol=1e-5)


@pytest.mark.parametrize(
    "experiment",
    [
        DIGITS,
        Experiment(Planar(), Network((3, 2)), Training()),
        Experiment(Groups(), Network((3, 2)), Training()),
        Experiment(Curve(), Network((3, 2)), Training()),
    ],
    ids=lambda experiment: experiment.data.name,
)
def test_the_summary_lists_the_layers_keras_has(experiment):
    model = build_model(experiment)
    ours = [(layer.kind, layer.output_shape, layer.parameters) for layer in layers_of(experiment)]
    assert ours == [(type(layer).__name__, layer.output.shape[1:], layer.count_params()) for layer in model.layers]
    assert [layer.name for layer in layers_of(experiment)] == [layer.name for layer in model.layers]


def test_a_keras_file_loads_in_plain_keras_and_predicts_the_same(digits_run, tmp_path):
    path = tmp_path / "model.keras"
    path.write_bytes(export.keras_archive(digits_run))
    model, x = keras.saving.load_model(path), load(DIGITS.data).x_test[:200]
    np.testing.assert_allclose(answers(model, x), predict(DIGITS, digits_run.weights, x), atol=1e-5)


def test_architecture_and_weights_load_in_plain_keras_and_go_on_training(digits_run, tmp_path):
    path = tmp_path / "model.weights.h5"
    path.write_bytes(export.weights_h5(digits_run))
    model = keras.models.model_from_json(export.architecture_json(digits_run).decode())
    model.load_weights(path)
    data = load(DIGITS.data)
    predicted = answers(model, data.x_test[:200])
    np.testing.assert_allclose(predicted, predict(DIGITS, digits_run.weights, data.x_test[:200]), atol=1e-5)
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(data.x_train, data.y_train, verbose=0)


@pytest.mark.parametrize("data", [Curve(), Groups()], ids=lambda data: data.name)
def test_a_keras_file_of_any_kind_of_data_predicts_the_same_and_goes_on_training(data, tmp_path):
    run, path = train(Experiment(data, Network((6,), "tanh"), Training("adam", epochs=2))), tmp_path / "model.keras"
    path.write_bytes(export.keras_archive(run))
    model, arrays = keras.saving.load_model(path), load(data)
    predicted = predict(run.experiment, run.weights, arrays.x_test)
    np.testing.assert_allclose(model.predict(arrays.x_test, verbose=0), predicted, atol=1e-5)
    before = model.evaluate(arrays.x_train, arrays.y_train, verbose=0, return_dict=True)["loss"]
    model.fit(arrays.x_train, arrays.y_train, epochs=5, verbose=0)
    assert model.evaluate(arrays.x_train, arrays.y_train, verbose=0, return_dict=True)["loss"] < before


def test_the_history_of_a_regression_as_csv_has_empty_cells_for_accuracies():
    run = train(Experiment(Curve(), Network((6,)), Training(epochs=2)))
    rows = list(csv.DictReader(io.StringIO(export.history_csv(run))))
    assert [row["accuracy"] + row["val_accuracy"] for row in rows] == ["", ""]
    assert [float(row["val_loss"]) for row in rows] == run.history["val_loss"]


def test_the_history_as_csv_holds_every_value(digits_run):
    rows = list(csv.DictReader(io.StringIO(export.history_csv(digits_run))))
    assert [int(row["epoch"]) for row in rows] == digits_run.history["epoch"]
    for key in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert [float(row[key]) for row in rows] == digits_run.history[key]


def test_exports_leave_no_file_behind(digits_run, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    export.keras_archive(digits_run)
    assert os.listdir(tmp_path) == []
