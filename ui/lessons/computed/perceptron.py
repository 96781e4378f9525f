"""The perceptron rule on a truth table or on drawn points."""

from functools import lru_cache

from nnkit.concepts.perceptron import (
    GATES,
    LEARNING_RATES,
    LIMITS,
    Rule,
    Samples,
    Trace,
    draw_clouds,
    draw_overlapping,
    learn,
)
from nnkit.lessons import Table
from ui.lessons.computed.texts import Texts

EPOCHS, POINTS = (10, 20, 50, 100, 200, 500, 1_000), (10, 20, 50, 100, 200)
CLOUDS, OVERLAPPING = "separable clouds", "overlapping clouds"
PRESET, MARGIN, NOISE = "AND", 0.3, 0.5
INITIAL = {"zero": "all zero", "random": "random"}
ORDERS = {"fixed": "always the same", "shuffled": "shuffled each epoch"}
AT_ZERO = {"1": "output 1 if z ≥ 0", "0": "output 1 if z > 0"}

trace_of = lru_cache(maxsize=16)(learn)  # shared by all sections, and by visitors who choose the same


def table_of(trace: Trace) -> Table:
    """Return the errors of each epoch, and how the rule ends."""
    rows = tuple({"epoch": float(epoch), "errors": float(errors)} for epoch, errors in enumerate(trace.errors, 1))
    ends = {"updates": float(len(trace.updates)), "ends": float(trace.outcome == "converged")}
    return Table(rows, ({"epoch": float(trace.epochs), **ends},))


def compute(texts: Texts) -> Table:
    def chosen(end: str, options: dict[str, str]) -> str:
        names = {text: name for name, text in options.items()}
        return texts.one_of(f"perceptron_{end}", names, next(iter(names)))

    rate = texts.one_of("perceptron_rate", LEARNING_RATES, next(iter(LEARNING_RATES)))
    epochs = texts.one_of("perceptron_epochs", {f"{each:g}": each for each in EPOCHS}, "100")
    settings = chosen("initial", INITIAL), chosen("order", ORDERS), int(chosen("zero", AT_ZERO))
    return table_of(trace_of(_samples(texts), Rule(rate, *settings, epochs, texts.seed("perceptron_seed"))))


def _samples(texts: Texts) -> Samples:
    sources = {each: each for each in (*GATES, CLOUDS, OVERLAPPING)}
    source = texts.one_of("perceptron_source", sources, PRESET)
    if source in GATES:
        return GATES[source]
    count = texts.one_of("perceptron_points", {f"{each:g}": each for each in POINTS}, "20")
    seed = texts.seed("perceptron_data_seed")
    if source == CLOUDS:
        return draw_clouds(count, texts.number("perceptron_margin", *LIMITS["margin"], MARGIN), seed)
    return draw_overlapping(count, texts.number("perceptron_noise", *LIMITS["noise"], NOISE), seed)
