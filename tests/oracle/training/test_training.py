"""The compiled loop gives the results of `Model.fit`, from the same weights and the same order of samples."""

from dataclasses import replace
from itertools import islice, pairwise

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.trainers.data_adapters import array_slicing

from nnkit import (
    PRESETS,
    Curve,
    Experiment,
    Groups,
    Mnist,
    Network,
    Planar,
    Training,
    build_model,
    load,
    train,
)
from nnkit.experiment import ACTIVATIONS, FEATURES, OPTIMIZERS, Table
from nnkit.training.batches import epoch_orders
from nnkit.training.chunks import Chunk, ChunkPlan
from nnkit.training.loop import examples_of
from nnkit.training.model import initial_weights
from nnkit.training.program import program_for
from nnkit.training.signature import runtime_inputs_of, signature_of
from tests.oracle.training.batches import batches_of

MOONS = Experiment(Planar(points=200), Network((5,), "tanh"), Training("sgd", 0.5, 32, 4))  # 200 = 6 x 32 + 8
DIGITS = Experiment(Mnist(train_size=300, validation_share=0.2), Network((9,)), Training("rmsprop", 0.003, 50, 4))
GROUPS = Experiment(Groups(points=200), Network((5,), "tanh"), Training("sgd", 0.5, 32, 4))
CURVE = Experiment(Curve(points=200, noise=0.1), Network((5,), "tanh"), Training("sgd", 0.1, 32, 4))


def fit(experiment):
    """History and trained model of plain Keras. It fits epoch by epoch, so that the order of the samples can be set."""
    data, model = load(experiment.data), build_model(experiment)
    training, samples = experiment.training, len(data.x_train)
    history = {key: [] for key in ("loss", "accuracy", "val_loss", "val_accuracy")}
    for order in islice(epoch_orders(experiment.training, samples), training.epochs):
        epoch = model.fit(
            batches_of(data.x_train[order], data.y_train[order], training.batch_size),
            validation_data=batches_of(data.x_val, data.y_val) if len(data.x_val) else None,
            shuffle=False,
            verbose=0,
        ).history
        for key, values in history.items():
            values.append(epoch.get(key, [None])[0])
    return history, model


def assert_same_curves(experiment):
    run, (history, model) = train(experiment), fit(experiment)
    assert run.outcome == "finished"
    assert run.history["epoch"] == list(range(1, experiment.training.epochs + 1))
    for key in ("loss", "val_loss"):
        assert run.history[key] == pytest.approx(history[key], rel=2e-4, abs=1e-6), key
    for key in ("accuracy", "val_accuracy"):
        assert run.history[key] == pytest.approx(history[key], abs=1e-6), key
    for ours, theirs in zip(run.weights, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-3, atol=2e-4)
    return run, model


def with_network(experiment, **changes):
    return replace(experiment, network=replace(experiment.network, **changes))


def with_training(experiment, **changes):
    return replace(experiment, training=replace(experiment.training, **changes))


# Each optimizer with mini-batches and with a full batch, and together every activation and every depth.
NETWORKS = {
    ("sgd", 32): {"hidden": (8,), "activation": "tanh"},
    ("momentum", 32): {"hidden": (17, 4), "activation": "relu"},
    ("rmsprop", 32): {"hidden": (5, 3), "activation": "sigmoid"},
    ("adam", 32): {"hidden": (3,) * 6, "activation": "elu"},
    ("sgd", None): {"hidden": (5,), "activation": "linear"},
    ("momentum", None): {"hidden": (8, 2), "activation": "sigmoid"},
    ("rmsprop", None): {"hidden": ()},
    ("adam", None): {"hidden": (5,), "activation": "relu"},
}


def trained_by(optimizer, batch_size):
    learning_rate = 0.2 if optimizer in ("sgd", "momentum") else 0.01
    experiment = with_network(MOONS, **NETWORKS[optimizer, batch_size])
    return with_training(experiment, optimizer=optimizer, learning_rate=learning_rate, batch_size=batch_size)


