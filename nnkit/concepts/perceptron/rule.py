"""The perceptron rule, θ ← θ + η (y − y′) x, and every step it takes, without any rounding.

Inputs are whole numbers over `Samples.scale`, initial weights over `GRID`, and the learning rate is p / q. So weights
are always whole numbers over scale · q, and a step adds or takes p times a sample's whole numbers. The sign of z then
is that of a sum of whole numbers: weights that repeat do so exactly, and from zero weights, which remain p times a
sum of samples, the learning rate changes no sign, and so no step.
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
EXACT = 2**53  # below which a float holds every whole number
MAX_PART = 1_000  # of a learning rate's numerator and denominator: weights then fit 64 bits after all steps

Weights = tuple[Fraction, ...]  # θ0 (bias), θ1, θ2, and θ3 where x1·x2 is an input


@dataclass(frozen=True)
class Rule:
    """How a perceptron learns."""

    learning_rate: Fraction = Fraction(1)
    initial: str = "zero"  # or drawn from the seed: three decimals from -1 to 1
    order: str = "fixed"  # the samples' own, or drawn anew for each epoch
    at_zero: int = 1  # the output y' where z = 0
    epochs: int = 100  # after which learning ends in any case
    seed: int = 0

    def __post_init__(self) -> None:
        rate = Fraction(self.learning_rate)
        if not (rate > 0 and max(rate.numerator, rate.denominator) <= MAX_PART):
            raise ValueError(f"learning_rate must be positive, both parts up to {MAX_PART:,}; got {rate}")
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
        """The samples' places in the order of an epoch, which counts from 0."""
        if self.order == "fixed":
            return range(count)
        return np.random.default_rng((self.seed, epoch)).permutation(count).tolist()


@dataclass(frozen=True)
class PerceptronStep:
    """One sample's turn. Epoch and sample count from 0; numbers are exact, x begins with x0 = 1."""

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
        """y − y′: 0 where nothing is to be learned."""
        return self.y - self.output


@dataclass(frozen=True, eq=False)
class Trace:
    """All that was learned. outcome: "converged" (an epoch without an error), "cycle" or "limit" (of epochs)."""

    samples: Samples
    rule: Rule
    epochs: int  # gone through
    updates: np.ndarray  # (updates,) the steps, counted from 0, that changed the weights
    states: np.ndarray  # (updates + 1, inputs) int64, weights over `unit`: the initial ones, then after each update
    outcome: str
    cycle_start: int = 0  # of a cycle: the epoch at whose beginning the weights were those at the end

    @property
    def steps(self) -> int:
        return self.epochs * len(self.samples.labels)

    @property
    def unit(self) -> int:
        """`states` are so many times the weights."""
        return self.samples.scale * self.rule.learning_rate.denominator

    @property
    def errors(self) -> np.ndarray:
        """Mistakes made during each epoch, (epochs,); each one was an update."""
        return np.bincount(self.updates // len(self.samples.labels), minlength=self.epochs)

    def weights(self, updates: int) -> Weights:
        """After so many updates; negative numbers count from the end."""
        return tuple(Fraction(int(value), self.unit) for value in self.states[updates])

    def step(self, place: int) -> PerceptronStep:
        """The step at a place from 0 to steps - 1."""
        epoch, turn = divmod(place, len(self.samples.labels))
        sample = self.rule.order_of(len(self.samples.labels), epoch)[turn]
        done = bisect_left(self.updates, place)
        changes = done < len(self.updates) and self.updates[done] == place
        before, x = self.weights(done), tuple(Fraction(v, self.samples.scale) for v in self.samples.inputs[sample])
        z, y = sum(map(mul, before, x)), self.samples.labels[sample]
        return PerceptronStep(epoch, sample, x, y, z, 1 - y if changes else y, before, self.weights(done + changes))


def learn(samples: Samples, rule: Rule) -> Trace:
    """Apply the rule until an epoch passes without an error, weights repeat, or the epochs are over.

    Rosenblatt (1958), Psychological Review 65(6), 386-408, in the form that corrects errors only.
    """
    first, signed = _initial(samples, rule), samples.signed_inputs
    kind, doubt = _arithmetic(samples, rule, first)
    rows = [(place, *map(kind, _four(x))) for place, x in enumerate(signed)]
    w0, w1, w2, w3 = map(kind, _four(first))
    rate, updates, wrong, seen = kind(rule.learning_rate.numerator), [], [], {(w0, w1, w2, w3): 0}
    outcome, cycle_start = "limit", 0
    for epoch in range(rule.epochs):
        known, turns = len(updates), [rows[place] for place in rule.order_of(len(rows), epoch)]
        for step, (sample, s0, s1, s2, s3) in enumerate(turns, epoch * len(rows)):
            side = w0 * s0 + w1 * s1 + w2 * s2 + w3 * s3
            if side > doubt or (side >= -doubt and _is_right((w0, w1, w2, w3), (s0, s1, s2, s3), rule.at_zero)):
                continue
            w0, w1, w2, w3 = w0 + rate * s0, w1 + rate * s1, w2 + rate * s2, w3 + rate * s3
            updates.append(step)
            wrong.append(sample)
        weights = w0, w1, w2, w3
        if len(updates) == known:
            outcome = "converged"
        elif rule.order == "fixed" and weights in seen:  # in another order, the same weights may lead elsewhere
            outcome, cycle_start = "cycle", seen[weights]
        if outcome != "limit":
            break
        seen[weights] = epoch + 1
    moves = rule.learning_rate.numerator * np.array(signed, np.int64)[np.array(wrong, int)]
    states = np.cumsum(np.concatenate([np.array([first], np.int64), moves]), axis=0)
    return Trace(samples, rule, epoch + 1, np.array(updates, int), states, outcome, cycle_start)


def _four(vector: Vector) -> Vector:
    """With a 0 where x1·x2 is not an input."""
    return (*vector, 0)[:4]


def _initial(samples: Samples, rule: Rule) -> Vector:
    if rule.initial == "zero":
        return (0,) * len(samples.inputs[0])
    drawn = np.random.default_rng(rule.seed).integers(-GRID, GRID + 1, len(samples.inputs[0]))
    return tuple(int(value) * samples.scale // GRID * rule.learning_rate.denominator for value in drawn)


def _arithmetic(samples: Samples, rule: Rule, first: Vector) -> tuple[type, float]:
    """What to count weights in, and up to which size a sum of products leaves its sign in doubt.

    Floats are three times as fast as Python's whole numbers. Where every weight fits one exactly, a sum of four
    products is off by less than 5 · 2⁻⁵³ of the sum of their sizes: a sign is only in doubt below that.
    """
    largest = [max(map(abs, column)) for column in zip(*samples.inputs, strict=True)]
    steps = rule.epochs * len(samples.labels) * rule.learning_rate.numerator
    weights = [abs(weight) + steps * size for weight, size in zip(first, largest, strict=True)]
    return (float, sum(map(mul, weights, largest)) / (EXACT / 8)) if max(weights) < EXACT else (int, 0)


def _is_right(weights: tuple, signed: tuple, at_zero: int) -> bool:
    """Whether a sample is on its side of the line, in whole numbers; signed: its inputs, times −1 for class 0."""
    side = sum(map(mul, map(int, weights), map(int, signed)))
    return side > 0 or (side == 0 and (signed[0] > 0) == bool(at_zero))
