"""Gradient descent on a loss over two weights, with every learning rate of the section."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from nnkit.concepts.loss_surfaces import SURFACES, surface_of
from nnkit.concepts.optimizers import UPDATE_RULES, Verdict, descend, judge
from nnkit.concepts.training_loop import batches
from nnkit.experiment import OPTIMIZERS
from nnkit.lessons import Table
from ui.lessons.computed.texts import Texts

PART = "fundamentals_descent"
LEARNING_RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
LENGTHS = (10, 20, 50, 100)
BATCH_SIZES = (1, 8, 32, None)
NAMES = {name: sentence.split(":")[0] for name, sentence in OPTIMIZERS.items()}


@dataclass(frozen=True)
class Choice:
    """The settings that the controls give."""

    surface: str
    start: tuple[float, float]
    steps: int
    batch_size: int | None  # None: full batch
    seed: int


@lru_cache(maxsize=256)
def weights_of(choice: Choice, optimizer: str) -> np.ndarray:
    """(steps + 1, rates, 2) for all of LEARNING_RATES."""
    surface = surface_of(choice.surface)
    if choice.batch_size is None:
        drawn: list[np.ndarray | None] = [None] * choice.steps
    else:
        sequence = batches(surface.samples, choice.batch_size, choice.seed)
        drawn = [batch.samples for batch in islice(sequence, choice.steps)]
    return descend(surface, optimizer, LEARNING_RATES, choice.start, drawn)


@lru_cache(maxsize=256)
def verdicts_of(choice: Choice, optimizer: str) -> tuple[Verdict, ...]:
    """One for each of LEARNING_RATES."""
    weights = weights_of(choice, optimizer)
    return tuple(judge(surface_of(choice.surface), weights[:, rate]) for rate in range(len(LEARNING_RATES)))


def table_of(choice: Choice, optimizers: tuple[str, ...]) -> Table:
    """Return what each optimizer reaches with each learning rate. A loss that diverges is the last finite one."""
    rows = tuple(
        {"learning rate": learning_rate, "loss": verdict.last, "way back": verdict.oscillation}
        for name in optimizers
        for learning_rate, verdict in zip(LEARNING_RATES, verdicts_of(choice, name), strict=True)
    )
    return Table(rows, rows)


def compute(texts: Texts) -> Table:
    name = texts.one_of(f"{PART}_loss", {each: each for each in SURFACES}, "bowl")
    surface = surface_of(name)
    first, second = (
        texts.number(f"{PART}_w{axis}_{name}", -surface.reach, surface.reach, surface.start[axis - 1])
        for axis in (1, 2)
    )
    steps = texts.one_of(f"{PART}_steps", {f"{each:g}": each for each in LENGTHS}, "50")
    sizes = {"all" if each is None else f"{each:g}": each for each in BATCH_SIZES}
    size, seed = texts.one_of(f"{PART}_batch", sizes, "all"), texts.seed(f"{PART}_seed")
    choice = Choice(name, (first, second), steps, *((size, seed) if surface.samples else (None, 0)))
    return table_of(choice, tuple(texts.some_of(f"{PART}_optimizers", {NAMES[each]: each for each in UPDATE_RULES})))