@pytest.mark.parametrize(("optimizer", "batch_size"), NETWORKS)
def test_every_optimizer_and_every_network_give_keras_curves(optimizer, batch_size):
    assert_same_curves(trained_by(optimizer, batch_size))


def test_no_optimizer_and_no_activation_is_left_out():
    assert {optimizer for optimizer, _ in NETWORKS} == set(OPTIMIZERS)
    assert {network["activation"] for network in NETWORKS.values() if network["hidden"]} == set(ACTIVATIONS)


@pytest.mark.parametrize("penalty", [{"l1": 0.01}, {"l2": 0.02}, {"l1": 0.005, "l2": 0.01}])
def test_every_penalty_gives_keras_curves(penalty):
    assert_same_curves(with_network(MOONS, hidden=(5, 3), **penalty))


@pytest.mark.parametrize("penalty", [{"l1": 0.01}, {"l2": 0.02}])
def test_without_its_penalty_the_loss_is_keras_metric_of_the_data_alone(penalty):
    """A metric of Keras's leaves the penalties out that its loss contains."""
    experiment = with_network(MOONS, hidden=(5, 3), **penalty)
    data, model, run = load(experiment.data), build_model(experiment), train(experiment)
    model.compile(model.optimizer, "binary_crossentropy", metrics=[keras.metrics.BinaryCrossentropy(name="data")])
    for index, order in enumerate(islice(epoch_orders(experiment.training, 200), experiment.training.epochs)):
        history = model.fit(
            batches_of(data.x_train[order], data.y_train[order, None], experiment.training.batch_size),
            validation_data=batches_of(data.x_val, data.y_val[:, None]),
            shuffle=False,
            verbose=0,
        ).history
        for key in ("loss", "val_loss"):
            alone = history[key.replace("loss", "data")][0]
            assert run.data_history[key][index] == pytest.approx(alone, rel=2e-4, abs=1e-6)
            assert run.penalties[key][index] == pytest.approx(history[key][0] - alone, rel=1e-3, abs=1e-6)
    assert train(MOONS).penalties == {}


# These are trained by the programs of others here; `make test-exports` trains them too.
LEFT_OUT = ("moons-3", "moons-50")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.exports if name in LEFT_OUT else ())
        for name in PRESETS
        if name.startswith("moons") and "dropout" not in name
    ],
)
def test_the_first_epochs_of_the_presets_on_moons_are_those_of_keras(name):
    experiment = with_training(PRESETS[name], epochs=60)
    run, data, model = train(experiment), load(experiment.data), build_model(experiment)
    history = model.fit(
        batches_of(data.x_train, data.y_train),
        epochs=60,
        validation_data=batches_of(data.x_val, data.y_val),
        shuffle=False,
        verbose=0,
    ).history
    for key in ("loss", "val_loss"):
        assert run.history[key] == pytest.approx(history[key], rel=2e-4), key
    for key in ("accuracy", "val_accuracy"):
        assert run.history[key] == pytest.approx(history[key], abs=1.1e-3), key  # one point is on the boundary
    for ours, theirs in zip(run.weights, model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-3, atol=2e-4)
    loss, accuracy = model.evaluate(data.x_test, data.y_test, batch_size=1_000, verbose=0)
    assert run.test == {"loss": pytest.approx(loss, rel=2e-4), "accuracy": pytest.approx(accuracy, abs=1.1e-3)}


def test_every_feature_of_points_gives_keras_curves():
    experiment = replace(MOONS, data=replace(MOONS.data, features=tuple(FEATURES)))
    run, _ = assert_same_curves(experiment)
    assert run.weights[0].shape == (len(FEATURES), 5)


def test_own_points_give_keras_curves():
    places = np.random.default_rng(3).normal((1_000, -5), (200, 0.1), (150, 2))
    rows = tuple((x1, x2, int(x1 + 2_000 * x2 > -9_000)) for x1, x2 in places.tolist())
    experiment = with_training(replace(MOONS, data=Table(rows)), batch_size=None, epochs=20)
    assert_same_curves(experiment)


