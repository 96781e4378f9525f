"""The slope of an activation, and what several layers compute without one."""

from functools import lru_cache

import numpy as np

from nnkit.concepts.activations import CATALOGUE, MAX_Z, Z
from nnkit.concepts.linear_layers import ACTIVATIONS, furthest_from_one_layer
from nnkit.lessons import Table
from ui.lessons.computed.texts import Texts

CURVES, BEND = "The curves", "Why a bend at all?"
SHARES = (1, 5, 10, 25, 50)  # %
IN_A_ROW = 5  # neurons


@lru_cache(maxsize=64)
def curves_table(name: str, z: float, share: float) -> Table:
    """Return output and slope at each z, and at the chosen one. share: of the largest slope; less is saturated."""
    activation = CATALOGUE[name]
    outputs, slopes = activation.value(Z), activation.derivative(Z)
    rows = tuple(
        {"z": float(place), "output": float(output), "slope": float(slope)}
        for place, output, slope in zip(Z, outputs, slopes, strict=True)
    )
    at, largest = np.array(z), float(np.abs(slopes).max())
    slope = float(activation.derivative(at))
    final = {"z": z, "output": float(activation.value(at)), "slope": slope, "five slopes": slope**IN_A_ROW}
    return Table(rows, ({**final, "saturated": float(abs(slope) < share * largest)},))


@lru_cache(maxsize=64)
def bend_table(activation: str, seed: int) -> Table:
    row = {"difference": furthest_from_one_layer(activation, seed)}
    return Table((row,), (row,))


def compute(texts: Texts) -> Table:
    view = texts.one_of("fundamentals_activations_view", {CURVES: CURVES, BEND: BEND}, CURVES)
    if view == BEND:
        between = texts.one_of("fundamentals_between", {CATALOGUE[name].label: name for name in ACTIVATIONS}, "linear")
        return bend_table(between, texts.seed("fundamentals_product_seed"))
    labels = {activation.label: name for name, activation in CATALOGUE.items()}
    name = texts.one_of("fundamentals_function", labels, next(iter(labels)))
    share = texts.one_of("fundamentals_saturated", {f"{each} %": each / 100 for each in SHARES}, "10 %")
    return curves_table(name, texts.number("fundamentals_z", -MAX_Z, MAX_Z, 1.0), share)
