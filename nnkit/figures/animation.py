"""What training animations share: which snapshots they show, their frames, and the buttons and the slider for them."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.layout import QuickFigure, Settings, assemble
from nnkit.figures.style import BLUE, GREY, TEXT

FIRST_FRAMES = 6  # are all shown, because a network learns most in its first epochs

_IMMEDIATE = {"mode": "immediate", "transition": {"duration": 0}}
_JUMP = {**_IMMEDIATE, "frame": {"duration": 0, "redraw": True}}


def shown_snapshots(snapshots: int, frames: int) -> tuple[int, ...]:
    """Return the indices of the snapshots that become frames: the first few, and evenly spaced ones up to the last."""
    if snapshots <= frames:
        return tuple(range(snapshots))
    later = np.linspace(FIRST_FRAMES, snapshots - 1, frames - FIRST_FRAMES).round().astype(int)
    return (*range(FIRST_FRAMES), *map(int, later))


def play_buttons(frame_ms: int) -> list[Settings]:
    """Return a play and a pause button. A frame lasts `frame_ms`."""
    play = {**_IMMEDIATE, "fromcurrent": True, "frame": {"duration": frame_ms, "redraw": True}}
    pause = {**_JUMP, "frame": {"redraw": False}}
    return [
        {"label": "▶ play", "method": "animate", "args": [None, play]},
        {"label": "❚❚ pause", "method": "animate", "args": [[None], pause]},
    ]


def button_row(buttons: list[Settings], **position: Any) -> Settings:
    """Return buttons beside each other, for `updatemenus`."""
    # Plotly draws a button under the pointer nearly white in any theme: blue can be read on that and on black.
    style = {"bgcolor": "rgba(0,0,0,0)", "bordercolor": GREY, "font": {"color": BLUE, "size": TEXT + 1}}
    return {"type": "buttons", "direction": "left", "showactive": False, "buttons": buttons, **style, **position}


def frame_slider(names: Sequence[str], **settings: Any) -> Settings:
    """Return a slider over the frames with these names. It stands on the last one."""
    return {
        "steps": [{"label": name, "method": "animate", "args": [[name], _JUMP]} for name in names],
        "active": len(names) - 1,
        "tickcolor": GREY,
        "font": {"size": TEXT},
        "len": 1,
        **settings,
    }


class Animation(QuickFigure):
    """A figure with frames that plotly.py neither checks nor copies, because that would double the time."""

    _frame_dicts: Sequence[Settings] = ()

    def to_dict(self) -> Settings:
        """Return the figure with its frames, arrays as base64; Streamlit calls this."""
        return {**super().to_dict(), "frames": list(self._frame_dicts)}


def animate(
    traces: Sequence[Settings], layout: Settings, animated: list[int], frames: Mapping[str, Sequence[Settings]]
) -> go.Figure:
    """Make an animation that opens on its last frame.

    animated: the indices of the traces that frames change. frames: by its name, what each frame changes in these
    traces, in their order. traces: with what all frames have in common.
    """
    shown, types = list(traces), [traces[index]["type"] for index in animated]
    for index, change in zip(animated, list(frames.values())[-1], strict=True):
        marker = {"marker": {**traces[index]["marker"], **change["marker"]}} if "marker" in change else {}
        shown[index] = {**traces[index], **change, **marker}
    figure = assemble(shown, layout, Animation)
    figure._frame_dicts = [
        {"name": name, "traces": animated, "data": [{"type": kind, **_typed(change)} for kind, change in pairs]}
        for name, pairs in ((name, zip(types, changes, strict=True)) for name, changes in frames.items())
    ]
    return figure


def _typed(value: Any) -> Any:
    """Return a value with its arrays as Plotly's typed arrays; an empty array becomes an empty list."""
    if isinstance(value, np.ndarray):
        return _typed_array(value) if value.size else []
    return {name: _typed(entry) for name, entry in value.items()} if isinstance(value, dict) else value


def _typed_array(array: np.ndarray) -> Settings:
    typed = {"dtype": f"{array.dtype.kind}{array.dtype.itemsize}", "bdata": b64encode(array.tobytes()).decode()}
    return typed if array.ndim == 1 else {**typed, "shape": ", ".join(map(str, array.shape))}
