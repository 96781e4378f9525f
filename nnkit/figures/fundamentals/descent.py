"""Trajectories of gradient descent on a loss over two weights, from above and in space, with a slider for both."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import FIXED, Settings, make_figure
from nnkit.figures.numbers import plain
from nnkit.figures.style import BEST, BLUE, GREY, ORANGE, TEXT

LOSS = [[0, "#f6f8fb"], [1, "#93a9c4"]]  # low to high, light in both themes
LOOKS = {  # colour and symbol of a trajectory; contrast of at least 3:1 on LOSS's lighter half
    "sgd": (BLUE, "circle"),
    "momentum": (ORANGE, "square"),
    "rmsprop": ("#2e8055", "diamond"),
    "adam": (BEST, "cross"),
}
FROM_NEAR = {"eye": {"x": -1.0, "y": -1.2, "z": 1.55}, "center": {"x": 0, "y": 0, "z": -0.2}}
# For a narrow figure: leaves room for the titles of the axes, above all on the left.
FROM_FARTHER = {"eye": {"x": -1.55, "y": -1.85, "z": 2.4}, "center": {"x": -0.06, "y": 0.05, "z": -0.12}}
_LINE = 17  # px of a line of text
_SIZE, _SLIDER = 290, 92  # px: each of two pictures on a phone, the slider below
_LEFT = 64  # px left of the map, for the numbers of its vertical axis
_BELOW = 132  # px: the slider, and the numbers of an axis


class LossMap(NamedTuple):
    """The loss over a grid of weights."""

    along: np.ndarray  # (side,) values of either weight
    losses: np.ndarray  # (side, side), the first row at the smallest w2
    minima: np.ndarray  # (minima, 2) weights where the loss is lowest


class Trajectory(NamedTuple):
    """The trajectories of one optimizer, one for each learning rate."""

    name: str
    weights: np.ndarray  # (steps + 1, learning rates, 2), NaN after divergence
    losses: np.ndarray  # (steps + 1, learning rates)
    descriptions: Sequence[str]  # a line of text for each learning rate
    exact: np.ndarray | None = None  # like weights: with the gradient over all samples instead of mini-batches


def descent_trajectories(
    loss_map: LossMap,
    trajectories: Mapping[str, Trajectory],
    learning_rates: Sequence[float],
    active: int,
    height: int | None = None,
) -> go.Figure:
    """Every optimizer's trajectory over the loss. trajectories: by the names in LOOKS.

    The slider changes only the trajectories, and in the browser: the loss is drawn once. active: the index of the
    learning rate that is shown first. height: in px, for both pictures side by side; None stacks them, for a phone.
    """
    narrow = height is None
    # The same traces for every learning rate, so that a step of the slider only replaces their numbers.
    numbers = [_numbers(loss_map, trajectories, index) for index in range(len(learning_rates))]
    shown = numbers[active]
    traces = [_from_above(loss_map), _surface(loss_map), *_lines(trajectories, shown), _minima(loss_map)]
    places = list(range(2, len(traces) - 1))
    steps = [
        {
            "label": plain(rate),
            "method": "update",
            "args": [_packed(numbers[place]), {"annotations[0].text": _legend(trajectories, place)}, places],
        }
        for place, rate in enumerate(learning_rates)
    ]
    ends = "; ".join(f"{each.name} {each.descriptions[active]}" for each in trajectories.values())
    alt = f"Trajectories on a loss with learning rate {plain(learning_rates[active])}: {ends}."
    above = 16 + _LINE * len(trajectories)
    height = height or above + 2 * _SIZE + _SLIDER
    layout = {
        **_layout(loss_map, _legend(trajectories, active), narrow),
        "sliders": [_slider(steps, active)],
        "margin": {"t": above, "b": _BELOW},
    }
    return make_figure(traces, layout, height, alt)


def _numbers(
    loss_map: LossMap, trajectories: Mapping[str, Trajectory], index: int
) -> dict[str, list[np.ndarray | None]]:
    """x, y, z and customdata of all lines, for one learning rate.

    Each trajectory has a line from above, one with the exact gradient where there is any, and one in space.
    """
    numbers: dict[str, list[np.ndarray | None]] = {"x": [], "y": [], "z": [], "customdata": []}
    reach, top = loss_map.along[-1], loss_map.losses.max()

    def add(x: np.ndarray, y: np.ndarray, z: np.ndarray | None, losses: np.ndarray | None) -> None:
        for name, values in zip(numbers, (x, y, z, losses), strict=True):
            numbers[name].append(None if values is None else values.astype(np.float32))

    for trajectory in trajectories.values():
        weights, losses = trajectory.weights[:, index], trajectory.losses[:, index]
        add(weights[:, 0], weights[:, 1], None, losses)
        if trajectory.exact is not None:
            add(trajectory.exact[:, index, 0], trajectory.exact[:, index, 1], None, None)
        inside = (np.abs(weights) <= reach).all(axis=1) & (losses <= top)  # a 3D scene does not clip lines at its axes
        lifted = np.where(inside, losses + 0.01 * top, np.nan)
        add(weights[:, 0], weights[:, 1], lifted, losses)
    return numbers


def _packed(numbers: dict[str, list[np.ndarray | None]]) -> dict[str, list[dict[str, str] | None]]:
    """Pack arrays as Plotly packs those of a trace. It writes a slider's as decimals, which are five times as long."""

    def packed(values: np.ndarray | None) -> dict[str, str] | None:
        return None if values is None else {"dtype": "f4", "bdata": b64encode(values.tobytes()).decode()}

    return {name: [packed(values) for values in each] for name, each in numbers.items()}


