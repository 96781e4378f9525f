"""The presets on reviews: speed against plain Keras, memory of the worker, what dropout gains, a page from nothing."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from bench.timing import Figure, seconds
from nnkit import PRESETS, Experiment, build_model, load, train
from nnkit.jobs import JobQueue, LocalEngine, RunStore, worker
from tools.chromium import FLAGS, find_chromium
from tools.serve import serving

PRESET, DROPOUT = PRESETS["imdb-baseline"], PRESETS["imdb-dropout"]
FOUR = [PRESETS[f"imdb-{name}"] for name in ("baseline", "smaller", "l2", "dropout")]
KERAS_EPOCHS = 5  # its epochs cost the same from first to last: no need for 20
SEEDS = 5
RUNS = """() => {
    const figure = document.querySelector(".st-key-imdb-loss .js-plotly-plot")
    return new Set((figure?._fullData ?? []).filter(trace => trace.showlegend).map(trace => trace.name)).size
}"""


def figures() -> Iterator[Figure]:
    first, four = page_from_nothing()
    yield Figure("reviews, just started server: first network", first, high=10, unit="s")
    yield Figure("reviews, just started server: all four", four, high=25, unit="s")
    yield Figure("reviews, most memory of the worker over the four", worker_memory(), high=1.1, unit="GB")
    train(PRESET)
    ours = seconds(lambda: train(PRESET), 3) / PRESET.training.epochs
    plain = plain_keras() / KERAS_EPOCHS
    parts = f"{plain:.3f} s / {ours:.3f} s an epoch"
    yield Figure(
        "imdb-baseline, compiled: plain Model.fit on float32 multi-hot / ours", plain / ours, low=8, parts=parts
    )
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
    """Seconds of the chapter's cell: `fit` on the multi-hot matrix, validation after each epoch."""
    data, model = load(PRESET.data), build_model(PRESET)
    x, x_val = data.x_train.multi_hot(), data.x_val.multi_hot()
    fit = {"validation_data": (x_val, data.y_val), "batch_size": 512, "verbose": 0}
    model.fit(x[:512], data.y_train[:512], **fit)  # its own compiling does not count
    return seconds(lambda: model.fit(x, data.y_train, epochs=KERAS_EPOCHS, **fit))


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


def page_from_nothing() -> tuple[float, float]:
    """Seconds from opening the page on a just started server to the first of the four networks, and to all."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page, start, times = browser.new_page(), time.perf_counter(), []
        page.goto(f"{server.url}/imdb")
        for count in (1, 4):
            page.wait_for_function(f"count => ({RUNS})() >= count", arg=count, timeout=120_000)
            times.append(time.perf_counter() - start)
        browser.close()
    return times[0], times[1]
