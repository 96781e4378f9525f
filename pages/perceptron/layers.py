"""The multilayer perceptron with weights set by hand: half planes, their intersections, and unions of these."""

from collections.abc import Iterable

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import answers_of, layers_by_hand
from nnkit.experiment.layers import Layer
from nnkit.results.grid import Grid, grid_around
from pages.perceptron.exercises import LAYERS
from ui.charts import show_figure
from ui.components.window import is_narrow, is_tall
from ui.controls import bound
from ui.glossary import term
from ui.layout import lay_out
from ui.memoize import memoize_figure
from ui.try_this import try_this

SIDES, REGIONS = (1, 2, 3, 4, 5, 6), (1, 2)
REGION_NAMES = ("A", "B")
SIDE, LARGE_SIDE = 64, 160  # grid points along an edge of a map, and of the large one
CORNERS = np.array([[-2.4, -2.4], [2.4, 2.4]])  # of the area that is shown, without its margin
HIDDEN_WIDTH, MAX_TILE, ANSWER = 450, 200, 280  # px: of a row of maps of hidden units, and a map's height


@st.fragment
def show_layers() -> None:
    controls, results = lay_out(
        "Each unit of the first layer has a line of its own. **Which regions can layers of such units separate "
        "from the rest?**"
    )
    with controls:
        sides, regions = _choose()
        show_figure(_picture_of(sides, regions), "perceptron.network")
        layers = layers_by_hand(sides, regions)
        units, weights = " – ".join(str(len(layer)) for layer in layers), sum(layer.size for layer in layers)
        st.markdown(
            f"The network has 2 inputs and, layer by layer, {units} units. Its {weights} weights, biases included, are "
            "set by hand."
        )
    with results:
        st.markdown("The output of each unit over the plane: **1 (blue) or 0 (orange)**")
        hidden, answer = st.columns([3, 2], gap="medium")
        with hidden:
            show_figure(_hidden_maps_of(sides, regions, _scale(), is_narrow()), "perceptron.units")
        with answer:
            show_figure(_answer_map_of(sides, regions, _scale()), "perceptron.answer")
        st.markdown(
            f"The output of a unit of the first layer is 1 on one side of its line. {_and_text(sides)} This is AND, "
            f"and what several half planes have in common is a {term('convex')} region. The output of a third layer "
            "can be 1 wherever at least one region is. This is OR, and a union of regions can have dents or several "
            "pieces."
        )
        with st.expander("Why the weights are set by hand"):
            st.markdown(
                "Gradient descent can't learn the weights of these units. Their output is a step function. Its slope "
                "is 0 everywhere but at the jump, where it has no slope. Networks that learn have a smooth function "
                "instead."
            )
    try_this(LAYERS, controls)


def _scale() -> float:
    """Return by what the maps are larger than in a window of the usual size."""
    return 1.85 if is_tall() and not is_narrow() else 1.0


def _and_text(sides: int) -> str:
    """Say what a unit of the second layer does."""
    if sides == 1:
        return (
            "A unit of the second layer has one such input here, and the same output. With several inputs, its output "
            "is 1 only where all of them are 1."
        )
    return (
        f"A unit of the second layer adds {sides} such outputs and subtracts {sides - 0.5:g}. The result is positive "
        "only where all of them are 1."
    )


def _choose() -> tuple[int, int]:
    """Return the number of half planes of each region, and the number of regions."""
    options = {"required": True}
    return (
        bound(
            st.segmented_control,
            "Half planes per region",
            SIDES,
            default=4,
            key="perceptron_sides",
            help=_SIDES_HINT,
            **options,
        ),
        bound(
            st.segmented_control, "Regions", REGIONS, default=2, key="perceptron_regions", help=_REGIONS_HINT, **options
        ),
    )


@memoize_figure
def _hidden_maps_of(sides: int, regions: int, scale: float, narrow: bool) -> go.Figure:
    """Draw the maps of the units before the last one."""
    grid = grid_around(CORNERS, SIDE)
    rows = _maps_of(sides, regions, grid)[:-1]
    across = max(sides, 4) if regions > 1 else min(sides, 2 if sides < 5 else 3)
    tile = min(HIDDEN_WIDTH // across, MAX_TILE)
    if narrow and across > 4:  # the titles need more room than a map
        across = 3
    return draw.unit_maps(grid, rows, across, round(scale * tile))


@memoize_figure
def _answer_map_of(sides: int, regions: int, scale: float) -> go.Figure:
    """Draw the map of the last unit."""
    grid = grid_around(CORNERS, LARGE_SIDE)
    return draw.unit_maps(grid, _maps_of(sides, regions, grid)[-1:], 1, round(scale * ANSWER))


def _maps_of(sides: int, regions: int, grid: Grid) -> list[dict[str, np.ndarray]]:
    """Return the maps of the units of each region's half planes, and of each layer after them, by their names."""
    layers = layers_by_hand(sides, regions)
    halves, *others = [grid.map(layer) for layer in answers_of(layers, grid.points)]
    rows = [dict(zip(_half_planes(sides, region), units, strict=True)) for region, units in _by_region(halves, regions)]
    titles = [["AND"]] if regions == 1 else [[f"AND: region {region}" for region in REGION_NAMES], ["OR"]]
    return rows + [dict(zip(row, units, strict=True)) for row, units in zip(titles, others, strict=True)]


def _by_region(halves: np.ndarray, regions: int) -> Iterable[tuple[str, np.ndarray]]:
    """Return pairs of the name of a region, empty for a single one, and its half planes."""
    return zip(REGION_NAMES if regions > 1 else ("",), np.split(halves, regions), strict=True)


def _half_planes(sides: int, region: str) -> list[str]:
    return [f"line {number} of {region}" if region else f"half plane {number}" for number in range(1, sides + 1)]


@memoize_figure
def _picture_of(sides: int, regions: int) -> go.Figure:
    layers = layers_by_hand(sides, regions)
    last = len(layers) - 1
    drawn = [
        Layer("Dense", f"layer {number}", (len(weights),), weights.size, "step", number < last)
        for number, weights in enumerate(layers)
    ]
    return draw.network_diagram(drawn, "x", inputs=2)


_SIDES_HINT = (
    "Each region has this many units of the first layer. One unit gives a half plane, two a strip, three a triangle."
)
_REGIONS_HINT = "The second layer has one unit for each region. With two regions, a third layer combines them."
