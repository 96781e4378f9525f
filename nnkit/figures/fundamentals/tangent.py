"""The change that a gradient predicts, and the actual change."""

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, Settings, legend_above, make_figure
from nnkit.figures.numbers import fixed
from nnkit.figures.style import BLUE, GREY, ORANGE


def tangent_line(
    name: str,
    values: np.ndarray,
    outputs: np.ndarray,
    here: tuple[float, float, float],
    there: tuple[float, float],
    height: int = 300,
) -> go.Figure:
    """The output as a function of one input, and its tangent.

    values, outputs: (n,) the curve. here: value, output and gradient before the change. there: value and output after
    it. height: in px.
    """
    value, output, gradient = here
    predicted = output + gradient * (there[0] - value)
    place = f"{name} = %{{x:.3f}}<br>"
    traces = [
        _line(values, outputs, "output", {"color": BLUE, "width": 2.5}, f"{place}output %{{y:.5f}}"),
        _line(
            values,
            output + gradient * (values - value),
            "tangent: output + gradient · δ",
            {"color": ORANGE, "width": 2, "dash": "dash"},
            f"{place}predicted %{{y:.5f}}",
        ),
        _dots([value], [output], GREY, "circle", f"{place}output %{{y:.5f}}"),
        _dots([there[0]], [predicted], ORANGE, "diamond", f"{place}predicted %{{y:.5f}}"),
        _dots([there[0]], [there[1]], BLUE, "circle", f"{place}output %{{y:.5f}}"),
    ]
    low, high = min(outputs.min(), predicted), max(outputs.max(), predicted)
    room = max(0.08 * (high - low), 0.01)
    y = {"title": {"text": "output"}, "range": [low - room, high + room], **FIXED}
    x = {"title": {"text": name}, **FIXED}
    layout = {"xaxis": x, "yaxis": y, "hovermode": "closest", "legend": legend_above()}
    alt = (
        f"The output over {name}, with its tangent. At {name} = {fixed(there[0], 3)}, the tangent predicts "
        f"{fixed(predicted, 4)}, and the output is {fixed(there[1], 4)}."
    )
    return make_figure(traces, layout, height, alt)


def _line(x: np.ndarray, y: np.ndarray, name: str, line: dict, hover: str) -> Settings:
    options = {"mode": "lines", "name": name, "line": line, "hovertemplate": f"{hover}<extra></extra>"}
    return {"type": "scatter", "x": x.astype(np.float32), "y": y.astype(np.float32), **options}


def _dots(x: list[float], y: list[float], colour: str, symbol: str, hover: str) -> Settings:
    marker = {"size": 11, "color": colour, "symbol": symbol}
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "markers",
        "marker": marker,
        "showlegend": False,
        "hovertemplate": f"{hover}<extra></extra>",
    }