@pytest.mark.parametrize(
    ("data", "batch_size"),
    [(Groups(classes=4), 32), (Groups("spiral", classes=5), None)],
    ids=["blobs, mini-batch", "spiral, full-batch"],
)
def test_several_classes_give_keras_curves_and_test_results(data, batch_size):
    experiment = with_training(with_network(replace(GROUPS, data=data), l2=0.001), batch_size=batch_size)
    run, model = assert_same_curves(experiment)
    assert model.loss == "sparse_categorical_crossentropy"
    assert model.layers[-1].activation is keras.activations.softmax
    arrays = load(data)
    loss, accuracy = model.evaluate(arrays.x_test, arrays.y_test, batch_size=1_000, verbose=0)
    assert run.test == {"loss": pytest.approx(loss, rel=2e-4), "accuracy": pytest.approx(accuracy, abs=1.1e-3)}


@pytest.mark.parametrize(
    ("optimizer", "batch_size", "network"),
    [
        ("sgd", 32, {"l2": 0.02}),
        ("momentum", None, {"hidden": ()}),
        ("rmsprop", 32, {"activation": "relu", "hidden": (20,)}),
        ("adam", None, {"l1": 0.005, "l2": 0.01, "hidden": (6, 3)}),
    ],
)
def test_regression_gives_keras_curves_and_test_results(optimizer, batch_size, network):
    learning_rate = 0.05 if optimizer in ("sgd", "momentum") else 0.01
    run, model = assert_same_curves(
        with_training(
            with_network(CURVE, **network), optimizer=optimizer, learning_rate=learning_rate, batch_size=batch_size
        )
    )
    assert model.loss == "mean_squared_error"
    assert model.layers[-1].activation is keras.activations.linear
    assert run.history["accuracy"] == run.history["val_accuracy"] == [None] * 4
    data = load(CURVE.data)
    loss = model.evaluate(data.x_test, data.y_test, batch_size=1_000, verbose=0)
    assert run.test == {"loss": pytest.approx(loss, rel=2e-4), "accuracy": None}


def test_regression_on_one_input_shares_no_program_with_classes_on_one_input():
    """Sharing would compile the second experiment into the first one's program, which already counts as compiled."""
    points = replace(MOONS, data=Planar(points=200, features=("x1",)))
    one, other = (program_for(signature_of(each, load(each.data))) for each in (points, CURVE))
    train(points)
    train(CURVE)
    assert one is not other
    assert one._compiled.experimental_get_tracing_count() == other._compiled.experimental_get_tracing_count() == 1


def test_regression_stops_early_on_the_mean_squared_error():
    experiment = with_training(CURVE, epochs=300, patience=3, restore_best=True, learning_rate=0.3)
    run = train(experiment)
    assert run.epochs_done < 300
    assert run.restored_epoch == run.history["epoch"][int(np.argmin(run.history["val_loss"]))]


def test_a_diverging_regression_stops_and_keeps_finite_weights():
    run = train(with_training(with_network(CURVE, activation="relu", hidden=(50,)), learning_rate=100.0, epochs=50))
    assert run.outcome == "diverged"
    assert np.isfinite(run.test["loss"])
    assert all(np.isfinite(array).all() for snapshot in run.snapshots for array in snapshot.weights)


def test_equal_batches_and_a_batch_larger_than_the_data_give_keras_curves():
    assert_same_curves(with_training(MOONS, batch_size=50))
    assert_same_curves(with_training(MOONS, batch_size=1_000))


@pytest.mark.parametrize("batch_size", [50, None])
def test_softmax_over_images_gives_keras_curves_and_test_results(batch_size):
    run, model = assert_same_curves(with_training(with_network(DIGITS, l2=0.001), batch_size=batch_size))
    data = load(DIGITS.data)
    loss, accuracy = model.evaluate(data.x_test, data.y_test, batch_size=1_000, verbose=0)
    assert run.test == {"loss": pytest.approx(loss, rel=1e-4), "accuracy": pytest.approx(accuracy, abs=2e-4)}


