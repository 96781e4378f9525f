"""A map of which learning rates are too small, right or too large for each optimizer."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, make_figure, text_above
from nnkit.figures.numbers import plain
from nnkit.figures.style import DARK, NEUTRAL, colour_key

# Colour and sign of each verdict, from too small to too large: light tiles under dark signs.
TILES = {
    "too small": ("#c9ddf5", "·"),
    "rests": (NEUTRAL, "–"),
    "arrives": ("#7fb2ea", "✓"),
    "overshoots": ("#fbe0c2", "~"),
    "oscillates": ("#f5b26b", "≈"),
    "diverges": ("#d9772b", "×"),
}
_AROUND = 108  # px: the axis below with the key above


def verdict_map(
    kinds: Mapping[str, Sequence[str]],
    learning_rates: Sequence[float],
    tooltips: Sequence[Sequence[str]],
    row_height: int = 38,
) -> go.Figure:
    """A tile for each optimizer (row) and learning rate (column).

    kinds: by the optimizer's name, a name of TILES for each learning rate. tooltips: [row][column]. row_height: in px.
    """
    names, labels = list(TILES), [plain(rate) for rate in learning_rates]
    codes = np.array([[names.index(kind) for kind in row] for row in kinds.values()], np.uint8)
    edges = np.repeat(np.arange(len(names) + 1) / len(names), 2)[1:-1]
    colours = np.repeat([colour for colour, _ in TILES.values()], 2)
    heatmap = {
        "type": "heatmap",
        "x": labels,
        "y": list(kinds),
        "z": codes,
        "zmin": -0.5,
        "zmax": len(names) - 0.5,
        "colorscale": [list(pair) for pair in zip(edges.tolist(), colours.tolist(), strict=True)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "text": [[TILES[kind][1] for kind in row] for row in kinds.values()],
        "texttemplate": "%{text}",
        "textfont": {"color": DARK, "size": 15},
        "hovertext": tooltips,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    axis = {"type": "category", **FIXED, "showgrid": False, "ticks": ""}
    x = {**axis, "title": {"text": "learning rate η"}}
    used = {kind for row in kinds.values() for kind in row}
    entries = [(colour, f"{sign} {name}") for name, (colour, sign) in TILES.items() if name in used]
    lines = "<br>".join(colour_key(*entries[start : start + 3]) for start in range(0, len(entries), 3))
    layout = {
        "xaxis": x,
        "yaxis": {**axis, "autorange": "reversed"},
        "annotations": [text_above(lines, align="left", yshift=4)],
        "margin": {"t": 52, "l": 80},
    }
    alt = f"Verdicts by learning rate: {'; '.join(_arriving(name, row, labels) for name, row in kinds.items())}."
    return make_figure([heatmap], layout, row_height * len(kinds) + _AROUND, alt)


def _arriving(name: str, row: Sequence[str], labels: Sequence[str]) -> str:
    good = [label for kind, label in zip(row, labels, strict=True) if kind == "arrives"]
    return f"{name} arrives with {', '.join(good)}" if good else f"{name} arrives with none of them"
