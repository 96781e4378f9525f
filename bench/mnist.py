"""The MNIST preset: speed compared with plain Keras and scikit-learn, accuracy over seeds, memory of a worker."""

import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

from bench.timing import Measurement, median_seconds
from nnkit import PRESETS, Experiment, build_model, load, train
from nnkit.jobs import JobQueue, LocalEngine, RunStore, worker

PRESET = PRESETS["mnist"]
# A warm worker has compiled the program of the preset already; a network of the same size with tanh needs another.
NOT_COMPILED = replace(PRESET, network=replace(PRESET.network, activation="tanh"))


def measure() -> Iterator[Measurement]:
    yield from measure_loading()
    ready, fresh, memory, replaced = measure_worker()
    train(PRESET)
    ours = median_seconds(lambda: train(PRESET), 5)
    plain, scikit = median_seconds(plain_keras), median_seconds(scikit_learn)
    plain_tanh = median_seconds(lambda: plain_keras(NOT_COMPILED))
    yield Measurement(
        "mnist, compiled: plain Model.fit / ours", plain / ours, low=8, details=f"{plain:.2f} s / {ours:.2f} s"
    )
    yield Measurement(
        "mnist, first run of a warm worker: plain Model.fit / ours",
        plain / ready,
        low=4,
        details=f"{plain:.2f} s / {ready:.2f} s",
    )
    yield Measurement(
        "mnist with tanh, first run of a warm worker, compile included: plain Model.fit / ours",
        plain_tanh / fresh,
        low=4,
        details=f"{plain_tanh:.2f} s / {fresh:.2f} s",
    )
    yield Measurement(
        "mnist, compiled: scikit-learn's MLPClassifier / ours",
        scikit / ours,
        low=2,
        details=f"{scikit:.2f} s / {ours:.2f} s",
    )
    accuracies = [train(with_training(seed=seed)).test["accuracy"] for seed in range(5)]
    yield Measurement(
        "mnist, test accuracy, mean of 5 seeds",
        sum(accuracies) / 5,
        low=0.935,
        high=0.955,
        details=", ".join(f"{accuracy:.4f}" for accuracy in accuracies),
    )
    yield Measurement(
        "worker after ten runs of different settings", memory, high=1.1, unit="GB", details=f"replaced {replaced} times"
    )


def measure_loading() -> Iterator[Measurement]:
    """The first load in this process, with the checksum."""
    process = psutil.Process()
    before = process.memory_info().rss
    yield Measurement("loading all 70,000 digits", median_seconds(lambda: load(PRESET.data)), high=0.5, unit="s")
    yield Measurement("memory that loading takes", (process.memory_info().rss - before) / 1e6, high=150, unit="MB")


def with_training(**changes) -> Experiment:
    return replace(PRESET, training=replace(PRESET.training, **changes))


def plain_keras(experiment: Experiment = PRESET) -> None:
    """The chapter's cell, with the same stock model and the same data."""
    data, model = load(experiment.data), build_model(experiment)
    model.fit(data.x_train, data.y_train, epochs=10, batch_size=128, verbose=0)


def scikit_learn() -> None:
    from sklearn.neural_network import MLPClassifier

    data = load(PRESET.data)
    x = data.x_train.reshape(-1, 784).astype("float32") / 255
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ten epochs are not meant to converge
        MLPClassifier((15,), batch_size=128, max_iter=10, random_state=0).fit(x, data.y_train)


def measure_worker() -> tuple[float, float, float, int]:
    """Measure a warm worker.

    Returns the seconds of its first run of the preset, the seconds of a run that it has to compile a program for, the
    maximum resident memory in GB after one of ten other runs, and how often it was replaced because of its memory.
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(workers=1, programs=Path(folder))
        queue = JobQueue(engine, RunStore(None))
        try:
            queue.call(worker.get_ready, timeout=120)
            ready = median_seconds(lambda: finish(queue, PRESET))
            fresh = median_seconds(lambda: finish(queue, NOT_COMPILED))
            resident, workers = [], set(engine.pids())
            for experiment in ten_settings():
                finish(queue, experiment)
                workers.update(engine.pids())
                resident.append(psutil.Process(engine.pids()[0]).memory_info().rss / 1e9)
            return ready, fresh, max(resident), len(workers) - 1
        finally:
            queue.shutdown()


def finish(queue: JobQueue, experiment: Experiment) -> None:
    job = queue.submit(experiment, "bench")
    job.wait(300)
    if job.state != "finished":
        raise RuntimeError(f"{experiment} ended as {job.state}: {job.error}")


def ten_settings() -> Iterator[Experiment]:
    """Experiments that each need their own program, some with validation, one with a full batch."""
    networks = [(), (5,), (15, 15), (64,), (128, 64), (30, 20, 10), (100,), (15,) * 6, (128, 128), (40,)]
    for index, hidden in enumerate(networks):
        batch_size = None if index == 9 else 2 ** (6 + index % 3)
        yield Experiment(
            replace(PRESET.data, validation_share=0.1 * (index % 3)),
            replace(PRESET.network, hidden=hidden),
            replace(PRESET.training, batch_size=batch_size, epochs=2, optimizer=("rmsprop", "adam", "sgd")[index % 3]),
        )
