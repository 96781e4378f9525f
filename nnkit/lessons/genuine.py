"""Whether the results of a hand-in are those that its settings lead to."""

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Literal

from nnkit.experiment import Experiment
from nnkit.experiment.data import Imdb
from nnkit.lessons.handin import Result
from nnkit.results.run import Run

# Another machine rounds otherwise, and training magnifies it. Measured with XLA limited to AVX2 and to SSE4.2: losses
# differ by at most 0.43 % in the first 60 epochs; that is adam on a curve. On reviews, whose epochs have 30 steps, they
# differ by at most 4.1 % in the first 10 epochs. `tests/oracle/training/test_bundled_runs.py` holds the app to these.
EARLY_EPOCHS, LOSS_TOLERANCE, END_TOLERANCE = 60, 0.02, 0.03  # relative; of the test accuracy or a regression's loss
EARLY_EPOCHS_ON_REVIEWS, LOSS_TOLERANCE_ON_REVIEWS = 10, 0.1
SAME_DIGITS = 1e-3  # relative: more than a code rounds away

Agreement = Literal["same", "near", "other"]
_ORDER: tuple[Agreement, ...] = ("other", "near", "same")


def result_of(run: Run) -> Result:
    """Return the training loss of the last recorded early epoch, and how good the network is on the test data."""
    epochs, _ = early_of(run.experiment)
    early = [loss for epoch, loss in zip(run.history["epoch"], run.history["loss"], strict=True) if epoch <= epochs]
    end = run.test["accuracy"] if run.experiment.data.classes else run.test["loss"]
    return Result(_finite(early[-1]) if early else None, _finite(end))


def early_of(experiment: Experiment) -> tuple[int, float]:
    """Return until which epoch losses are compared, and how far they may differ, relative to them."""
    if isinstance(experiment.data, Imdb):
        return EARLY_EPOCHS_ON_REVIEWS, LOSS_TOLERANCE_ON_REVIEWS
    return EARLY_EPOCHS, LOSS_TOLERANCE


def agreement_of(experiment: Experiment, handed_in: Result, own: Result) -> Agreement:
    """Return how a handed-in result agrees with that of a run on this machine.

    "same": to the rounding of a code, as on one machine. "near": within what other machines lead to.
    """
    _, tolerance = early_of(experiment)
    pairs = ((handed_in.early, own.early, tolerance, True), (handed_in.end, own.end, END_TOLERANCE, False))
    return worst(_agreement(*pair) for pair in pairs)


def worst(agreements: Iterable[Agreement]) -> Agreement:
    """Return the worst of several; of none, "same"."""
    return min(agreements, key=_ORDER.index, default="same")


def agreements_of(
    experiments: Sequence[Experiment], handed_in: Sequence[Result], own: Sequence[Result]
) -> tuple[Agreement, ...]:
    triples = zip(experiments, handed_in, own, strict=True)
    return tuple(agreement_of(*triple) for triple in triples)


def _agreement(handed_in: float | None, own: float | None, tolerance: float, is_relative: bool) -> Agreement:
    if handed_in is None or own is None:
        return "same" if handed_in is own else "other"
    apart, size = abs(handed_in - own), abs(own)
    if apart <= SAME_DIGITS * size:
        return "same"
    return "near" if apart <= tolerance * (size if is_relative else 1.0) else "other"


def _finite(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
