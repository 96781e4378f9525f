"""The presets on reviews: loading, speed against Keras and PyTorch, memory of the worker, what dropout gains."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

from bench.timing import Figure, seconds
from nnkit import PRESETS, Experiment, build_model, load, train
from nnkit.jobs import JobQueue, LocalEngine, RunStore, worker

PRESET, DROPOUT = PRESETS["imdb-baseline"], PRESETS["imdb-dropout"]
FOUR = [PRESETS[f"imdb-{name}"] for name in ("baseline", "smaller", "l2", "dropout")]
EPOCHS = 5  # of the others, whose epochs cost the same from first to last: no need for 20
SEEDS = 5


def figures() -> Iterator[Figure]:
    process = psutil.Process()
    before = process.memory_info().rss
    yield Figure("loading 25,000 reviews", seconds(lambda: load(PRESET.data)), high=0.5, unit="s")
    yield Figure("memory that loading them takes", (process.memory_info().rss - before) / 1e6, high=150, unit="MB")
    yield Figure("reviews, most memory of the worker over the four", worker_memory(), high=1.1, unit="GB")
    train(PRESET)
    ours = seconds(lambda: train(PRESET), 3) / PRESET.training.epochs
    for name, theirs, low in (
        ("plain Model.fit on float32 multi-hot", plain_keras(), 8),
        ("PyTorch with EmbeddingBag", embedding_bag(), 2),
    ):
        parts = f"{theirs:.3f} s / {ours:.3f} s an epoch"
        yield Figure(f"imdb-baseline, compiled: {name} / ours", theirs / ours, low=low, parts=parts)
    gains = [accuracy(DROPOUT, seed) - accuracy(PRESET, seed) for seed in range(SEEDS)]
    yield Figure(
        "test accuracy, dropout preset minus baseline, mean of 5 seeds",
        100 * sum(gains) / SEEDS,
        low=0,
        unit="points",
        parts=", ".join(f"{100 * gain:+.2f}" for gain in gains),
    )


def accuracy(experiment: Experiment, seed: int) -> float:
    return train(replace(experiment, training=replace(experiment.training, seed=seed))).test["accuracy"]


def plain_keras() -> float:
    """Seconds an epoch of the chapter's cell: `fit` on the multi-hot matrix, validation after each epoch."""
    data, model = load(PRESET.data), build_model(PRESET)
    x, x_val = data.x_train.multi_hot(), data.x_val.multi_hot()
    fit = {"validation_data": (x_val, data.y_val), "batch_size": 512, "verbose": 0}
    model.fit(x[:512], data.y_train[:512], **fit)  # its own compiling does not count
    return seconds(lambda: model.fit(x, data.y_train, epochs=EPOCHS, **fit)) / EPOCHS


def embedding_bag() -> float:
    """Seconds an epoch in PyTorch: in a process of its own, since its LLVM and TensorFlow's do not share one."""
    command = [sys.executable, "-m", "bench.embedding_bag", str(EPOCHS)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def worker_memory() -> float:
    """Most bytes resident, in GB, of a warm worker that trains the four, looked at 20 times a second."""
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(workers=1, programs=Path(folder))
        queue = JobQueue(engine, RunStore(None))
        try:
            queue.call(worker.get_ready, timeout=120)
            job, most = queue.submit_all(FOUR, "bench"), 0
            while not job.wait(0.05):
                most = max(most, *(psutil.Process(pid).memory_info().rss for pid in engine.pids()))
            return most / 1e9
        finally:
            queue.shutdown()
