"""A small network with every number in it, and one of its neurons highlighted."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.edges import Edges, Weights, edge_ends, hover_points, line_styles, lines_by_width
from nnkit.figures.layout import Settings, annotation, make_figure
from nnkit.figures.numbers import fixed
from nnkit.figures.style import BLUE, DARK, GREY, GREY_LABEL, NEUTRAL, ORANGE, TEXT, colour_key

HEIGHT = 384  # px
_AROUND, _ABOVE = 84, 36  # px: the texts above and below, and of these the part outside the axes
_MAX_CIRCLE, _SHARE = 56, 0.76  # a circle in px, and as a share of the distance from one to the next
_MIN_ROWS = 4  # of circles in the height of the figure
_FAINT = 0.5  # opacity of lines that lead to other neurons, relative to the others
_HIDDEN = {"visible": False, "fixedrange": True}
Place = tuple[int, int]  # column, from 0 for the inputs, and number in it, from 0


def network_anatomy(
    weights: Weights, values: Sequence[np.ndarray], chosen: Place, activations: Sequence[str], height: int = HEIGHT
) -> go.Figure:
    """Neurons as circles with their values and weights as lines; those of the chosen neuron's inputs stand out.

    weights: kernel (inputs, units) and bias (units,) of each layer. values: (units,) of each column, inputs first.
    chosen: not an input. activations: labels under all columns but the first. height: in px. A click returns the
    circle's place, its customdata.
    """
    edges = Edges((weights,))
    heights = [(len(column) - 1) / 2 - np.arange(len(column)) for column in values]
    into = (edges.layers == chosen[0] - 1) & (edges.ends == chosen[1])
    traces = [*_lines(edges, heights, ~into, _FAINT), *_lines(edges, heights, into, 1.0)]
    rows, last = max(_MIN_ROWS, *map(len, values)), len(values) - 1
    row = (height - _AROUND) / rows  # px
    circles = _circles(values, heights, weights, chosen, min(_MAX_CIRCLE, round(_SHARE * row)))
    traces += [_hover_points(edges, heights), circles]
    layout = {
        "hovermode": "closest",
        "clickmode": "event+select",
        "annotations": _texts(values, activations, -rows / 2),
        "xaxis": {"range": [-0.4, last + 0.4], **_HIDDEN},
        "yaxis": {"range": [-rows / 2 - (_AROUND - _ABOVE) / row, rows / 2], **_HIDDEN},
        "margin": {"t": 28},
    }
    return make_figure(traces, layout, height, _alt_text(values, chosen, edges))


def _texts(values: Sequence[np.ndarray], activations: Sequence[str], bottom: float) -> list[dict]:
    """The key of colours and widths, above; the names of the columns, below."""
    above = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2}
    under = {"xref": "x", "xanchor": "center", "align": "center", "y": bottom, "yref": "y", "yanchor": "top"}
    captions = [annotation(words, x=column, **under) for column, words in enumerate(_captions(values, activations))]
    return [
        annotation(f"weights  {colour_key((ORANGE, '−'), (BLUE, '+'))}   a wider line: a larger weight", **above),
        *captions,
    ]


def _lines(edges: Edges, heights: list[np.ndarray], chosen: np.ndarray, opacity: float) -> list[dict]:
    """The chosen edges, as one trace for each sign and width that occurs."""
    x, y = _ends(edges, heights)
    (paths,) = lines_by_width(edges.values[:, chosen], edges.limit, x[:, chosen], y[:, chosen])
    styles = line_styles(opacity_factor=opacity)
    return [style | path for style, path in zip(styles, paths, strict=True) if len(path["x"])]


def _ends(edges: Edges, heights: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the starts and ends of all edges, (2, edges) each."""
    return np.stack([edges.layers, edges.layers + 1]), edge_ends(edges, heights)


def _hover_points(edges: Edges, heights: list[np.ndarray]) -> dict:
    """Invisible points on the lines, for their tooltips."""
    shares = np.array([0.35, 0.5, 0.65])
    return {
        **hover_points(shares, *_ends(edges, heights)),
        "hovertext": [
            f"weight {fixed(value, 3)}<br>from circle {start + 1} of column {layer + 1} "
            f"to circle {end + 1} of column {layer + 2}"
            for value, layer, start, end in zip(edges.values[0], edges.layers, edges.starts, edges.ends, strict=True)
        ]
        * len(shares),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _circles(
    values: Sequence[np.ndarray], heights: list[np.ndarray], weights: Weights, chosen: Place, size: int
) -> Settings:
    """Every neuron with its value; the chosen one has a thick edge. size: in px."""
    places = [(column, unit) for column, units in enumerate(values) for unit in range(len(units))]
    colours = [GREY, *[BLUE] * (len(values) - 2), ORANGE]
    unchanged = {"marker": {"opacity": 1}, "textfont": {"color": DARK}}  # a click fades nothing
    return {
        "type": "scatter",
        "x": [column for column, _ in places],
        "y": np.concatenate(heights),
        "mode": "markers+text",
        "text": [fixed(value) for value in np.concatenate(values)],
        "textfont": {"size": TEXT, "color": DARK},
        "marker": {
            "size": size,
            "color": NEUTRAL,
            "opacity": 1,
            "line": {
                "color": [colours[column] for column, _ in places],
                "width": [6 if place == chosen else 2 for place in places],
            },
        },
        "selected": unchanged,
        "unselected": unchanged,
        "customdata": [list(place) for place in places],
        "hovertext": [_tooltip(place, values, weights) for place in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "hoverlabel": GREY_LABEL,
        "cliponaxis": False,
    }


def _tooltip(place: Place, values: Sequence[np.ndarray], weights: Weights) -> str:
    column, unit = place
    value = fixed(values[column][unit], 4)
    if not column:
        return f"input x{unit + 1} = {value}"
    kind = "output" if column == len(values) - 1 else f"hidden layer {column}"
    return f"{kind}, neuron {unit + 1}<br>bias {fixed(weights[2 * column - 1][unit], 3)}, output {value}"


def _captions(values: Sequence[np.ndarray], activations: Sequence[str]) -> list[str]:
    hidden = [f"hidden {number}" if len(values) > 3 else "hidden layer" for number in range(1, len(values) - 1)]
    under = zip([*hidden, "output"], activations, strict=True)
    return ["input<br>layer" if len(values) > 3 else "input layer", *("<br>".join(pair) for pair in under)]


def _alt_text(values: Sequence[np.ndarray], chosen: Place, edges: Edges) -> str:
    sizes = "-".join(str(len(column)) for column in values)
    outputs = ", ".join(fixed(value) for value in values[-1])
    return (
        f"A network of {sizes} circles with {edges.count} weights. Neuron {chosen[1] + 1} of column {chosen[0] + 1} is "
        f"highlighted. Its output is {fixed(values[chosen[0]][chosen[1]])}. The network answers {outputs}."
    )
