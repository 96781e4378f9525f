"""A nerve cell and the formal neuron, drawn so that parts with the same function have the same colour."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import HIDDEN, Settings, make_figure
from nnkit.figures.style import BEST, BLUE, GREY, ORANGE, TEXT, VARIANTS, with_opacity

HEIGHT = 330  # px
_SPAN = ((-0.2, 10.2), (-3.2, 3.2))  # of x and y in both drawings
_DOTS = 40  # places of a line that have a tooltip
Corners = Sequence[tuple[float, float]]  # places x, y


class CellPart(NamedTuple):
    """A part of the nerve cell, and its counterpart in the model."""

    colour: str
    cell: str  # name
    cell_description: str
    model: str  # name
    model_description: str


PARTS: dict[str, CellPart] = {
    "input": CellPart(
        BLUE,
        "dendrites",
        "collect signals from other cells",
        "inputs",
        "x1, x2, x3: 1 if the sending neuron fires, else 0",
    ),
    "weight": CellPart(
        ORANGE,
        "synapses",
        "pass signals on, more or less strongly; they excite or inhibit",
        "connections",
        "each one excites or inhibits; all that excite count the same",
    ),
    "sum": CellPart(
        VARIANTS[5],
        "cell body",
        "also called soma; adds up the signals from all places over a short time",
        "count",
        "Σ: the number of active inputs that excite; one active input that inhibits silences the neuron",
    ),
    "threshold": CellPart(
        BEST,
        "axon hillock",
        "starts an impulse if the voltage is high enough",
        "threshold",
        "the neuron fires if the count reaches θ",
    ),
    "output": CellPart(
        VARIANTS[4],
        "axon",
        "carries the impulse, which always has the same size, to other cells",
        "output",
        "y: 1 if the neuron fires, else 0",
    ),
}

# The dendrites end where the synapses sit.
_TIPS = ((0.9, 2.3), (0.5, 1.1), (0.6, -0.4), (0.9, -1.5), (1.4, -2.5))
_DENDRITES = (
    ((3.6, 0.5), (2.4, 1.5), _TIPS[0]),
    ((2.4, 1.5), _TIPS[1]),
    ((3.4, -0.1), (2.0, -0.2), _TIPS[2]),
    ((3.7, -0.6), (2.7, -1.4), _TIPS[3]),
    ((2.7, -1.4), _TIPS[4]),
)
_AXON = (((5.4, 0), (8.0, 0)), ((8.0, 0), (9.3, 1.3)), ((8.0, 0), (9.6, 0)), ((8.0, 0), (9.3, -1.3)))
_SOMA, _RADIUS = (4.2, 0.0), 0.95
_OUTPUT = (9.4, 0.0)
_INPUTS = ((0.7, 1.9), (0.7, 0.0), (0.7, -1.9))
_KINDS = (
    ("excites", (2.6, 1.45)),
    ("excites", (2.2, 0.3)),
    ("inhibits", (2.6, -1.5)),
)  # the label of each connection, and its place


def nerve_cell(height: int = HEIGHT) -> go.Figure:
    """A nerve cell from its dendrites on the left to the ends of its axon on the right. height: in px."""
    hovers = {
        name: _hover(part.cell, part.cell_description, "in the model", part.model) for name, part in PARTS.items()
    }
    arriving = [_line([(x - 0.9, y + 0.15), (x, y)], GREY, 1.5) for x, y in _TIPS]  # other cells' axons
    dendrites = [_line(corners, PARTS["input"].colour, 4, hovers["input"]) for corners in _DENDRITES]
    axon = [_line(corners, PARTS["output"].colour, 3.5, hovers["output"]) for corners in _AXON]
    ends = _dots([corners[-1] for corners in _AXON[1:]], "output", 10, hovers["output"])
    synapses = _dots(_TIPS, "weight", 12, hovers["weight"])
    traces = [*arriving, *dendrites, *axon, ends, synapses, *_body(hovers["sum"]), *_hillock(hovers["threshold"])]
    places = {"input": (2.3, 2.3), "weight": (0.9, -3.0), "sum": (4.2, 1.4), "threshold": (6.5, -0.85)}
    places["output"] = (7.0, 0.45)
    names = {name: part.cell for name, part in PARTS.items()}
    alt = f"A nerve cell, from left to right: {', '.join(names.values())}."
    return _finished(traces, _labels(names, places), height, alt)


def formal_neuron(height: int = HEIGHT) -> go.Figure:
    """Inputs, connections, count, threshold and output, each where the nerve cell has its counterpart.

    height: in px.
    """
    hovers = {
        name: _hover(part.model, part.model_description, "in the cell", part.cell) for name, part in PARTS.items()
    }
    connections = [_line([place, _rim(place)], PARTS["weight"].colour, 3, hovers["weight"]) for place in _INPUTS]
    inhibitory = _dots([_rim(_INPUTS[-1])], "weight", 12, hovers["weight"])
    output = _line([(5.1, 0), _OUTPUT], PARTS["output"].colour, 3.5, hovers["output"])
    inputs = _dots(_INPUTS, "input", 34, hovers["input"], ("x1", "x2", "x3"))
    answer = _dots([_OUTPUT], "output", 34, hovers["output"], ("y",))
    traces = [*connections, output, inputs, *_body(hovers["sum"]), *_hillock(hovers["threshold"]), inhibitory, answer]
    letters = [_label(kind, place, "weight") for kind, place in _KINDS]
    letters += [_label("Σ", _SOMA, "", 22), _label("θ", (5.62, 0.5), "threshold", 20)]
    places = {"input": (0.7, 2.85), "weight": (2.8, -2.3), "sum": (4.2, 1.4), "threshold": (6.3, -0.85)}
    places["output"] = (7.5, 0.45)
    names = {name: part.model for name, part in PARTS.items()}
    alt = f"The formal neuron, from left to right: {', '.join(names.values())}."
    return _finished(traces, [*letters, *_labels(names, places)], height, alt)


def _rim(place: tuple[float, float]) -> tuple[float, float]:
    """The place where a line from `place` to the middle of the body reaches its edge."""
    direction = np.array(place) - _SOMA
    x, y = _SOMA + _RADIUS * direction / np.linalg.norm(direction)
    return float(x), float(y)


def _hover(name: str, description: str, where: str, counterpart: str) -> str:
    return f"<b>{name}</b>: {description}<br>{where}: {counterpart}<extra></extra>"


def _line(corners: Corners, colour: str, width: float, hover: str | None = None) -> Settings:
    """A line through corners, with tooltips all along it where `hover` is given."""
    ends = np.array(corners, float)
    places = np.linspace(0, len(ends) - 1, _DOTS)
    x, y = (np.interp(places, np.arange(len(ends)), ends[:, axis]) for axis in (0, 1))
    tooltip = {"hovertemplate": hover} if hover else {"hoverinfo": "skip"}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": {"color": colour, "width": width}, **tooltip}


def _dots(places: Corners, part: str, size: int, hover: str, texts: tuple[str, ...] | None = None) -> Settings:
    x, y = np.array(places, float).T
    look: Settings = {"mode": "markers"}
    if texts:
        look = {"mode": "markers+text", "text": texts, "textfont": {"color": "#ffffff", "size": TEXT + 1}}
    marker = {"size": size, "color": PARTS[part].colour, "opacity": 1, "line": {"width": 0}}
    return {"type": "scatter", "x": x, "y": y, "marker": marker, "hovertemplate": hover, **look}


def _body(hover: str) -> tuple[Settings, Settings]:
    """The round part in the middle."""
    angle = np.linspace(0, 2 * np.pi, 61)
    corners = np.stack([_SOMA[0] + _RADIUS * np.cos(angle), _SOMA[1] + _RADIUS * np.sin(angle)], axis=1)
    return _area(corners, "sum"), _spot(_SOMA, 44, hover)


def _hillock(hover: str) -> tuple[Settings, Settings]:
    """The cone between body and axon."""
    corners = np.array([(5.1, 0.4), (5.7, 0.14), (5.7, -0.14), (5.1, -0.4), (5.1, 0.4)])
    return _area(corners, "threshold"), _spot((5.4, 0.0), 20, hover)


def _area(corners: np.ndarray, part: str) -> Settings:
    colour = PARTS[part].colour
    look = {"line": {"color": colour, "width": 3}, "fill": "toself", "fillcolor": with_opacity(colour, 0.4)}
    return {"type": "scatter", "x": corners[:, 0], "y": corners[:, 1], "mode": "lines", "hoverinfo": "skip", **look}


def _spot(place: tuple[float, float], size: int, hover: str) -> Settings:
    """An invisible marker with a tooltip, because Plotly gives areas one only at their edges."""
    return {
        "type": "scatter",
        "x": [place[0]],
        "y": [place[1]],
        "mode": "markers",
        "marker": {"size": size, "opacity": 0},
        "hovertemplate": hover,
    }


def _labels(names: Mapping[str, str], places: Mapping[str, tuple[float, float]]) -> list[Settings]:
    return [_label(name, places[part], part) for part, name in names.items()]


def _label(text: str, place: tuple[float, float], part: str, size: int = TEXT + 1) -> Settings:
    x, y = place
    font = {"size": size, **({"color": PARTS[part].colour} if part else {})}  # else the page's own
    return {"text": f"<b>{text}</b>", "x": x, "y": y, "showarrow": False, "font": font}


def _finished(traces: Sequence[Settings], labels: list[Settings], height: int, alt: str) -> go.Figure:
    spans = {"xaxis": {"range": _SPAN[0], **HIDDEN}, "yaxis": {"range": _SPAN[1], **HIDDEN}}
    return make_figure(traces, {**spans, "annotations": labels, "hovermode": "closest"}, height, alt)
