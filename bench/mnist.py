"""The MNIST preset: speed against plain Keras and scikit-learn, accuracy over seeds, memory of a worker."""

import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

from bench.timing import Figure, seconds
from nnkit import PRESETS, Experiment, build_model, load, train
from nnkit.jobs import JobQueue, LocalEngine, RunStore, worker

PRESET = PRESETS["mnist"]
# A warm worker has the preset's own program compiled already: tanh, as large, needs another.
NOT_READY = replace(PRESET, network=replace(PRESET.network, activation="tanh"))


def figures() -> Iterator[Figure]:
    yield from loading()
    ready, fresh, memory, replaced = worker_figures()
    train(PRESET)
    ours = seconds(lambda: train(PRESET), 5)
    plain, plain_tanh, scikit = seconds(plain_keras), seconds(lambda: plain_keras(NOT_READY)), seconds(scikit_learn)
    yield Figure("mnist, compiled: plain Model.fit / ours", plain / ours, low=8, parts=f"{plain:.2f} s / {ours:.2f} s")
    yield Figure(
        "mnist, first run of a warm worker: plain Model.fit / ours",
        plain / ready,
        low=4,
        parts=f"{plain:.2f} s / {ready:.2f} s",
    )
    yield Figure(
        "mnist with tanh, first run of a warm worker, compile included: plain Model.fit / ours",
        plain_tanh / fresh,
        low=4,
        parts=f"{plain_tanh:.2f} s / {fresh:.2f} s",
    )
    yield Figure(
        "mnist, compiled: scikit-learn's MLPClassifier / ours",
        scikit / ours,
        low=2,
        parts=f"{scikit:.2f} s / {ours:.2f} s",
    )
    accuracies = [train(with_training(seed=seed)).test["accuracy"] for seed in range(5)]
    yield Figure(
        "mnist, test accuracy, mean of 5 seeds",
        sum(accuracies) / 5,
        low=0.935,
        high=0.955,
        parts=", ".join(f"{accuracy:.4f}" for accuracy in accuracies),
    )
    yield Figure(
        "worker after ten runs of different settings", memory, high=1.1, unit="GB", parts=f"replaced {replaced} times"
    )


def loading() -> Iterator[Figure]:
    """The first load of a process, checksum included."""
    process = psutil.Process()
    before = process.memory_info().rss
    yield Figure("loading all 70,000 digits", seconds(lambda: load(PRESET.data)), high=0.5, unit="s")
    yield Figure("memory that loading takes", (process.memory_info().rss - before) / 1e6, high=150, unit="MB")


def with_training(**changes) -> Experiment:
    return replace(PRESET, training=replace(PRESET.training, **changes))


def plain_keras(experiment: Experiment = PRESET) -> None:
    """The chapter's cell, on the same stock model and the same data."""
    data, model = load(experiment.data), build_model(experiment)
    model.fit(data.x_train, data.y_train, epochs=10, batch_size=128, verbose=0)


def scikit_learn() -> None:
    from sklearn.neural_network import MLPClassifier

    data = load(PRESET.data)
    x = data.x_train.reshape(-1, 784).astype("float32") / 255
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ten epochs are not meant to converge
        MLPClassifier((15,), batch_size=128, max_iter=10, random_state=0).fit(x, data.y_train)


def worker_figures() -> tuple[float, float, float, int]:
    """Seconds of a warm worker's first run of the preset, and of a program it has to compile; and over ten other
    settings, the most that the worker has resident after one of them, in GB, and how often it was replaced for
    having grown.
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(workers=1, programs=Path(folder))
        queue = JobQueue(engine, RunStore(None))
        try:
            queue.call(worker.get_ready, timeout=120)
            ready = seconds(lambda: finish(queue, PRESET))
            first = seconds(lambda: finish(queue, NOT_READY))
            resident, workers = [], set(engine.pids())
            for experiment in ten_settings():
                finish(queue, experiment)
                workers.update(engine.pids())
                resident.append(psutil.Process(engine.pids()[0]).memory_info().rss / 1e9)
            return ready, first, max(resident), len(workers) - 1
        finally:
            queue.shutdown()


def finish(queue: JobQueue, experiment: Experiment) -> None:
    job = queue.submit(experiment, "bench")
    job.wait(300)
    if job.state != "finished":
        raise RuntimeError(f"{experiment} ended as {job.state}: {job.error}")


def ten_settings() -> Iterator[Experiment]:
    """Settings that each need a program of their own, some with validation, one with a full batch."""
    networks = [(), (5,), (15, 15), (64,), (128, 64), (30, 20, 10), (100,), (15,) * 6, (128, 128), (40,)]
    for index, hidden in enumerate(networks):
        batch = None if index == 9 else 2 ** (6 + index % 3)
        yield Experiment(
            replace(PRESET.data, validation_share=0.1 * (index % 3)),
            replace(PRESET.network, hidden=hidden),
            replace(PRESET.training, batch_size=batch, epochs=2, optimizer=("rmsprop", "adam", "sgd")[index % 3]),
        )
