"""Whether a line separates the classes, decided exactly, and how many errors a perceptron can then make."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt, lcm
from operator import mul

from nnkit.concepts.perceptron.rule import Trace, Weights
from nnkit.concepts.perceptron.samples import Samples, Vector


@dataclass(frozen=True)
class Separation:
    """What decides whether a line separates samples: the point nearest to 0 among the mixtures of ±x.

    With + for class 1 and − for class 0, weights θ separate where θ · (±x) > 0 for all samples. If the nearest point
    p is not 0, it separates itself, with the largest margin of all: |p|. If it is 0, nothing separates: θ · 0 > 0
    would follow.
    """

    direction: Weights  # p
    shares: tuple[tuple[int, Fraction], ...]  # the samples that p is mixed from, by their places, and how much of each

    @property
    def separable(self) -> bool:
        return any(self.direction)

    @property
    def margin_squared(self) -> Fraction:
        """γ², where γ is the least distance of a sample (1, x1, x2, …) from the best plane through 0."""
        return _dot(self.direction, self.direction)

    @property
    def multiples(self) -> tuple[tuple[int, int], ...]:
        """The shares as the smallest whole numbers in the same proportion."""
        common = lcm(*(share.denominator for _, share in self.shares))
        whole = [int(share * common) for _, share in self.shares]
        least = gcd(*whole)
        return tuple((place, count // least) for (place, _), count in zip(self.shares, whole, strict=True))


@dataclass(frozen=True)
class Bound:
    """Novikoff's bound on the number of updates, and what it is made from."""

    radius_squared: Fraction  # R²: the largest |x|², x0 = 1 included
    margin_squared: Fraction  # γ²
    updates: Fraction  # no more than these; where that is irrational, a little above it


def separate(samples: Samples) -> Separation:
    """Wolfe's algorithm for the nearest point of a polytope, in exact arithmetic: it ends, and is never wrong.

    Wolfe (1976), Mathematical Programming 11, 128-149. Two hundred samples take some milliseconds.
    """
    vectors = samples.signed_inputs
    nearest = min(range(len(vectors)), key=lambda place: _dot(vectors[place], vectors[place]))
    shares = {nearest: Fraction(1)}
    while True:
        point, common = _mixture(vectors, shares)
        products = [_dot(point, vector) for vector in vectors]
        furthest = min(range(len(vectors)), key=products.__getitem__)
        if products[furthest] * common >= _dot(point, point):
            direction = tuple(Fraction(value, common * samples.scale) for value in point)
            return Separation(direction, tuple(sorted(shares.items())))
        shares = _mixed_anew(vectors, {**shares, furthest: Fraction(0)})


def novikoff(trace: Trace, separation: Separation) -> Bound:
    """The most updates that the rule can need on separable samples, from the initial weights of the trace.

    Let u = p / |p|. An error means s θ·x ≤ 0, s = ±1 the class, whichever output z = 0 has; the update adds η s x. So
    each update adds at least ηγ to θ·u and at most η²R² to |θ|². After k of them, from θ⁽⁰⁾,
    θ⁽⁰⁾·u + kηγ ≤ |θ| ≤ √(|θ⁽⁰⁾|² + kη²R²), which holds up to the larger root of a quadratic equation in k. From zero
    weights that is (R/γ)². Novikoff (1962), Symposium on the Mathematical Theory of Automata 12, 615-622.
    """
    radius_squared = max(Fraction(_dot(x, x), trace.samples.scale**2) for x in trace.samples.inputs)
    start = [weight / trace.rule.learning_rate for weight in trace.weights(0)]
    margin_squared, along = separation.margin_squared, _dot(start, separation.direction)
    half = radius_squared / 2 - along
    root = _root(half**2 + margin_squared * _dot(start, start) - along**2)
    return Bound(radius_squared, margin_squared, (half + root) / margin_squared)


def _root(square: Fraction) -> Fraction:
    """The square root, or a number above it by less than 10⁻¹², so that a bound made of it still is one."""
    digits = 10**12
    whole = square.numerator * square.denominator * digits**2
    root = isqrt(whole)
    return Fraction(root + (root * root < whole), square.denominator * digits)


def _mixed_anew(vectors: Sequence[Vector], shares: dict[int, Fraction]) -> dict[int, Fraction]:
    """The shares whose mixture is nearest to 0 among those of the same vectors or of some of them."""
    while True:
        wished = _nearest_affine([vectors[place] for place in shares])
        pairs = dict(zip(shares, wished, strict=True))
        if min(wished) > 0:
            return pairs
        # As far as possible towards it: until the first share is 0.
        reach = min(shares[place] / (shares[place] - wish) for place, wish in pairs.items() if wish <= 0)
        moved = {place: shares[place] + reach * (wish - shares[place]) for place, wish in pairs.items()}
        shares = {place: share for place, share in moved.items() if share > 0}


def _nearest_affine(vectors: Sequence[Vector]) -> list[Fraction]:
    """Shares that add up to 1, negative ones too, of the mixture nearest to 0: all products with it are equal."""
    rows = [[*map(Fraction, (0, *[1] * len(vectors), 1))]]
    rows += [[Fraction(1), *(Fraction(_dot(one, other)) for other in vectors), Fraction(0)] for one in vectors]
    return _solved(rows)[1:]


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """The solution of equations, each a row of coefficients and the right side, by elimination."""
    for column in range(len(rows)):
        pivot = next(place for place in range(column, len(rows)) if rows[place][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for place, row in enumerate(rows):
            if place != column and row[column]:
                factor = row[column]
                rows[place] = [value - factor * of_pivot for value, of_pivot in zip(row, rows[column], strict=True)]
    return [row[-1] for row in rows]


def _mixture(vectors: Sequence[Vector], shares: dict[int, Fraction]) -> tuple[Vector, int]:
    """The mixture as whole numbers, and by how much they are larger than it."""
    common = lcm(*(share.denominator for share in shares.values()))
    whole = {place: int(share * common) for place, share in shares.items()}
    size = len(vectors[0])
    return tuple(sum(count * vectors[place][axis] for place, count in whole.items()) for axis in range(size)), common


def _dot(one: Sequence, other: Sequence):
    return sum(map(mul, one, other))
