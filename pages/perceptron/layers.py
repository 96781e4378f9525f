"""The multilayer perceptron with weights set by hand: half planes, their intersections, and unions of these."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import answers_of, layers_by_hand
from nnkit.experiment.layers import Layer
from nnkit.results.grid import grid_around
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import BIND

SIDES, REGIONS = (1, 2, 3, 4, 5, 6), (1, 2)
REGION_NAMES = ("A", "B")
SIDE = 64  # grid points along an edge of a map
CORNERS = np.array([[-2.4, -2.4], [2.4, 2.4]])  # of the area that is shown, without its margin


@st.fragment
def show_layers() -> None:
    sides, regions = _choose()
    layers = layers_by_hand(sides, regions)
    picture, maps = st.columns([2, 3], gap="large")
    with picture:
        st.markdown("**The network**")
        show_figure(_picture_of(sides, regions), "perceptron.network")
        units, weights = " – ".join(str(len(layer)) for layer in layers), sum(layer.size for layer in layers)
        st.caption(
            f"2 inputs; units from layer to layer: {units}; {weights} weights, biases included, and none of them "
            "learned."
        )
    with maps:
        st.markdown("**What each of its units says: 1 (blue) or 0 (orange)**")
        show_figure(_maps_of(sides, regions, 3 if is_narrow() else 6), "perceptron.units")
    st.markdown(
        f"A unit of the first layer says 1 on one side of its line. A unit of the second {_and_text(sides)}. That is "
        "AND, and what half planes have in common is a convex region. A third layer can say 1 where at least one "
        "region does: that is OR, and a union of regions need not be convex, nor in one piece. Here we set the "
        "weights; to learn them, one replaces the step, whose slope is 0 everywhere but at its jump, where it has "
        "none, by a smooth function, and descends its gradient."
    )


def _and_text(sides: int) -> str:
    """Say what a unit of the second layer does."""
    if sides == 1:
        return "has one of them to go by here, and says the same; of several, it says 1 only where all do"
    return f"adds up {sides} of them and says 1 only where all do: the sum less {sides - 0.5:g} is positive"


def _choose() -> tuple[int, int]:
    """Return the number of half planes of each region, and the number of regions."""
    options = {"required": True, **BIND}
    with st.container(horizontal=True, gap="large"):
        sides = st.segmented_control(
            "Half planes of a region", SIDES, default=4, key="perceptron_sides", help=_SIDES_HINT, **options
        )
        regions = st.segmented_control(
            "Regions", REGIONS, default=2, key="perceptron_regions", help=_REGIONS_HINT, **options
        )
    return sides, regions


@lru_cache  # of at most two dozen figures
def _maps_of(sides: int, regions: int, across: int) -> go.Figure:
    layers, grid = layers_by_hand(sides, regions), grid_around(CORNERS, SIDE)
    answers = [grid.map(layer) for layer in answers_of(layers, grid.points)]
    halves, *others = answers
    rows = [dict(zip(_half_planes(sides, region), units, strict=True)) for region, units in _by_region(halves, regions)]
    titles = [["AND"]] if regions == 1 else [[f"AND: region {region}" for region in REGION_NAMES], ["OR"]]
    rows += [dict(zip(row, units, strict=True)) for row, units in zip(titles, others, strict=True)]
    return draw.unit_maps(grid, rows, across)


def _by_region(halves: np.ndarray, regions: int) -> Iterable[tuple[str, np.ndarray]]:
    """Return pairs of the name of a region, empty for a single one, and its half planes."""
    return zip(REGION_NAMES if regions > 1 else ("",), np.split(halves, regions), strict=True)


def _half_planes(sides: int, region: str) -> list[str]:
    return [f"half plane {number}" + (f" of {region}" if region else "") for number in range(1, sides + 1)]


@lru_cache
def _picture_of(sides: int, regions: int) -> go.Figure:
    layers = layers_by_hand(sides, regions)
    last = len(layers) - 1
    drawn = [
        Layer("Dense", f"layer {number}", (len(weights),), weights.size, "step", number < last)
        for number, weights in enumerate(layers)
    ]
    return draw.network_diagram(drawn, "x", inputs=2)


_SIDES_HINT = (
    "How many units of the first layer belong to each region. One gives a half plane, two a strip, three a triangle."
)
_REGIONS_HINT = "How many units the second layer has. With two, a third layer puts them together."