def _lines(trajectories: Mapping[str, Trajectory], numbers: dict[str, list[np.ndarray | None]]) -> list[Any]:
    """The lines of `_numbers`, in the same order."""
    traces: list[Any] = []

    def of(**more: Any) -> dict[str, Any]:
        place = len(traces)
        given = {name: values[place] for name, values in numbers.items() if values[place] is not None}
        return {**given, **more, "showlegend": False}

    for key, trajectory in trajectories.items():
        colour, symbol = LOOKS[key]
        hover = (
            f"{trajectory.name}, step %{{pointNumber}}<br>w1 = %{{x:.3f}}, w2 = %{{y:.3f}}<br>loss %{{customdata:.4g}}"
        )
        hover += "<extra></extra>"
        line, marker = {"color": colour, "width": 2}, {"size": 6, "color": colour, "symbol": symbol}
        traces.append({"type": "scatter", **of(mode="lines+markers", line=line, marker=marker, hovertemplate=hover)})
        if trajectory.exact is not None:
            dotted = {"color": colour, "width": 1.5, "dash": "dot"}
            traces.append({"type": "scatter", **of(mode="lines", line=dotted, hoverinfo="skip")})
        line, marker = {"color": colour, "width": 5}, {"size": 3, "color": colour}
        traces.append({"type": "scatter3d", **of(mode="lines+markers", line=line, marker=marker, hovertemplate=hover)})
    return traces


def _from_above(loss_map: LossMap) -> Settings:
    """Contour lines of the logarithm of the loss: at equal distances of the loss, the valley would have none."""
    low, high = loss_map.losses.min(), loss_map.losses.max()
    scaled = np.log10((loss_map.losses - low) / (high - low) + 0.005)
    return {
        "type": "contour",
        "x": loss_map.along.astype(np.float32),
        "y": loss_map.along.astype(np.float32),
        "z": scaled.astype(np.float32),
        "customdata": loss_map.losses.astype(np.float32),
        "colorscale": LOSS,
        "ncontours": 14,
        "line": {"width": 0.8, "color": "#8b98a8"},
        "showscale": False,
        "hovertemplate": "w1 = %{x:.2f}, w2 = %{y:.2f}<br>loss %{customdata:.4g}<extra></extra>",
    }


