"""The perceptron rule, w ← w + η (y − ŷ) x, and all its steps without rounding.

Inputs are whole numbers divided by `Samples.scale`, initial weights are whole numbers divided by `GRID`, and the
learning rate is p / q. So weights are always whole numbers divided by scale · q, and an update adds or subtracts p
times a sample's whole numbers. The sign of z is that of a sum of whole numbers. It follows that weights which repeat
do so exactly. From zero weights, all weights are p times a sum of samples: the learning rate then changes no sign and
no step.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

import numpy as np

from nnkit.concepts.perceptron.samples import GRID, Samples, Vector

LEARNING_RATES = {text: Fraction(text) for text in ("1", "0.5", "1/3", "0.1", "0.01")}
INITIAL = ("zero", "random")
ORDERS = ("fixed", "shuffled")
MAX_EPOCHS = 1_000
MAX_EXACT = 2**53  # a float represents all whole numbers up to here
MAX_FRACTION_PART = 1_000  # of a learning rate's numerator and denominator, so that all weights fit 64 bits

Weights = tuple[Fraction, ...]  # b (bias), w1, w2, and w3 where x1·x2 is an input


@dataclass(frozen=True)
class Rule:
    """Choices for the perceptron rule. Raises ValueError for a choice that is not allowed."""

    learning_rate: Fraction = Fraction(1)
    initial: str = "zero"  # or "random": from -1 to 1 with three decimals, drawn from the seed
    order: str = "fixed"  # or "shuffled": a new order for each epoch, drawn from the seed
    at_zero: int = 1  # the output ŷ where z = 0
    epochs: int = 100  # at most
    seed: int = 0

    def __post_init__(self) -> None:
        rate = Fraction(self.learning_rate)
        if not (rate > 0 and max(rate.numerator, rate.denominator) <= MAX_FRACTION_PART):
            raise ValueError(f"learning_rate must be positive, both parts up to {MAX_FRACTION_PART:,}; got {rate}")
        for name, allowed in (("initial", INITIAL), ("order", ORDERS), ("at_zero", (0, 1))):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(map(str, allowed))}; got {getattr(self, name)!r}")
        if not 1 <= self.epochs <= MAX_EPOCHS:
            raise ValueError(f"epochs must be from 1 to {MAX_EPOCHS:,}; got {self.epochs!r}")
        object.__setattr__(self, "learning_rate", rate)

    @property
    def highest_zero(self) -> int:
        """The largest whole number z for which the output is 0."""
        return -1 if self.at_zero else 0

    def order_of(self, count: int, epoch: int) -> Sequence[int]:
        """The row numbers of `count` samples in the order of an epoch, which counts from 0."""
        if self.order == "fixed":
            return range(count)
        return np.random.default_rng((self.seed, epoch)).permutation(count).tolist()


@dataclass(frozen=True)
class PerceptronStep:
    """One step with one sample. Epoch and sample count from 0; numbers are exact, and x begins with x0 = 1."""

    epoch: int
    sample: int
    x: Weights
    y: int
    z: Fraction
    output: int
    before: Weights
    after: Weights

    @property
    def error(self) -> int:
        """y − ŷ: 0 where the output is correct."""
        return self.y - self.output


@dataclass(frozen=True, eq=False)
class Trace:
    """A finished training.

    outcome: "converged" (an epoch without an error), "cycle" (weights have repeated) or "limit" (all epochs are over).
    """

    samples: Samples
    rule: Rule
    epochs: int  # completed
    updates: np.ndarray  # (updates,) numbers of the steps, from 0, that changed the weights
    states: np.ndarray  # (updates + 1, inputs) int64: `unit` times the weights, at first and after each update
    outcome: str
    cycle_start: int = 0  # for a cycle: the epoch that began with the same weights as the last one ended with

    @property
    def steps(self) -> int:
        """The number of steps: each epoch has one for each sample."""
        return self.epochs * len(self.samples.labels)

    @property
    def unit(self) -> int:
        """The factor between the weights and the whole numbers in `states`."""
        return self.samples.scale * self.rule.learning_rate.denominator

    @property
    def errors(self) -> np.ndarray:
        """The number of errors in each epoch, (epochs,); each error was an update."""
        return np.bincount(self.updates // len(self.samples.labels), minlength=self.epochs)

    def weights(self, updates: int) -> Weights:
        """The weights after this number of updates; negative numbers count from the end."""
        return tuple(Fraction(int(value), self.unit) for value in self.states[updates])

    def step(self, number: int) -> PerceptronStep:
        """The step with a number from 0 to steps - 1."""
        epoch, turn = divmod(number, len(self.samples.labels))
        sample = self.rule.order_of(len(self.samples.labels), epoch)[turn]
        done = bisect_left(self.updates, number)
        changes = done < len(self.updates) and self.updates[done] == number
        before, x = self.weights(done), tuple(Fraction(v, self.samples.scale) for v in self.samples.inputs[sample])
        z, y = sum(map(mul, before, x), Fraction()), self.samples.labels[sample]
        return PerceptronStep(epoch, sample, x, y, z, 1 - y if changes else y, before, self.weights(done + changes))


def learn(samples: Samples, rule: Rule) -> Trace:
    """Apply the rule until an epoch has no error, the weights repeat, or all epochs are over.

    Rosenblatt (1958), Psychological Review 65(6), 386-408, in the form that changes weights only after errors.
    """
    initial, signed = _initial(samples, rule), samples.signed_inputs
    number, tolerance = _arithmetic(samples, rule, initial)
    rows = [(place, *map(number, _four(x))) for place, x in enumerate(signed)]
    w0, w1, w2, w3 = map(number, _four(initial))
    factor, seen = number(rule.learning_rate.numerator), {(w0, w1, w2, w3): 0}
    updates: list[int] = []
    wrong: list[int] = []
    outcome, cycle_start, epoch = "limit", 0, 0
    for epoch in range(rule.epochs):
        updates_before, ordered = len(updates), [rows[place] for place in rule.order_of(len(rows), epoch)]
        for step, (sample, s0, s1, s2, s3) in enumerate(ordered, epoch * len(rows)):
            z = w0 * s0 + w1 * s1 + w2 * s2 + w3 * s3
            if z > tolerance or (z >= -tolerance and _is_correct((w0, w1, w2, w3), (s0, s1, s2, s3), rule.at_zero)):
                continue
            w0, w1, w2, w3 = w0 + factor * s0, w1 + factor * s1, w2 + factor * s2, w3 + factor * s3
            updates.append(step)
            wrong.append(sample)
        weights = w0, w1, w2, w3
        if len(updates) == updates_before:
            outcome = "converged"
        elif rule.order == "fixed" and weights in seen:  # in another order, they may lead to others
            outcome, cycle_start = "cycle", seen[weights]
        if outcome != "limit":
            break
        seen[weights] = epoch + 1
    changes = rule.learning_rate.numerator * np.array(signed, np.int64)[np.array(wrong, int)]
    states = np.cumsum(np.concatenate([np.array([initial], np.int64), changes]), axis=0)
    return Trace(samples, rule, epoch + 1, np.array(updates, int), states, outcome, cycle_start)


def _four(vector: Vector) -> Vector:
    """Append a 0 where x1·x2 is not an input."""
    return (*vector, 0)[:4]


def _initial(samples: Samples, rule: Rule) -> Vector:
    if rule.initial == "zero":
        return (0,) * len(samples.inputs[0])
    drawn = np.random.default_rng(rule.seed).integers(-GRID, GRID + 1, len(samples.inputs[0]))
    return tuple(int(value) * samples.scale // GRID * rule.learning_rate.denominator for value in drawn)


def _arithmetic(samples: Samples, rule: Rule, initial: Vector) -> tuple[type, float]:
    """The type to compute weights in, and the largest size of a sum of products whose sign may be wrong.

    Floats are three times as fast as Python's integers. Where floats represent all weights exactly, the error of a sum
    of four products is less than 5 · 2⁻⁵³ times the sum of their sizes: the sign of a larger sum is correct.
    """
    largest = [max(map(abs, column)) for column in zip(*samples.inputs, strict=True)]
    steps = rule.epochs * len(samples.labels) * rule.learning_rate.numerator
    weights = [abs(weight) + steps * size for weight, size in zip(initial, largest, strict=True)]
    return (float, sum(map(mul, weights, largest)) / (MAX_EXACT / 8)) if max(weights) < MAX_EXACT else (int, 0)


def _is_correct(weights: tuple, signed: tuple, at_zero: int) -> bool:
    """Whether the output for a sample is its class, computed in integers. signed: its inputs, times −1 for class 0."""
    z = sum(map(mul, map(int, weights), map(int, signed)))
    return z > 0 or (z == 0 and (signed[0] > 0) == bool(at_zero))
