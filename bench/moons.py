"""The moons presets: speed compared with plain Keras and scikit-learn, five widths in a worker, what compiles."""

import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.timing import Measurement, median_seconds
from nnkit import PRESETS, Experiment, build_model, load, train
from nnkit.jobs import JobQueue, LocalEngine, RunStore, worker

PRESET = PRESETS["moons-50"]
WIDTHS = [PRESETS[f"moons-{units}"] for units in (1, 3, 5, 20, 50)]
KERAS_EPOCHS, SCIKIT_EPOCHS = 40, 500  # their epochs all take equally long, so that 5,000 are not needed


def measure() -> Iterator[Measurement]:
    train(PRESET)
    ours = median_seconds(lambda: train(PRESET), 9) / PRESET.training.epochs
    yield comparison("scikit-learn's MLPClassifier", median_seconds(scikit_learn, 3) / SCIKIT_EPOCHS, ours, 10)
    yield comparison("plain Model.fit", median_seconds(plain_keras) / KERAS_EPOCHS, ours, 1_000)
    fresh, compiled = five_widths()
    yield Measurement("five widths of 5,000 epochs, worker warm, nothing compiled", fresh, high=4, unit="s")
    yield Measurement("the same, compiled", compiled, high=0.8, unit="s")
    positions, compiles = slider_positions()
    details = f"{positions} positions"
    yield Measurement("positions of sliders that compile anything", compiles, high=0, details=details)


def comparison(library: str, theirs: float, ours: float, low: float) -> Measurement:
    details = f"{1e6 * theirs:,.0f} µs / {1e6 * ours:.1f} µs"
    return Measurement(f"moons-50, an epoch, compiled: {library} / ours", theirs / ours, low=low, details=details)


def plain_keras() -> None:
    """The chapter's cell without validation; our loop validates in 500 of its epochs."""
    data, model = load(PRESET.data), build_model(PRESET)
    model.fit(data.x_train, data.y_train, epochs=KERAS_EPOCHS, batch_size=len(data.x_train), verbose=0)


def scikit_learn() -> None:
    from sklearn.neural_network import MLPClassifier

    data = load(PRESET.data)
    network = MLPClassifier(
        (50,),
        "tanh",
        solver="sgd",
        learning_rate_init=1.0,
        momentum=0.0,
        alpha=0.0,
        batch_size=len(data.x_train),
        max_iter=SCIKIT_EPOCHS,
        n_iter_no_change=SCIKIT_EPOCHS,
        tol=0.0,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # these epochs are not meant to converge
        network.fit(data.x_train, data.y_train)
    assert network.n_iter_ == SCIKIT_EPOCHS


def five_widths() -> tuple[float, float]:
    """Seconds in which a warm worker trains the five presets: with compiling, and with other seeds once compiled."""
    with tempfile.TemporaryDirectory() as folder:
        queue = JobQueue(LocalEngine(workers=1, programs=Path(folder)), RunStore(None))
        try:
            queue.call(worker.get_ready, timeout=120)
            first = median_seconds(lambda: finish(queue, WIDTHS))
            durations = [median_seconds(lambda seed=seed: finish(queue, with_seed(seed))) for seed in range(1, 6)]
            return first, sorted(durations)[2]
        finally:
            queue.shutdown()


def with_seed(seed: int) -> list[Experiment]:
    return [replace(experiment, training=replace(experiment.training, seed=seed)) for experiment in WIDTHS]


def finish(queue: JobQueue, experiments: list[Experiment]) -> None:
    job = queue.submit_all(experiments, "bench")
    job.wait(300)
    if job.state != "finished":
        raise RuntimeError(f"{experiments} ended as {job.state}: {job.error}")


def slider_positions() -> tuple[int, int]:
    """The number of slider positions, and the number of those that compile anything after the preset was compiled."""
    from nnkit.training.program import program_for
    from nnkit.training.signature import signature_of

    short = replace(PRESET, training=replace(PRESET.training, epochs=10))
    train(short)
    program = program_for(signature_of(short, load(short.data)))
    tried, compiled = list(positions(short)), 0
    for experiment in tried:
        before = program_for.cache_info().misses, program._compiled.experimental_get_tracing_count()
        train(experiment)
        compiled += before != (program_for.cache_info().misses, program._compiled.experimental_get_tracing_count())
    return len(tried), compiled


def positions(short: Experiment) -> Iterator[Experiment]:
    """The experiment with each position of each slider that should compile nothing."""
    from ui.controls import LEARNING_RATES, PENALTIES

    for learning_rate in LEARNING_RATES:
        yield replace(short, training=replace(short.training, learning_rate=learning_rate))
    networks = [{name: value} for name in ("l1", "l2") for value in PENALTIES]
    networks += [{"dropout": percent / 100} for percent in range(0, 95, 5)]
    networks += [{"hidden": (units,)} for units in range(33, 65)]
    for changed in networks:
        yield replace(short, network=replace(short.network, **changed))
