"""A curve built by hand, without training, from pairs of steep sigmoid units."""

import numpy as np
import streamlit as st

from nnkit import Curve
from nnkit import figures as draw
from nnkit.concepts.approximation import bumps, largest_error
from nnkit.datasets.planar.curves import HIGH, LOW, curve_of
from ui.charts import show_figure
from ui.controls import BIND, choose_value
from ui.numbers import counted, scientific

MAX_BUMPS = 100
SHARPNESSES = (3, 5, 10, 20, 50, 100, 1_000)
JUMPS = ("step", "sawtooth")  # curves that are not continuous
POINTS = 401  # of the drawn curves


@st.fragment
def build_from_bumps(data: Curve) -> None:
    controls, picture = st.columns([2, 3], gap="large")
    with controls:
        st.markdown(
            "A steep sigmoid unit is a step. One step up and, a little further on, one step down make a bump over a "
            "piece of the axis: two hidden units. Give each bump the height of the curve in the middle of its piece, "
            "add them all up, and there is the curve. Use more bumps and see the largest error shrink."
        )
        count = st.slider(
            "Bumps",
            1,
            MAX_BUMPS,
            10,
            key="fundamentals_bumps",
            help="Into how many equal pieces the axis is cut. Each takes one bump, that is two hidden units.",
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
    with picture:
        x = np.linspace(LOW, HIGH, POINTS)
        show_figure(draw.bump_sum(x, curve_of(data, x), bumps(data, count, sharpness, x)), "fundamentals.bumps")
        st.markdown(_error_text(data, count, sharpness))


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
