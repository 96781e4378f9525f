"""The training animation on points in the plane: the browser moves one time slider for all panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.animation import animate
from nnkit.figures.numbers import epoch_text, percent, scientific
from nnkit.figures.planar_animation.controls import controls, text_panel
from nnkit.figures.planar_animation.curves import FrameMetrics, accuracy_panel, loss_panel
from nnkit.figures.planar_animation.decision_map import Background, decision_panel
from nnkit.figures.planar_animation.layout import MARGIN, AnimationLayout, AnimationPanel, narrow_layout, wide_layout
from nnkit.figures.planar_animation.network import histogram_panel, network_panel
from nnkit.figures.planar_animation.neurons import Tiling, neurons_panel, no_neurons_panel
from nnkit.results.grid import Grid
from nnkit.results.run import History

PHONE_NEURONS_WIDTH, MAX_NEURONS_HEIGHT = 288, 400  # px for the neurons' maps on a phone
_MIN_TILE = 20  # px; where a wide page's tiles would be smaller, the neurons take more of its height
_NEURONS_SHARES = (0.38, 0.6)


@dataclass(frozen=True, eq=False)
class PlanarFrame:
    """One snapshot of a training."""

    probabilities: np.ndarray  # (rows, columns) of class 1, over the fine grid
    neurons: tuple[np.ndarray, ...]  # (units, rows, columns) outputs of each hidden layer, over the coarse grid
    weights: tuple[np.ndarray, ...]  # in the order and shapes of `get_weights()`
    metrics: FrameMetrics  # with these weights


class Grids(NamedTuple):
    """Two grids over the same part of the plane."""

    fine: Grid
    coarse: Grid


def planar_animation(
    frames: Sequence[PlanarFrame],
    history: History,
    grids: Grids,
    background: Background,
    network: tuple[Sequence[str], str],
    height: int | None = 560,
) -> go.Figure:
    """A training as an animation that opens on its last frame.

    history: that of the Run; all of it is drawn. network: the names of its features, and its activation.
    height: in px; None lays the panels out below each other, for a phone.
    """
    (features, activation), weights = network, [frame.weights for frame in frames]
    frame_metrics = [frame.metrics for frame in frames]
    narrow = height is None
    panel_layout, tiling = _panel_layout([len(layer) for layer in frames[0].neurons], height)
    panels = [
        decision_panel(panel_layout, [frame.probabilities for frame in frames], grids.fine, background),
        text_panel(panel_layout, frame_metrics, narrow),
        loss_panel(panel_layout, history, frame_metrics),
        accuracy_panel(panel_layout, history, frame_metrics, background.bayes_accuracy),
        network_panel(panel_layout, weights, features),
        histogram_panel(panel_layout, weights),
    ]
    if tiling:
        panels.append(
            neurons_panel(panel_layout, [frame.neurons for frame in frames], grids.coarse, tiling, activation)
        )
    elif not narrow:
        panels.append(no_neurons_panel(panel_layout, len(frames)))
    names = [epoch_text(metrics.epoch) for metrics in frame_metrics]
    layout = controls(panel_layout, names, narrow)
    for panel in panels:
        layout |= panel.layout
    layout["annotations"] = [text for panel in panels for text in panel.annotations]
    layout["shapes"] = [shape for panel in panels for shape in panel.shapes]
    layout |= {"height": panel_layout.height + 2 * MARGIN, "margin": dict.fromkeys("lrtb", MARGIN), "dragmode": False}
    layout |= {"hovermode": "closest", "showlegend": True, "meta": {"alt": _alt_text(frames)}}
    traces = [{"showlegend": False, **trace} for panel in panels for trace in panel.traces]
    frames_by_name = {
        name: [change for panel in panels for change in panel.changes[number]] for number, name in enumerate(names)
    }
    return animate(traces, layout, _animated(panels), frames_by_name)


def _animated(panels: Sequence[AnimationPanel]) -> list[int]:
    """Return the indices, among the traces of all panels, of those that frames change."""
    firsts = np.cumsum([0, *(len(panel.traces) for panel in panels)])
    return [int(first) + index for panel, first in zip(panels, firsts, strict=False) for index in panel.animated]


def _panel_layout(units: Sequence[int], height: int | None) -> tuple[AnimationLayout, Tiling | None]:
    """Return the places of all panels, and of the neurons' maps in theirs; None without a hidden layer."""
    if height is None:
        tiling = Tiling(units, PHONE_NEURONS_WIDTH, MAX_NEURONS_HEIGHT) if units else None
        return narrow_layout(tiling.height if tiling else 0), tiling
    for share in _NEURONS_SHARES:
        panel_layout = wide_layout(height - 2 * MARGIN, share)
        box = panel_layout.boxes["neurons"]
        tiling = Tiling(units, box.width, box.height) if units else None
        if tiling is None or tiling.tile >= _MIN_TILE:
            break
    return panel_layout, tiling


def _alt_text(frames: Sequence[PlanarFrame]) -> str:
    """Say how accuracy and weights change from the first to the last frame."""
    first, last = frames[0].metrics, frames[-1].metrics
    text = (
        f"From epoch {epoch_text(first.epoch)} to epoch {epoch_text(last.epoch)}, the accuracy goes from "
        f"{percent(first.accuracy)} to {percent(last.accuracy)} on the training points."
    )
    if first.val_accuracy is not None and last.val_accuracy is not None:
        start, end = percent(first.val_accuracy), percent(last.val_accuracy)
        text += f" On the validation points, it goes from {start} to {end}."
    largest = [max(float(np.abs(kernel).max()) for kernel in frame.weights[::2]) for frame in (frames[0], frames[-1])]
    count = sum(kernel.size for kernel in frames[0].weights[::2])
    start, end = (scientific(weight, 2) for weight in largest)
    return f"{text} The largest of {count:,} weights goes from {start} to {end}."
