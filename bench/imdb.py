"""The presets on reviews: loading, speed compared with Keras and PyTorch, memory of the worker, effect of dropout."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

from bench.timing import Measurement, median_seconds
from nnkit import PRESETS, Experiment, build_model, load, train
from nnkit.jobs import JobQueue, LocalEngine, RunStore, worker

PRESET, DROPOUT = PRESETS["imdb-baseline"], PRESETS["imdb-dropout"]
FOUR = [PRESETS[f"imdb-{name}"] for name in ("baseline", "smaller", "l2", "dropout")]
COMPARED_EPOCHS = 5  # for Keras and PyTorch: their epochs all take equally long, so that 20 are not needed
SEEDS = 5


def measure() -> Iterator[Measurement]:
    process = psutil.Process()
    before = process.memory_info().rss
    yield Measurement("loading 25,000 reviews", median_seconds(lambda: load(PRESET.data)), high=0.5, unit="s")
    yield Measurement("memory that loading them takes", (process.memory_info().rss - before) / 1e6, high=150, unit="MB")
    yield Measurement("reviews, most memory of the worker over the four", max_worker_memory(), high=1.1, unit="GB")
    train(PRESET)
    ours = median_seconds(lambda: train(PRESET), 3) / PRESET.training.epochs
    for name, theirs, low in (
        ("plain Model.fit on float32 multi-hot", plain_keras_seconds(), 8),
        ("PyTorch with EmbeddingBag", embedding_bag_seconds(), 2),
    ):
        details = f"{theirs:.3f} s / {ours:.3f} s an epoch"
        yield Measurement(f"imdb-baseline, compiled: {name} / ours", theirs / ours, low=low, details=details)
    gains = [accuracy(DROPOUT, seed) - accuracy(PRESET, seed) for seed in range(SEEDS)]
    yield Measurement(
        "test accuracy, dropout preset minus baseline, mean of 5 seeds",
        100 * sum(gains) / SEEDS,
        low=0,
        unit="points",
        details=", ".join(f"{100 * gain:+.2f}" for gain in gains),
    )


def accuracy(experiment: Experiment, seed: int) -> float:
    return train(replace(experiment, training=replace(experiment.training, seed=seed))).test["accuracy"]


def plain_keras_seconds() -> float:
    """Seconds per epoch of the chapter's cell: `fit` on the multi-hot matrix, with validation after each epoch."""
    data, model = load(PRESET.data), build_model(PRESET)
    x, x_val = data.x_train.multi_hot(), data.x_val.multi_hot()
    fit = {"validation_data": (x_val, data.y_val), "batch_size": 512, "verbose": 0}
    model.fit(x[:512], data.y_train[:512], **fit)  # compiling does not count
    return median_seconds(lambda: model.fit(x, data.y_train, epochs=COMPARED_EPOCHS, **fit)) / COMPARED_EPOCHS


def embedding_bag_seconds() -> float:
    """Seconds per epoch in PyTorch, in its own process: the LLVM of PyTorch and of TensorFlow cannot share one."""
    command = [sys.executable, "-m", "bench.embedding_bag", str(COMPARED_EPOCHS)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def max_worker_memory() -> float:
    """The maximum resident memory, in GB, of a warm worker that trains the four presets, read 20 times a second."""
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(workers=1, programs=Path(folder))
        queue = JobQueue(engine, RunStore(None))
        try:
            queue.call(worker.get_ready, timeout=120)
            job, max_bytes = queue.submit_all(FOUR, "bench"), 0
            while not job.wait(0.05):
                max_bytes = max(max_bytes, *(psutil.Process(pid).memory_info().rss for pid in engine.pids()))
            return max_bytes / 1e9
        finally:
            queue.shutdown()