def test_the_preset_gives_keras_curves_on_all_digits():
    experiment = with_training(PRESETS["mnist"], epochs=2)
    run, (history, _) = train(experiment), fit(experiment)
    assert run.history["loss"] == pytest.approx(history["loss"], rel=2e-3)
    assert run.history["accuracy"] == pytest.approx(history["accuracy"], abs=5e-4)
    assert run.history["val_loss"] == run.history["val_accuracy"] == [None, None]


def test_the_first_snapshot_is_the_model_as_built():
    run, model = train(with_training(MOONS, epochs=1)), build_model(MOONS)
    assert run.snapshots[0].epoch == 0
    for ours, theirs in zip(run.snapshots[0].weights, model.get_weights(), strict=True):
        assert np.array_equal(ours, theirs)


def test_initial_weights_are_glorot_uniform():
    wide = Experiment(Mnist(), Network((128,)), Training(seed=3))
    kernel, bias = initial_weights(wide)[:2]
    limit = np.sqrt(6 / (784 + 128))  # Glorot and Bengio 2010, equation 16
    assert abs(kernel).max() <= limit
    assert kernel.std() == pytest.approx(limit / np.sqrt(3), rel=0.01)
    assert not bias.any()


def whole_epochs(signature):
    """A plan for full batches that neither validates nor keeps weights."""
    rows = signature.epochs_per_call
    return ChunkPlan(np.zeros((rows, 1), "int32"), np.zeros(rows, bool), np.zeros(rows, bool))


def one_step_losses(experiment, seeds):
    """The training loss of the first step on all samples, from the same weights, for each seed of dropout."""
    data = load(experiment.data)
    program = program_for(signature_of(experiment, data))
    plan, weights, examples = whole_epochs(program.signature), initial_weights(experiment), examples_of(experiment.data)
    losses = []
    for seed in seeds:
        program.start(weights, 0.5)
        runtime_inputs = runtime_inputs_of(experiment)._replace(seed=np.int32(seed))
        losses.append(program.run(Chunk(1, 0, 1), plan, runtime_inputs, examples).metrics[0, 0])
    return np.array(losses)


@pytest.mark.parametrize(
    "experiment",
    [
        with_training(with_network(MOONS, hidden=(50, 20), dropout=0.4), batch_size=None),
        PRESETS["moons-50-dropout"],
    ],
    ids=["two layers", "preset"],
)
def test_dropout_is_keras_dropout_in_distribution_over_seeds(experiment):
    ours = one_step_losses(experiment, range(400))
    data, model = load(experiment.data), build_model(experiment)
    y_true = data.y_train[:, None]

    @tf.function  # as in `Model.fit`; each call draws other units
    def loss():
        return keras.ops.mean(keras.losses.binary_crossentropy(y_true, model(data.x_train, training=True)))

    theirs = np.array([float(loss()) for _ in range(400)])
    assert len(np.unique(theirs)) > 390
    error = np.sqrt(ours.var() / 400 + theirs.var() / 400)
    assert abs(ours.mean() - theirs.mean()) < 4 * error
    assert ours.std() == pytest.approx(theirs.std(), rel=0.2)
    assert len(np.unique(ours)) > 390  # each seed drops other units


def test_dropout_of_zero_is_no_dropout():
    plain = with_training(MOONS, epochs=3)
    assert train(with_network(plain, dropout=0.0)).history == train(plain).history
    assert train(with_network(plain, dropout=0.3)).history != train(plain).history


