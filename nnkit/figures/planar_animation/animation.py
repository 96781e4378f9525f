"""The film of a training on points in the plane: one time slider, moved by the browser, for everything that changes."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import Settings
from nnkit.figures.planar_animation.curves import FrameMetrics, accuracy_panel, controls, loss_panel, text_panel
from nnkit.figures.planar_animation.decision_map import Background, decision_panel
from nnkit.figures.planar_animation.layout import MARGIN, AnimationLayout, AnimationPanel, narrow_layout, wide_layout
from nnkit.figures.planar_animation.network import histogram_panel, network_panel
from nnkit.figures.planar_animation.neurons import Tiling, neurons_panel, no_neurons_panel
from nnkit.figures.style import epoch_text
from nnkit.results.grid import Grid
from nnkit.results.run import History

PHONE_TILES, MAX_NEURONS_HEIGHT = 288, 400  # px across and down for the neurons' maps on a phone
_SMALL_TILE, _TALLER = 20, 80  # px: where a wide page's tiles would be smaller, the film grows by as much


@dataclass(frozen=True, eq=False)
class PlanarFrame:
    """One snapshot of a training."""

    probabilities: np.ndarray  # (rows, columns) of class 1, over the fine grid
    neurons: tuple[np.ndarray, ...]  # (units, rows, columns) outputs of each hidden layer, over the coarse grid
    weights: tuple[np.ndarray, ...]  # in the order and shapes of `get_weights()`
    measured: FrameMetrics  # with these weights


class Grids(NamedTuple):
    """Grids over one and the same window."""

    fine: Grid
    coarse: Grid


class _Animation(go.Figure):
    """A figure with frames that plotly.py neither checks nor copies, which would take as long as all the rest."""

    _scenes: Sequence[Settings] = ()

    def to_dict(self) -> Settings:
        """As Streamlit and `to_json` ask for it, arrays as base64."""
        return {**super().to_dict(), "frames": list(self._scenes)}


def planar_animation(
    frames: Sequence[PlanarFrame],
    history: History,
    grids: Grids,
    background: Background,
    network: tuple[Sequence[str], str],
    narrow: bool = False,
) -> go.Figure:
    """A training as an animation that opens on its last frame.

    history: that of the Run, drawn in full. network: the names of its features, and its activation.
    narrow: for a phone, with all parts under each other.
    """
    (features, activation), weights = network, [frame.weights for frame in frames]
    frame_metrics = [frame.measured for frame in frames]
    panel_layout, tiling = _panel_layout([len(layer) for layer in frames[0].neurons], narrow)
    parts = [
        decision_panel(panel_layout, [frame.probabilities for frame in frames], grids.fine, background),
        text_panel(panel_layout, frame_metrics, narrow),
        loss_panel(panel_layout, history, frame_metrics),
        accuracy_panel(panel_layout, history, frame_metrics, background.bayes_accuracy),
        network_panel(panel_layout, weights, features),
        histogram_panel(panel_layout, weights),
    ]
    if tiling:
        parts.append(neurons_panel(panel_layout, [frame.neurons for frame in frames], grids.coarse, tiling, activation))
    elif not narrow:
        parts.append(no_neurons_panel(panel_layout, len(frames)))
    names = [epoch_text(metrics.epoch) for metrics in frame_metrics]
    layout = controls(panel_layout, names, narrow)
    for part in parts:
        layout |= part.layout
    layout["annotations"] = [note for part in parts for note in part.notes]
    layout["shapes"] = [shape for part in parts for shape in part.shapes]
    layout |= {"height": panel_layout.height + 2 * MARGIN, "margin": dict.fromkeys("lrtb", MARGIN), "dragmode": False}
    layout |= {"hovermode": "closest", "showlegend": True, "meta": {"alt": _alt_text(frames)}}
    figure = _Animation([{"showlegend": False, **trace} for part in parts for trace in _opened(part)], layout)
    figure._scenes = _scenes(parts, names)
    return figure


def _panel_layout(units: Sequence[int], narrow: bool) -> tuple[AnimationLayout, Tiling | None]:
    """Places for everything, and the neurons' maps laid out in theirs; there are none without a hidden layer."""
    if narrow:
        tiling = Tiling(units, PHONE_TILES, MAX_NEURONS_HEIGHT) if units else None
        return narrow_layout(tiling.height if tiling else 0), tiling
    for panel_layout in (wide_layout(), wide_layout(_TALLER)):
        box = panel_layout.boxes["neurons"]
        tiling = Tiling(units, box.width, box.height) if units else None
        if tiling is None or tiling.tile >= _SMALL_TILE:
            break
    return panel_layout, tiling


def _opened(part: AnimationPanel) -> list[Settings]:
    """The traces as they stand in the last frame."""
    traces = list(part.traces)
    for place, change in zip(part.moving, part.scenes[-1], strict=True):
        marker = {"marker": {**traces[place]["marker"], **change["marker"]}} if "marker" in change else {}
        traces[place] = {**traces[place], **change, **marker}
    return traces


def _scenes(parts: Sequence[AnimationPanel], names: Sequence[str]) -> list[Settings]:
    """The frames as plain dicts; which trace each change is for is told once a frame."""
    firsts = np.cumsum([0, *(len(part.traces) for part in parts)])
    moving = [int(first) + place for part, first in zip(parts, firsts, strict=False) for place in part.moving]
    types = [part.traces[place]["type"] for part in parts for place in part.moving]
    scenes = []
    for index, name in enumerate(names):
        changes = (change for part in parts for change in part.scenes[index])
        data = [{"type": kind, **_typed(change)} for kind, change in zip(types, changes, strict=True)]
        scenes.append({"name": name, "traces": moving, "data": data})
    return scenes


def _typed(value: Any) -> Any:
    """With arrays as Plotly's typed arrays; an empty one is an empty list."""
    if isinstance(value, dict):
        return {name: _typed(entry) for name, entry in value.items()}
    if not isinstance(value, np.ndarray):
        return value
    if not value.size:
        return []
    array = {
        "dtype": f"{value.dtype.kind}{value.dtype.itemsize}",
        "bdata": b64encode(np.ascontiguousarray(value).data).decode(),
    }
    return array if value.ndim == 1 else {**array, "shape": ", ".join(map(str, value.shape))}


def _alt_text(frames: Sequence[PlanarFrame]) -> str:
    """A sentence on how far the network came."""
    first, last = frames[0].measured, frames[-1].measured
    text = f"From epoch {epoch_text(first.epoch)} to epoch {epoch_text(last.epoch)}, accuracy goes from "
    text += f"{100 * first.accuracy:.1f} % to {100 * last.accuracy:.1f} % on the training points"
    if first.val_accuracy is not None and last.val_accuracy is not None:
        text += (
            f" and from {100 * first.val_accuracy:.1f} % to {100 * last.val_accuracy:.1f} % on the validation points"
        )
    largest = [max(float(np.abs(kernel).max()) for kernel in frame.weights[::2]) for frame in (frames[0], frames[-1])]
    count = sum(kernel.size for kernel in frames[0].weights[::2])
    return f"{text}; the largest of {count:,} weights from {largest[0]:.2g} to {largest[1]:.2g}."
