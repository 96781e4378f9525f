"""Whether a line separates the classes, decided exactly, and a bound on a perceptron's updates if one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt, lcm
from operator import mul
from typing import Any

from nnkit.concepts.perceptron.rule import Trace, Weights
from nnkit.concepts.perceptron.samples import Samples, Vector


@dataclass(frozen=True)
class Separation:
    """The convex combination p of the vectors ±x that is nearest to 0, which decides whether a line separates them.

    The sign is + for class 1 and − for class 0: weights w separate the classes where w · (±x) > 0 for all samples. If
    p is not 0, the weights p separate them with the largest possible margin, |p|. If p is 0, no weights do, because
    w · 0 > 0 would follow.
    """

    direction: Weights  # p
    shares: tuple[tuple[int, Fraction], ...]  # (sample's row number, coefficient) of the combination

    @property
    def separable(self) -> bool:
        """Whether a line separates the classes."""
        return any(self.direction)

    @property
    def margin_squared(self) -> Fraction:
        """γ², where γ is the smallest distance of a sample (1, x1, x2, …) from the best plane through 0."""
        return _dot(self.direction, self.direction)

    @property
    def multiples(self) -> tuple[tuple[int, int], ...]:
        """(sample's row number, whole number): the coefficients as the smallest whole numbers in proportion."""
        common = lcm(*(share.denominator for _, share in self.shares))
        whole = [int(share * common) for _, share in self.shares]
        least = gcd(*whole)
        return tuple((place, count // least) for (place, _), count in zip(self.shares, whole, strict=True))


@dataclass(frozen=True)
class Bound:
    """Novikoff's bound on the number of updates, and the numbers that it follows from."""

    radius_squared: Fraction  # R²: the largest |x|², with x0 = 1
    margin_squared: Fraction  # γ²
    updates: Fraction  # the bound; where it is irrational, a rational number slightly above it


def separate(samples: Samples) -> Separation:
    """Decide whether a line separates samples, by Wolfe's algorithm for the nearest point of a polytope.

    Wolfe (1976), Mathematical Programming 11, 128-149. In exact arithmetic it always ends with the right result. Two
    hundred samples take a few milliseconds.
    """
    vectors = samples.signed_inputs
    nearest = min(range(len(vectors)), key=lambda place: _dot(vectors[place], vectors[place]))
    shares = {nearest: Fraction(1)}
    while True:
        point, common = _combine(vectors, shares)
        products = [_dot(point, vector) for vector in vectors]
        furthest = min(range(len(vectors)), key=products.__getitem__)
        if products[furthest] * common >= _dot(point, point):
            direction = tuple(Fraction(value, common * samples.scale) for value in point)
            return Separation(direction, tuple(sorted(shares.items())))
        shares = _nearest_shares(vectors, {**shares, furthest: Fraction(0)})


def novikoff(trace: Trace, separation: Separation) -> Bound:
    """The largest number of updates that the rule can make on separable samples, from the initial weights of the trace.

    separation: that of the same samples; it must be separable. Let u = p / |p|. An error means s w·x ≤ 0, where s = ±1
    stands for the class, for either output at z = 0; the update adds η s x. So each update adds at least ηγ to w·u and
    at most η²R² to |w|². After k updates from w⁽⁰⁾, w⁽⁰⁾·u + kηγ ≤ |w| ≤ √(|w⁽⁰⁾|² + kη²R²), which holds up to the
    larger root of a quadratic equation in k. From zero weights that is (R/γ)². Novikoff (1962), Symposium on the
    Mathematical Theory of Automata 12, 615-622.
    """
    radius_squared = max(Fraction(_dot(x, x), trace.samples.scale**2) for x in trace.samples.inputs)
    start = [weight / trace.rule.learning_rate for weight in trace.weights(0)]
    margin_squared, along = separation.margin_squared, _dot(start, separation.direction)
    half = radius_squared / 2 - along
    root = _root(half**2 + margin_squared * _dot(start, start) - along**2)
    return Bound(radius_squared, margin_squared, (half + root) / margin_squared)


def _root(square: Fraction) -> Fraction:
    """The square root, or a rational number less than 10⁻¹² above it, so that the bound remains an upper bound."""
    digits = 10**12
    whole = square.numerator * square.denominator * digits**2
    root = isqrt(whole)
    return Fraction(root + (root * root < whole), square.denominator * digits)


def _nearest_shares(vectors: Sequence[Vector], shares: dict[int, Fraction]) -> dict[int, Fraction]:
    """The coefficients of the convex combination nearest to 0, among those of the same vectors or of some of them."""
    while True:
        targets = _nearest_affine([vectors[place] for place in shares])
        pairs = dict(zip(shares, targets, strict=True))
        if min(targets) > 0:
            return pairs
        # Move towards the targets until the first coefficient is 0, and leave that vector out.
        reach = min(shares[place] / (shares[place] - target) for place, target in pairs.items() if target <= 0)
        moved = {place: shares[place] + reach * (target - shares[place]) for place, target in pairs.items()}
        shares = {place: share for place, share in moved.items() if share > 0}


def _nearest_affine(vectors: Sequence[Vector]) -> list[Fraction]:
    """The coefficients of the affine combination nearest to 0: they add up to 1, and some may be negative.

    At that point all products with the vectors are equal, which gives linear equations.
    """
    rows = [[*map(Fraction, (0, *[1] * len(vectors), 1))]]
    rows += [[Fraction(1), *(Fraction(_dot(one, other)) for other in vectors), Fraction(0)] for one in vectors]
    return _solve(rows)[1:]


def _solve(rows: list[list[Fraction]]) -> list[Fraction]:
    """Solve linear equations by elimination. Each row has the coefficients of one equation, then its right side."""
    for column in range(len(rows)):
        pivot = next(place for place in range(column, len(rows)) if rows[place][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for place, row in enumerate(rows):
            if place != column and row[column]:
                factor = row[column]
                rows[place] = [value - factor * of_pivot for value, of_pivot in zip(row, rows[column], strict=True)]
    return [row[-1] for row in rows]


def _combine(vectors: Sequence[Vector], shares: dict[int, Fraction]) -> tuple[Vector, int]:
    """The combination of the vectors as whole numbers, and the factor by which these are larger than it."""
    common = lcm(*(share.denominator for share in shares.values()))
    whole = {place: int(share * common) for place, share in shares.items()}
    size = len(vectors[0])
    return tuple(sum(count * vectors[place][axis] for place, count in whole.items()) for axis in range(size)), common


def _dot(one: Sequence, other: Sequence) -> Any:  # int of ints, Fraction of Fractions
    return sum(map(mul, one, other))