@pytest.mark.parametrize(
    "experiment",
    [
        with_network(DIGITS, dropout=0.2),
        with_training(MOONS, batch_size=None, epochs=700),
        with_network(MOONS, l1=0.1),
        GROUPS,
        CURVE,
    ],
    ids=["digits", "full-batch", "mini-batch", "groups", "curve"],
)
def test_the_same_experiment_gives_the_same_run_bit_for_bit(experiment):
    one = train(experiment)
    train(with_training(with_network(experiment, dropout=0.5), seed=9))  # another training in between changes nothing
    other = train(experiment)
    assert one.history == other.history
    assert one.test == other.test
    for a, b in zip(one.snapshots, other.snapshots, strict=True):
        assert a.epoch == b.epoch
        assert all(np.array_equal(x, y) for x, y in zip(a.weights, b.weights, strict=True))


@pytest.mark.parametrize(
    "experiment", [DIGITS, with_training(MOONS, batch_size=None, epochs=700)], ids=["digits", "full-batch"]
)
def test_the_length_of_chunks_changes_nothing(monkeypatch, experiment):
    whole = train(experiment)
    monkeypatch.setattr("nnkit.training.schedule.MAX_FIRST_STEPS", 1)
    monkeypatch.setattr("nnkit.training.schedule.CHUNK_SECONDS", 0.0)  # one step per chunk
    steps = train(experiment)
    assert steps.history == whole.history
    for a, b in zip(steps.snapshots, whole.snapshots, strict=True):
        assert a.epoch == b.epoch
        assert all(np.array_equal(x, y) for x, y in zip(a.weights, b.weights, strict=True))


def test_moving_a_slider_compiles_nothing():
    experiment = with_training(with_network(DIGITS, hidden=(9, 16)), epochs=2)
    train(experiment)
    programs = program_for.cache_info().misses
    program = program_for(signature_of(experiment, load(experiment.data)))
    for changed in (
        with_training(experiment, learning_rate=0.1),
        with_network(experiment, l1=0.01),
        with_network(experiment, l2=0.01),
        with_network(experiment, dropout=0.5),
        with_network(experiment, hidden=(15, 10)),
        with_training(experiment, seed=5),
        with_training(experiment, epochs=7),
    ):
        train(changed)
    assert program_for.cache_info().misses == programs
    assert program._compiled.experimental_get_tracing_count() == 1


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_weights_of_padded_units_stay_zero(optimizer):
    experiment = with_network(trained_by(optimizer, 32), l1=0.01, l2=0.01, dropout=0.2)
    train(experiment)
    weights = program_for(signature_of(experiment, load(experiment.data))).network.weights
    widths = (2, *experiment.network.hidden, 1)
    for kernel, bias, inputs, units in zip(weights[::2], weights[1::2], widths, widths[1:], strict=False):
        assert np.asarray(kernel)[:inputs, :units].any()
        assert not np.asarray(kernel)[inputs:].any()
        assert not np.asarray(kernel)[:, units:].any()
        assert not np.asarray(bias)[units:].any()


def test_a_diverging_run_stops_and_keeps_its_last_finite_snapshot():
    experiment = with_training(
        with_network(MOONS, hidden=(50,), activation="relu", l2=1.0), learning_rate=100.0, batch_size=None, epochs=5_000
    )
    run = train(experiment)
    assert run.outcome == "diverged"
    assert 0 < run.epochs_done < 100
    assert run.snapshots[-1].epoch <= run.epochs_done
    assert all(np.isfinite(array).all() for snapshot in run.snapshots for array in snapshot.weights)
    assert all(np.isfinite(loss) for loss in run.history["loss"])
    assert np.isfinite(run.test["loss"])
    assert run.to_bytes()


def test_a_run_whose_summed_loss_overflows_has_diverged():
    data, network = Mnist(train_size=1_000), Network((15, 15, 15), "elu", l2=0.03)
    run = train(Experiment(data, network, Training("sgd", 10.0, 512, 6)))
    assert run.outcome == "diverged"
    assert None not in run.history["loss"]
    assert np.isfinite(run.test["loss"])