def _minima(loss_map: LossMap) -> Settings:
    w1, w2 = loss_map.minima.T
    marker = {"symbol": "star", "size": 13, "color": "#ffd43b", "line": {"width": 1.5, "color": "#1a1a1a"}}
    hover = "lowest loss<br>w1 = %{x:.3f}, w2 = %{y:.3f}<extra></extra>"
    return {
        "type": "scatter",
        "x": w1,
        "y": w2,
        "mode": "markers",
        "marker": marker,
        "hovertemplate": hover,
        "showlegend": False,
    }


def _surface(loss_map: LossMap) -> Settings:
    return {
        "type": "surface",
        "x": loss_map.along.astype(np.float32),
        "y": loss_map.along.astype(np.float32),
        "z": loss_map.losses.astype(np.float32),
        "colorscale": LOSS,
        "showscale": False,
        "opacity": 0.85,
        "contours": {"z": {"show": True, "color": "#8b98a8", "width": 1, "usecolormap": False}},
        "hovertemplate": "w1 = %{x:.2f}, w2 = %{y:.2f}<br>loss %{z:.4g}<extra></extra>",
    }


def _layout(loss_map: LossMap, legend: str, narrow: bool) -> dict[str, Any]:
    reach, top = float(loss_map.along[-1]), float(loss_map.losses.max())
    above, space = (((0, 1), (0.54, 1)), ((0, 1), (0, 0.46))) if narrow else (((0, 0.46), (0, 1)), ((0.52, 1), (0, 1)))
    axis = {"range": [-reach, reach], **FIXED, "zeroline": False, "showgrid": False}
    corner = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
    text = {"size": TEXT}
    in_space = {"showbackground": False, "gridcolor": GREY, "tickfont": text, "nticks": 5, "range": [-reach, reach]}
    return {
        "xaxis": {**axis, "domain": above[0], "title": {"text": "w1"}},
        "yaxis": {**axis, "domain": above[1], "title": {"text": "w2"}},
        "scene": {
            "domain": {"x": space[0], "y": space[1]},
            "dragmode": False if narrow else "turntable",  # dragging would keep a finger from scrolling the page
            "aspectmode": "manual",
            "aspectratio": {"x": 1, "y": 1, "z": 0.7},
            "camera": FROM_FARTHER if narrow else FROM_NEAR,
            "xaxis": {**in_space, "title": {"text": "w1"}},
            "yaxis": {**in_space, "title": {"text": "w2"}},
            "zaxis": {**in_space, "title": {"text": ""}, "range": [0, top]},
            "annotations": [_loss_above(-reach, reach, top)],
        },
        # A phone has no room for the lines beside the numbers of the vertical axis, only above them.
        "annotations": [
            {**corner, "text": legend, "xshift": -_LEFT if narrow else 0, "yshift": 6, "showarrow": False, "font": text}
        ],
        "hovermode": "closest",
    }


def _loss_above(w1: float, w2: float, top: float) -> Settings:
    """Return the title of the axis of the loss at its upper end: beside it, the picture's edge would cut it."""
    look = {"text": "loss", "showarrow": False, "yshift": 14, "font": {"size": TEXT + 1}}
    return {"x": w1, "y": w2, "z": top, **look}


def _slider(steps: list[dict[str, Any]], active: int) -> dict[str, Any]:
    return {
        "steps": steps,
        "active": active,
        "pad": {"t": 44, "l": 8, "r": 8},
        "currentvalue": {"prefix": "learning rate η = ", "font": {"size": TEXT + 1}},
        "font": {"size": TEXT},
        "transition": {"duration": 0},
    }


def _legend(trajectories: Mapping[str, Trajectory], index: int) -> str:
    """A line for each trajectory: the legend, and what happens with this learning rate."""
    return "<br>".join(
        f"<span style='color:{LOOKS[name][0]}'><b>■ {each.name}</b></span> {each.descriptions[index]}"
        for name, each in trajectories.items()
    )
