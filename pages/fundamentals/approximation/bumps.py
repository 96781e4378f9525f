"""A curve built by hand, without training, from pairs of steep sigmoid units."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import Curve
from nnkit import figures as draw
from nnkit.concepts.approximation import bumps, largest_error
from nnkit.datasets.planar.curves import HIGH, LOW, curve_of
from pages.fundamentals.arrangement import height_above
from ui.charts import show_figure
from ui.controls import bound, choose_value
from ui.memoize import memoize_figure
from ui.numbers import counted, scientific

MAX_BUMPS = 100
SHARPNESSES = (3, 5, 10, 20, 50, 100, 1_000)
JUMPS = ("step", "sawtooth")  # curves that are not continuous
JUMP_REMAINS = (
    "This curve jumps, so it is not continuous. Beside the jump an error remains, whatever the number of bumps."
)
POINTS = 401  # of the drawn curves
TEXT_HEIGHT = 110  # px for the switch over the figure and the sentence under it


def build_from_bumps(data: Curve, controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        count, sharpness = _choose()
    with results:
        show_figure(_sum_of(data, count, sharpness, height_above(TEXT_HEIGHT)), "fundamentals.bumps")
        st.markdown(_error_text(data, count, sharpness))
    with details, st.expander("How bumps make a curve"):
        st.markdown(
            "A steep sigmoid unit is a step. A step up and, a little further on, a step down make a bump over a piece "
            "of the axis. A bump takes two hidden units. Each bump has the height of the curve in the middle of its "
            "piece. The sum of all bumps follows the curve. If the curve is continuous, many more bumps make the "
            "largest error small."
        )


@memoize_figure
def _sum_of(data: Curve, count: int, sharpness: float, height: int) -> go.Figure:
    x = np.linspace(LOW, HIGH, POINTS)
    return draw.bump_sum(x, curve_of(data, x), bumps(data, count, sharpness, x), height)


def _choose() -> tuple[int, float]:
    """Return the number of bumps and the steepness of their edges."""
    count = bound(
        st.slider,
        "Bumps",
        1,
        MAX_BUMPS,
        10,
        key="fundamentals_bumps",
        help="The number of equal pieces of the axis. Each piece takes one bump, which is two hidden units.",
    )
    sharpness = choose_value(
        "Steepness",
        SHARPNESSES,
        50,
        "fundamentals_steepness",
        "The weight of the sigmoid units, for a piece of length 1. With a large weight, more of each bump's top is "
        "flat. With a small weight, neighbouring bumps overlap.",
    )
    return count, sharpness


@lru_cache(maxsize=64)
def _error_text(data: Curve, count: int, sharpness: float) -> str:
    now, twice = (largest_error(data, bumps, sharpness) for bumps in (count, 2 * count))
    text = (
        f"With {counted(count, 'bump')}, made of {2 * count} hidden units, the largest error is **{scientific(now)}**. "
        f"With twice as many bumps, it is {scientific(twice)}."
    )
    return f"{text} {JUMP_REMAINS}" if data.shape in JUMPS else text
