"""A curve built by hand, without training, from pairs of steep sigmoid units."""

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Curve
from nnkit import figures as draw
from nnkit.concepts.approximation import bumps, largest_error
from nnkit.datasets.planar.curves import HIGH, LOW, curve_of
from pages.fundamentals.arrangement import height_above
from ui.charts import show_figure
from ui.controls import BIND, choose_value
from ui.controls.hints import explained
from ui.numbers import counted, scientific

MAX_BUMPS = 100
SHARPNESSES = (3, 5, 10, 20, 50, 100, 1_000)
JUMPS = ("step", "sawtooth")  # curves that are not continuous
POINTS = 401  # of the drawn curves
TEXT_HEIGHT = 110  # px for the switch over the figure and the sentence under it


def build_from_bumps(data: Curve, controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        count, sharpness = _choose()
    x = np.linspace(LOW, HIGH, POINTS)
    with results:
        terms = bumps(data, count, sharpness, x)
        show_figure(draw.bump_sum(x, curve_of(data, x), terms, height_above(TEXT_HEIGHT)), "fundamentals.bumps")
        st.markdown(_error_text(data, count, sharpness))
    with details, st.expander("How bumps make a curve"):
        st.markdown(
            "A steep sigmoid unit is a step. One step up and, a little further on, one step down make a bump over a "
            "piece of the axis: two hidden units. Give each bump the height of the curve in the middle of its piece, "
            "add them all up, and there is the curve. Use more bumps and see the largest error shrink."
        )


def _choose() -> tuple[int, float]:
    """Return the number of bumps and the steepness of their edges."""
    count = st.slider(
        explained(
            "Bumps", "Into how many equal pieces the axis is cut. Each takes one bump, that is two hidden units."
        ),
        1,
        MAX_BUMPS,
        10,
        key="fundamentals_bumps",
        **BIND,
    )
    sharpness = choose_value(
        "Steepness",
        SHARPNESSES,
        50,
        "fundamentals_steepness",
        "The weight of the steps, for a piece of length 1. The larger, the more of each bump's top is flat; small "
        "ones let neighbouring bumps flow into each other.",
    )
    return count, sharpness


def _error_text(data: Curve, count: int, sharpness: float) -> str:
    now, twice = (largest_error(data, bumps, sharpness) for bumps in (count, 2 * count))
    text = (
        f"With {counted(count, 'bump')}, {2 * count} hidden units, the sum is at most **{scientific(now)}** from the "
    )
    text += f"curve; with twice as many it would be {scientific(twice)}."
    if data.shape in JUMPS:
        text += (
            " This curve jumps, so that it is not continuous: beside the jump an error remains, whatever the number."
        )
    return text
