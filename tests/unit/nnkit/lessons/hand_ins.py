"""Hand-ins of the lesson about XOR, whose steps hold the most networks of all lessons."""

from dataclasses import replace

from nnkit.experiment.openings import OPENINGS
from nnkit.lessons import HandIn, Result, Work, digest_of
from ui.lessons.library import library

NAME = "hidden-layer"
LESSON = library()[NAME]
(BEYOND,) = OPENINGS["perceptron/beyond"]
XOR = OPENINGS["history/hidden"]
ONE_UNIT, TWO_UNITS = (replace(BEYOND, network=replace(BEYOND.network, hidden=(units,))) for units in (1, 2))
RELU = tuple(replace(each, network=replace(each.network, activation="relu")) for each in XOR)


def results(count, seed=0):
    """Results of four digits that no compression makes shorter."""
    numbers = [(7 * seed + 13) * (place + 1) % 9973 / 1e4 for place in range(2 * count)]
    return tuple(Result(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))


def whole_hand_in(student="Änne", answer="Two lines make a strip.") -> HandIn:
    """A hand-in with all that the lesson asks for."""
    steps = (
        Work(1, answer=answer),
        Work(2, 1, experiments=(ONE_UNIT,), results=results(1)),
        Work(3, experiments=(TWO_UNITS,), results=results(1, 2)),
        Work(4, (1.0, 2.0, 4.0, 10.0), experiments=XOR, results=results(40, 3)),
        Work(5, (0.5, 2.0, 4.0, 10.0), experiments=RELU, results=results(40, 4)),
        Work(6, answer=answer),
    )
    return HandIn(student, NAME, digest_of(LESSON), steps)
