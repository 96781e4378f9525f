"""A computational graph as circles and arrows, with the numbers that are known so far."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import HIDDEN, Settings, make_figure, text_above
from nnkit.figures.style import BLUE, DARK, GREY, ORANGE, TEXT, colour_key

_ROW, _MAX_ROW = 76, 140  # px from row to row, in a figure of its own height, and at most
_TOP, _BOTTOM = 34, 8  # px: the line above, and the margin below
_CIRCLE, _NUMBERS = 40, 36  # px: a circle at most, and the two numbers between circles that stand above each other
# Numbers may lie on arrows: they get an edge in the colour of the page, which CSS calls Canvas.
_EDGE = ", ".join(f"{x}px {y}px 1px Canvas" for x in (-2, 0, 2) for y in (-2, 0, 2))
_INPUT, _OPERATION = "#e6e6e6", "#cfe0f5"  # light in both themes, under dark names


class Circle(NamedTuple):
    """A node: its place, and the texts in it (label), above it (value) and below it (gradient); "" while unknown."""

    place: tuple[float, float]  # column from the left, row from the top
    label: str
    value: str
    gradient: str
    tooltip: str
    is_input: bool = False


def computational_graph(
    circles: Mapping[str, Circle],
    arrows: Sequence[tuple[str, str]],
    now: str = "",
    is_backward: bool = False,
    height: int | None = None,
    output: str = "output",
) -> go.Figure:
    """The graph at one step of the forward or the backward pass.

    circles: by name. arrows: from name to name. now: the name of the current node, "" for none. The arrows that lead
    to it stand out. In the backward pass they are reversed, because it passes its gradient on along them.
    height: at most, in px; by default it follows from the number of rows. output: what the gradients are of.
    """
    columns, rows = np.array([circle.place for circle in circles.values()]).T
    span = rows.max() - rows.min() + 1.2  # of the vertical axis, in rows
    row = min((height - _TOP - _BOTTOM) / span, _MAX_ROW) if height else _ROW
    size = min(_CIRCLE, row - _NUMBERS + 8)
    shift = (size / 2 + 8) / row
    into = [(start, end) for start, end in arrows if end == now]
    others = [arrow for arrow in arrows if arrow not in into]
    strong = [(end, start) for start, end in into] if is_backward else into
    colour = ORANGE if is_backward else BLUE
    lines = [_arrows(circles, others, GREY, 1, size), _arrows(circles, strong, colour, 3, size)]
    traces = [line for line in lines if line is not None]
    traces += [_nodes(circles, now, colour, size)]
    traces += [_numbers(circles, "value", BLUE, shift), _numbers(circles, "gradient", ORANGE, -shift)]
    known = [f"{name} = {circle.value}" for name, circle in circles.items() if circle.value and not circle.is_input]
    slopes = [f"{name} {circle.gradient}" for name, circle in circles.items() if circle.gradient]
    alt = f"A graph of {len(circles)} numbers. "
    alt += f"Computed values: {', '.join(known)}. " if known else "No value is computed yet. "
    alt += f"Computed gradients: {', '.join(slopes)}." if slopes else "No gradient is computed yet."
    layout = {
        "xaxis": {"range": [columns.min() - 0.45, columns.max() + 0.45], **HIDDEN},
        "yaxis": {"range": [-rows.max() - 0.6, -rows.min() + 0.6], **HIDDEN},
        "annotations": [text_above(colour_key((BLUE, "value"), (ORANGE, f"gradient ∂{output}/∂node")))],
        "hovermode": "closest",
        "margin": {"t": _TOP},
    }
    return make_figure(traces, layout, round(row * span) + _TOP + _BOTTOM, alt)


def _arrows(
    circles: Mapping[str, Circle], arrows: Sequence[tuple[str, str]], colour: str, width: float, size: float
) -> Settings | None:
    """Arrows of one colour and width as one trace, with a gap after each; their heads touch the circles.

    size: of the circles, in px.
    """
    if not arrows:
        return None
    ends = np.array([[circles[name].place for name in arrow] for arrow in arrows], float)
    x, y = np.pad(ends, ((0, 0), (0, 1), (0, 0)), constant_values=np.nan).reshape(-1, 2).T
    head = 9 if width < 2 else 14
    return {
        "type": "scatter",
        "x": x.astype(np.float32),
        "y": -y.astype(np.float32),
        "mode": "lines+markers",
        "line": {"color": colour, "width": width},
        "marker": {
            "symbol": "arrow",
            "angleref": "previous",
            "size": np.tile([0, head, 0], len(arrows)),
            "standoff": size / 2 + 1,
            "color": colour,
            "opacity": 1,
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
    }


def _nodes(circles: Mapping[str, Circle], now: str, colour: str, size: float) -> Settings:
    x, y = np.array([circle.place for circle in circles.values()], np.float32).T
    return {
        "type": "scatter",
        "x": x,
        "y": -y,
        "mode": "markers+text",
        "text": [circle.label for circle in circles.values()],
        "textfont": {"size": TEXT, "color": DARK},
        "marker": {
            "size": size,
            "color": [_INPUT if circle.is_input else _OPERATION for circle in circles.values()],
            "opacity": 1,
            "line": {
                "width": [4 if name == now else 1 for name in circles],
                "color": [colour if name == now else GREY for name in circles],
            },
        },
        "hovertext": [circle.tooltip for circle in circles.values()],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _numbers(circles: Mapping[str, Circle], which: str, colour: str, shift: float) -> Settings:
    """Values above the circles or gradients below them, as a trace: a marker's own text cannot be moved by px.

    shift: up, in rows.
    """
    x, y = np.array([circle.place for circle in circles.values()], np.float32).T
    return {
        "type": "scatter",
        "x": x,
        "y": -y + shift,
        "mode": "text",
        "text": [f"<b>{getattr(circle, which)}</b>" for circle in circles.values()],
        "textfont": {"size": TEXT, "color": colour, "shadow": _EDGE},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