def test_a_run_that_ends_with_an_infinite_test_loss_has_diverged_and_goes_back_to_a_finite_one(monkeypatch):
    last = MOONS.training.epochs

    def evaluate(experiment, weights, x, y):
        runs_out = np.array_equal(weights[0], finished.weights[0])
        return {"loss": np.inf if runs_out else 0.5, "accuracy": 0.5}

    finished = train(MOONS)
    monkeypatch.setattr("nnkit.training.loop.evaluate", evaluate)
    run = train(MOONS)
    assert (finished.outcome, finished.snapshots[-1].epoch) == ("finished", last)
    assert (run.outcome, run.snapshots[-1].epoch, run.test["loss"]) == ("diverged", last - 1, 0.5)


def test_a_run_with_huge_but_finite_losses_keeps_its_snapshots():
    data, network = Mnist(train_size=300), Network((15, 15), "elu")
    run = train(Experiment(data, network, Training("momentum", 10.0, 32, 8)))
    assert run.history["loss"][-1] > 1e6
    assert (run.outcome == "diverged") == (run.snapshots[-1].epoch < 8)
    assert run.test["loss"] > 1e3 or run.outcome == "diverged"


def test_the_validation_split_is_that_of_keras():
    for size, share in ((700, 0.3), (1_300, 0.3), (333, 0.07), (60_000, 0.5)):
        (ours, *_), _ = array_slicing.train_validation_split((np.arange(size), np.arange(size)), share)
        assert len(load(Mnist(size, share)).x_train) == len(ours)


def test_a_stopped_run_keeps_its_epochs_so_far():
    reports = []
    run = train(
        with_training(MOONS, epochs=20_000),
        on_progress=reports.append,
        should_stop=lambda: bool(reports) and reports[-1].epoch > 5,
    )
    assert run.outcome == "stopped"
    assert 5 < run.epochs_done < 20_000
    assert run.snapshots[-1].epoch == run.epochs_done
    full = train(with_training(MOONS, epochs=20_000), should_stop=lambda: False)
    assert run.history["epoch"] == full.history["epoch"][: len(run.history["epoch"])]
    assert run.history["loss"] == full.history["loss"][: len(run.history["loss"])]


def test_a_stop_inside_the_first_epoch_keeps_its_steps():
    stops = iter([False, False, True])
    run = train(with_training(PRESETS["mnist"], batch_size=1, epochs=1), should_stop=lambda: next(stops))
    assert run.outcome == "stopped"
    assert 0 < run.epochs_done < 1
    assert [snapshot.epoch for snapshot in run.snapshots] == [0, run.epochs_done]
    assert run.history["epoch"] == []
    assert not np.array_equal(run.snapshots[0].weights[0], run.snapshots[1].weights[0])


def test_progress_is_reported_at_most_four_times_a_second_with_the_time_left():
    reports = []
    run = train(with_training(DIGITS, epochs=2_000), on_progress=reports.append)
    assert reports[0].epoch == 0
    assert len(reports) <= 2 + run.seconds * 4
    assert all(later.seconds - earlier.seconds >= 0.25 for earlier, later in pairwise(reports))
    assert [report.epoch for report in reports] == sorted(report.epoch for report in reports)
    assert reports[-1].seconds_left < run.seconds
    assert reports[-1].history["loss"] == run.history["loss"][: len(reports[-1].history["loss"])]


def test_the_error_falls_with_the_number_of_units_on_a_sine():
    training = Training("adam", 0.01, batch_size=None, epochs=5_000)
    errors = {
        width: np.mean(
            [
                train(Experiment(Curve("sine"), Network((width,), "tanh"), replace(training, seed=seed))).test["loss"]
                for seed in (0, 1, 2)
            ]
        )
        for width in (1, 5, 10)
    }
    assert errors[1] > 0.25  # one unit cannot follow two periods: most of the sine's mean square of 1/2 is left
    assert errors[5] < 0.1 * errors[1]
    assert errors[10] < 0.02 * errors[1]
