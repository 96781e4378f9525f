"""What is left of a gradient after ten layers, from each kind of initial weights."""

from functools import lru_cache

from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.initialisation import DEPTH, INITIALISATIONS, SAMPLES, UNITS, signals
from nnkit.lessons import Table
from ui.lessons.computed.texts import Texts

ACTIVATIONS = ("tanh", "relu", "sigmoid")


@lru_cache(maxsize=32)
def table_of(activation: str, seed: int) -> Table:
    """Return a row for each kind of initial weights."""
    rows = []
    for name, initialisation in INITIALISATIONS.items():
        spreads = signals(name, activation, DEPTH, UNITS, SAMPLES, seed).gradients.std(axis=(1, 2))
        left = float(spreads[0] / spreads[-1])
        rows.append({"spread": float(initialisation.deviation(UNITS, UNITS)), "gradient left": left})
    return Table(tuple(rows), tuple(rows))


def compute(texts: Texts) -> Table:
    labels = {CATALOGUE[name].label: name for name in ACTIVATIONS}
    return table_of(texts.one_of("fundamentals_bend", labels, "tanh"), texts.seed("fundamentals_initial_seed"))
