"""A nerve cell and the formal neuron, drawn so that parts of one colour do the same work."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.style import BEST, BLUE, GREY, ORANGE, TEXT, VARIANTS, faint, finish, hide_axes, note

HEIGHT = 330  # px
_SPAN = ((-0.2, 10.2), (-3.2, 3.2))  # of x and y in both drawings
_DOTS = 40  # places of a line that answer to a pointer
_OUTPUT = VARIANTS[4]
_SUM = VARIANTS[5]


class Part(NamedTuple):
    colour: str
    cell: str
    cell_told: str
    model: str
    model_told: str


PARTS: dict[str, Part] = {
    "input": Part(
        BLUE,
        "dendrites",
        "collect signals from other cells",
        "inputs",
        "x1, x2, x3: 1 where the sending neuron fires, else 0",
    ),
    "weight": Part(
        ORANGE,
        "synapses",
        "pass a signal on, more or less strongly; they excite or inhibit",
        "weights",
        "w1, w2, w3: how much an input counts; below 0 it inhibits",
    ),
    "sum": Part(
        _SUM,
        "cell body (soma)",
        "adds up what arrives, over places and over some time",
        "sum",
        "Σ = w1 x1 + w2 x2 + w3 x3",
    ),
    "threshold": Part(
        BEST,
        "axon hillock",
        "where an impulse starts, once the voltage is high enough",
        "threshold",
        "does the sum reach θ?",
    ),
    "output": Part(
        _OUTPUT,
        "axon",
        "carries the impulse, always of one size, to other cells",
        "output",
        "y: 1 if it does, else 0",
    ),
}

# Lines as lists of corners (x, y). The dendrites end where the synapses sit.
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
_INPUTS = ((0.7, 1.9), (0.7, 0.0), (0.7, -1.9))


def nerve_cell() -> go.Figure:
    """A nerve cell from its dendrites on the left to the ends of its axon on the right."""
    figure = go.Figure()
    for tip in _TIPS:  # where other cells' axons arrive
        figure.add_trace(_line([(tip[0] - 0.9, tip[1] + 0.15), tip], GREY, 1.5, ""))
    for corners in _DENDRITES:
        figure.add_trace(_line(corners, *_cell_look("input", 4)))
    for corners in _AXON:
        figure.add_trace(_line(corners, *_cell_look("output", 3.5)))
    figure.add_trace(_dots([corners[-1] for corners in _AXON[1:]], "output", 10, _cell_hover("output")))
    figure.add_trace(_dots(_TIPS, "weight", 12, _cell_hover("weight")))
    _body(figure, _cell_hover("sum"))
    _hillock(figure, _cell_hover("threshold"))
    places = {"input": (2.3, 2.3), "weight": (0.9, -3.0), "sum": (4.2, 1.4), "threshold": (5.7, -0.9)}
    return _finished(figure, {name: PARTS[name].cell for name in PARTS}, {**places, "output": (7.0, 0.45)}, "cell")


def formal_neuron() -> go.Figure:
    """Inputs, weights, sum, threshold and output, each where the nerve cell has its counterpart."""
    figure = go.Figure()
    for place in _INPUTS:
        figure.add_trace(_line([place, _SOMA], PARTS["weight"].colour, 3, _model_hover("weight")))
    figure.add_trace(_line([(5.1, 0), (9.4, 0)], PARTS["output"].colour, 3.5, _model_hover("output")))
    figure.add_trace(_dots(_INPUTS, "input", 34, _model_hover("input"), ("x1", "x2", "x3")))
    _body(figure, _model_hover("sum"))
    _hillock(figure, _model_hover("threshold"))
    figure.add_trace(_dots([(9.4, 0)], "output", 34, _model_hover("output"), ("y",)))
    for number, (x, y) in enumerate(_INPUTS, 1):
        middle = ((x + _SOMA[0]) / 2, (y + _SOMA[1]) / 2 + 0.35)
        _label(figure, f"w{number}", middle, PARTS["weight"].colour)
    for text, place in (("Σ", _SOMA), ("θ", (5.62, 0.5))):
        _label(figure, text, place, PARTS["sum" if text == "Σ" else "threshold"].colour, 20)
    places = {"input": (0.7, 2.85), "weight": (2.6, -2.0), "sum": (4.2, 1.4), "threshold": (5.7, -0.9)}
    return _finished(figure, {name: PARTS[name].model for name in PARTS}, {**places, "output": (7.5, 0.45)}, "model")


def _cell_look(part: str, width: float) -> tuple[str, float, str]:
    return PARTS[part].colour, width, _cell_hover(part)


def _cell_hover(part: str) -> str:
    told = PARTS[part]
    return f"<b>{told.cell}</b>: {told.cell_told}<br>in the model: {told.model}"


def _model_hover(part: str) -> str:
    told = PARTS[part]
    return f"<b>{told.model}</b>: {told.model_told}<br>in the cell: {told.cell}"


def _line(corners, colour: str, width: float, hover: str) -> go.Scatter:
    """A line through corners, of which a pointer finds every place."""
    corners = np.array(corners, float)
    way = np.linspace(0, len(corners) - 1, _DOTS)
    x, y = (np.interp(way, np.arange(len(corners)), corners[:, axis]) for axis in (0, 1))
    look = {"mode": "lines", "line": {"color": colour, "width": width}, "hoverinfo": None if hover else "skip"}
    return go.Scatter(x=x, y=y, hovertemplate=f"{hover}<extra></extra>" if hover else None, **look)


def _dots(places, part: str, size: int, hover: str, texts: tuple[str, ...] = ()) -> go.Scatter:
    x, y = np.array(places, float).T
    look = {"mode": "markers+text" if texts else "markers", "textfont": {"color": "#ffffff", "size": TEXT + 1}}
    marker = {"size": size, "color": PARTS[part].colour, "opacity": 1, "line": {"width": 0}}
    return go.Scatter(x=x, y=y, marker=marker, text=texts or None, hovertemplate=f"{hover}<extra></extra>", **look)


def _body(figure: go.Figure, hover: str) -> None:
    """The round part in the middle."""
    angle = np.linspace(0, 2 * np.pi, 61)
    look = {"mode": "lines", "line": {"color": _SUM, "width": 3}, "fill": "toself", "fillcolor": faint(_SUM, 0.35)}
    x, y = _SOMA[0] + _RADIUS * np.cos(angle), _SOMA[1] + _RADIUS * np.sin(angle)
    figure.add_trace(go.Scatter(x=x, y=y, hoverinfo="skip", **look))
    middle = {"mode": "markers", "marker": {"size": 44, "opacity": 0}}
    figure.add_trace(go.Scatter(x=[_SOMA[0]], y=[_SOMA[1]], hovertemplate=f"{hover}<extra></extra>", **middle))


def _hillock(figure: go.Figure, hover: str) -> None:
    """The cone between body and axon."""
    colour, look = PARTS["threshold"].colour, {"mode": "lines", "fill": "toself", "line": {"width": 2}}
    look["line"]["color"], look["fillcolor"] = colour, faint(colour, 0.6)
    figure.add_trace(go.Scatter(x=[5.1, 5.7, 5.7, 5.1, 5.1], y=[0.4, 0.14, -0.14, -0.4, 0.4], hoverinfo="skip", **look))
    middle = {"mode": "markers", "marker": {"size": 20, "opacity": 0}}
    figure.add_trace(go.Scatter(x=[5.4], y=[0], hovertemplate=f"{hover}<extra></extra>", **middle))


def _label(figure: go.Figure, text: str, place: tuple[float, float], colour: str, size: int = TEXT + 1) -> None:
    x, y = place
    place = {"x": x, "y": y, "xref": "x", "yref": "y", "xanchor": "center", "yanchor": "middle"}
    note(figure, f"<b>{text}</b>", font={"color": colour, "size": size}, **place)


def _finished(figure: go.Figure, names: dict[str, str], places: dict[str, tuple], kind: str) -> go.Figure:
    for part, name in names.items():
        _label(figure, name, places[part], PARTS[part].colour)
    figure.update_layout(xaxis_range=_SPAN[0], yaxis_range=_SPAN[1], hovermode="closest")
    what = {"cell": "A nerve cell", "model": "The formal neuron"}[kind]
    return hide_axes(finish(figure, HEIGHT, f"{what}, from left to right: {', '.join(names.values())}."))
