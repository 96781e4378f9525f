"""The panels of the weights: a drawing of the network, and a histogram."""

from collections.abc import Sequence

import numpy as np

from nnkit.figures.edges import (
    MAX_EDGES,
    Edges,
    Weights,
    edge_ends,
    hover_points,
    line_styles,
    lines_by_width,
    node_names,
)
from nnkit.figures.layout import Settings, annotation
from nnkit.figures.planar_animation.columns import STEPS, Column, place_columns
from nnkit.figures.planar_animation.layout import AnimationLayout, AnimationPanel
from nnkit.figures.style import BLUE, GREY, GREY_LABEL, ORANGE, TEXT, WEIGHTS, colour_key

_MAX_LABELLED = 100  # up to that many edges have three hover points each, more have one
_BINS = 31  # an odd number, so that one bin has 0 in its middle


def network_panel(
    panel_layout: AnimationLayout, snapshots: Sequence[Weights], features: Sequence[str]
) -> AnimationPanel:
    """Draw the network: a line's colour shows the weight's sign, its width the size, on one scale for all frames."""
    edges = Edges(snapshots)
    box = panel_layout.boxes["network"]
    columns = place_columns(edges.sizes, box.width, box.height)
    refs, last = panel_layout.refs("network"), len(edges.sizes) - 1
    biases = np.stack([np.concatenate(weights[1::2]) for weights in snapshots]).astype(np.float32)
    x, y = (edge_ends(edges, places) for places in ([column.x for column in columns], [column.y for column in columns]))
    lines = [{**style, **refs} for style in line_styles(_width_factor(edges.values.shape[1]))]
    shares = np.array([0.3, 0.5, 0.7] if edges.values.shape[1] <= _MAX_LABELLED else [0.5], np.float32)
    hover = {
        **hover_points(shares, x, y),
        "hovertext": edges.names(features) * len(shares),
        "hovertemplate": "%{hovertext}<br>weight %{customdata:.3f}<extra></extra>",
        **refs,
    }
    traces = [
        *lines,
        hover,
        _nodes(columns, features, biases) | refs,
        _inputs(columns[0].y, features) | refs,
    ]
    drawn = lines_by_width(edges.values, edges.limit, x, y)
    changes = [
        [
            *paths,
            {"customdata": np.tile(values, len(shares))},
            {"marker": {"color": bias}},
        ]
        for paths, values, bias in zip(drawn, edges.values, biases, strict=True)
    ]
    edge = 12 / box.width * last  # half a circle, in columns
    hidden = {"visible": False}
    return AnimationPanel(
        traces,
        list(range(len(traces) - 1)),
        changes,
        panel_layout.axes(
            "network", {"range": [-edge * STEPS, (last + edge) * STEPS], **hidden}, {"range": [-0.02, 1.02], **hidden}
        ),
        [_title(panel_layout), *_captions(panel_layout, last), _widths_caption(panel_layout, edges)],
    )


def _width_factor(edges: int) -> float:
    """Make many lines narrower, so that there is space between them."""
    return min(1.0, max(0.45, (60 / edges) ** 0.5))


def _nodes(columns: Sequence[Column], features: Sequence[str], biases: np.ndarray) -> Settings:
    """Draw the circles of all neurons but the inputs, coloured by their biases."""
    limit, counts = float(np.abs(biases).max()) or 1.0, [len(column.x) for column in columns]
    names = [node_names(number, count, len(counts), features) for number, count in enumerate(counts)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.concatenate([column.x for column in columns[1:]]),
        "y": np.concatenate([column.y for column in columns[1:]]),
        "marker": {
            "size": np.repeat([column.circle for column in columns[1:]], counts[1:]).astype(np.uint8),
            "colorscale": WEIGHTS,
            "cmin": -limit,
            "cmax": limit,
            "opacity": 1,
            "line": {"color": GREY, "width": 1},
        },
        "hovertext": [name for column in names[1:] for name in column],
        "hovertemplate": "%{hovertext}<br>bias %{marker.color:.3f}<extra></extra>",
        "hoverlabel": GREY_LABEL,
    }


def _inputs(heights: np.ndarray, features: Sequence[str]) -> Settings:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [0] * len(heights),
        "y": heights,
        "marker": {"size": 12, "symbol": "square", "color": GREY, "opacity": 1},
        "text": [f"{name} " for name in features],
        "textposition": "middle left",
        "textfont": {"size": TEXT + 1},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _title(panel_layout: AnimationLayout) -> Settings:
    text = f"<b>Weights</b> (lines), biases (circles)  {colour_key((ORANGE, '−'), (BLUE, '+'))}"
    return panel_layout.title("network", text, xshift=-50)


def _captions(panel_layout: AnimationLayout, last: int) -> list[Settings]:
    """Write captions under the columns, in the axes' coordinates, so that they stay there at any width."""
    captions = ["inputs", *(f"layer {column}" if last <= 3 else str(column) for column in range(1, last)), "output"]
    x_axis = panel_layout.refs("network")["xaxis"]
    position = {
        "y": panel_layout.y(panel_layout.boxes["network"].bottom),
        "yanchor": "top",
        "yshift": -2,
        "xanchor": "center",
    }
    return [annotation(caption, x=STEPS * column, xref=x_axis, **position) for column, caption in enumerate(captions)]


def _widths_caption(panel_layout: AnimationLayout, edges: Edges) -> Settings:
    box, text = panel_layout.boxes["network"], "wide lines: large weights"
    if edges.count > MAX_EDGES:
        text = f"the {MAX_EDGES} largest of {edges.count:,} weights; wide: large"
    return annotation(
        text, x=panel_layout.x(box.left), y=panel_layout.y(box.bottom), yanchor="top", yshift=-20, xshift=-50
    )


def histogram_panel(panel_layout: AnimationLayout, snapshots: Sequence[Weights]) -> AnimationPanel:
    """Draw the histogram of the kernels' weights (biases are left out), with the same bins in every frame."""
    values = np.stack([np.concatenate([kernel.ravel() for kernel in weights[::2]]) for weights in snapshots])
    limit = float(np.abs(values).max()) or 1.0
    edges = np.linspace(-limit, limit, _BINS + 1)
    counts = np.stack([np.histogram(row, edges)[0] for row in values]).astype(np.uint16)
    bars = {
        "type": "bar",
        "x": ((edges[:-1] + edges[1:]) / 2).astype(np.float32),
        "width": 0.92 * (edges[1] - edges[0]),
        "marker": {"color": GREY, "line": {"width": 0}},
        "hovertemplate": "%{y} weights near %{x:.2f}<extra></extra>",
        **panel_layout.refs("histogram"),
    }
    count = values.shape[1]
    text = f"<b>All {count:,} weights</b> by their size" if count > 1 else "<b>The only weight</b>"
    x = {
        "range": [-1.02 * limit, 1.02 * limit],
        "nticks": 6,
        "title": {"text": "weight", "standoff": 4, "font": {"size": TEXT}},
    }
    y = {"range": [0, 1.05 * int(counts.max())], **({"nticks": 5} if counts.max() > 5 else {"dtick": 1})}
    title = panel_layout.title("histogram", text, xshift=-36)
    return AnimationPanel([bars], [0], [[{"y": row}] for row in counts], panel_layout.axes("histogram", x, y), [title])
