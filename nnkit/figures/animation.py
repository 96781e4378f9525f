"""What training animations share: which snapshots they show, and the buttons and the slider that move them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnkit.figures.layout import Settings
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
