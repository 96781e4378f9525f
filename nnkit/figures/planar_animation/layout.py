"""Where the parts of a planar film stand, on a wide page and on a phone, and what every part consists of."""

from dataclasses import dataclass, field
from typing import Any

from nnkit.figures.layout import Settings, annotation
from nnkit.figures.style import TEXT

PARTS = ("map", "controls", "loss", "accuracy", "network", "neurons", "histogram")  # each with axes of its own
MARGIN = 8  # px around everything; the controls are inside, too, so that nothing pushes the parts about


@dataclass(frozen=True)
class AnimationPanel:
    """One part of the film: a title, axes, traces, and what each frame changes in those that move."""

    traces: list[Settings]
    moving: list[int] = field(default_factory=list)  # places in `traces`
    scenes: list[list[Settings]] = field(default_factory=list)  # for each frame a change for each moving trace
    layout: Settings = field(default_factory=dict)  # axes, legends
    notes: list[Settings] = field(default_factory=list)  # annotations
    shapes: list[Settings] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    """A place in px from the upper left corner, at the width that its sheet was drawn for."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class AnimationLayout:
    """All places: heights are exact, widths stretch with the page."""

    width: float
    height: float
    boxes: dict[str, Box]

    def axes(self, name: str, x: Settings, y: Settings) -> Settings:
        """The part's pair of axes: fixed, and without automatic margins, which would move the parts while playing."""
        box, (across, up) = self.boxes[name], self.refs(name).values()
        fixed = {"fixedrange": True, "automargin": False, "zeroline": False, "ticks": "", "tickfont": {"size": TEXT}}
        return {
            f"xaxis{across[1:]}": {**fixed, "domain": [self.x(box.left), self.x(box.right)], "anchor": up, **x},
            f"yaxis{up[1:]}": {**fixed, "domain": [self.y(box.bottom), self.y(box.top)], "anchor": across, **y},
        }

    def refs(self, name: str) -> Settings:
        """What puts a trace on the part's axes."""
        number = PARTS.index(name) + 1
        return {"xaxis": f"x{number}", "yaxis": f"y{number}"} if number > 1 else {"xaxis": "x", "yaxis": "y"}

    def title(self, name: str, text: str, **place: Any) -> Settings:
        """A line of text that stands on the part's upper edge and begins at its left one."""
        box = self.boxes[name]
        return annotation(text, x=self.x(box.left), y=self.y(box.top), yanchor="bottom", yshift=3, **place)

    def x(self, pixels: float) -> float:
        return pixels / self.width

    def y(self, pixels: float) -> float:
        return 1 - pixels / self.height


def wide_layout(taller: float = 0) -> AnimationLayout:
    """For a column of about 1,150 px: everything is seen at once. `taller` px are added for many neurons."""
    boxes = {
        "map": Box(40, 116, 420, 496),
        "controls": Box(0, 0, 1134, 88),
        "loss": Box(850, 116, 1128, 288),
        "accuracy": Box(850, 324, 1128, 496),
        "network": Box(536, 116, 780, 478),
        "neurons": Box(54, 600, 780, 840 + taller),
        "histogram": Box(850, 600, 1128, 804 + taller),
    }
    return AnimationLayout(1134, 840 + taller, boxes)


def narrow_layout(neurons: float) -> AnimationLayout:
    """For a phone: one under the other; `neurons` is the height in px that the neurons' maps take."""
    heights = {"map": 300, "loss": 150, "accuracy": 150, "network": 300, "neurons": neurons, "histogram": 150}
    # px on the left of a part, and under it for tick labels, captions and the key
    left = {"map": 40, "network": 56, "neurons": 52}
    below = {"map": 82, "loss": 8, "accuracy": 44, "network": 44, "neurons": 14, "histogram": 38}
    boxes, top = {"controls": Box(0, 0, 342, 124)}, 124.0
    for name, height in heights.items():
        if height:
            top += 28
            boxes[name] = Box(left.get(name, 40), top, 326 if name == "network" else 340, top + height)
            top += height + below[name]
    return AnimationLayout(342, top, boxes)
