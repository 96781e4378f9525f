"""The places of the planar animation's panels, on a wide page and on a phone, and what a panel consists of."""

from dataclasses import dataclass, field
from typing import Any

from nnkit.figures.layout import FIXED, Settings, annotation
from nnkit.figures.style import TEXT

PANELS = ("map", "controls", "loss", "accuracy", "network", "neurons", "histogram")  # each has its own axes
MARGIN = 8  # px around everything; the controls are inside too, so that they never push the panels aside


@dataclass(frozen=True)
class AnimationPanel:
    """One panel of the animation: a title, axes, traces, and what each frame changes in the animated traces."""

    traces: list[Settings]
    animated: list[int] = field(default_factory=list)  # indices in `traces`
    changes: list[list[Settings]] = field(default_factory=list)  # for each frame, one for each animated trace
    layout: Settings = field(default_factory=dict)  # axes, legends
    annotations: list[Settings] = field(default_factory=list)
    shapes: list[Settings] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    """A panel's edges in px from the upper left corner, at the width that its layout was made for."""

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
    """The boxes of all panels: their heights are exact, their widths grow with the page."""

    width: float
    height: float
    boxes: dict[str, Box]

    def axes(self, name: str, x: Settings, y: Settings) -> Settings:
        """Return the panel's axes: fixed, and without automatic margins, which would move the panels while playing."""
        box, (across, up) = self.boxes[name], self.refs(name).values()
        return {
            f"xaxis{across[1:]}": {"domain": [self.x(box.left), self.x(box.right)], "anchor": up, **_fixed(x)},
            f"yaxis{up[1:]}": {"domain": [self.y(box.bottom), self.y(box.top)], "anchor": across, **_fixed(y)},
        }

    def refs(self, name: str) -> Settings:
        """Return the settings that put a trace on the panel's axes."""
        number = PANELS.index(name) + 1
        return {"xaxis": f"x{number}", "yaxis": f"y{number}"} if number > 1 else {"xaxis": "x", "yaxis": "y"}

    def title(self, name: str, text: str, **position: Any) -> Settings:
        """Return a line of text above the panel, which begins at its left edge."""
        box = self.boxes[name]
        return annotation(text, x=self.x(box.left), y=self.y(box.top), yanchor="bottom", yshift=3, **position)

    def x(self, pixels: float) -> float:
        """Return px from the left edge as Plotly's share of the width."""
        return pixels / self.width

    def y(self, pixels: float) -> float:
        """Return px from the upper edge as Plotly's share of the height, which counts from below."""
        return 1 - pixels / self.height


def _fixed(axis: Settings) -> Settings:
    """Return an axis that does not move; the style of its ticks is left out where it is invisible."""
    still = {**FIXED, "automargin": False}
    if axis.get("visible") is False:
        return {**still, **axis}
    return {**still, "zeroline": False, "ticks": "", "tickfont": {"size": TEXT}, **axis}


def wide_layout(height: float, neurons: float) -> AnimationLayout:
    """Return the layout beside the controls: map, network and neurons on the left, three charts on the right.

    neurons: the share of the neurons' maps in the height that the map and they have together.
    """
    top, legend = 112, 104  # px above the map, and below it for tick labels, legend and the title of the neurons
    middle = top + (1 - neurons) * (height - top - legend)  # the lower edge of the map
    title, ticks = 32, 41  # px above a chart, and below one with tick labels
    chart = (height - top - 2 * title - 2 * ticks) / 3
    accuracy, histogram = top + chart + title, height - ticks - chart
    scale = height / 544  # a higher window is wider too
    boxes = {
        "map": Box(40 * scale, top, 300 * scale, middle),
        "controls": Box(0, 0, 820 * scale, 88),
        "loss": Box(596 * scale, top, 810 * scale, top + chart),
        "accuracy": Box(596 * scale, accuracy, 810 * scale, accuracy + chart),
        "network": Box(372 * scale, top, 536 * scale, middle - 18),
        "neurons": Box(54 * scale, middle + legend, 548 * scale, height),
        "histogram": Box(596 * scale, histogram, 810 * scale, histogram + chart),
    }
    return AnimationLayout(820 * scale, height, boxes)


def narrow_layout(neurons: float) -> AnimationLayout:
    """Return the layout for a phone: the panels below each other. neurons: height of the neurons' maps in px."""
    heights = {"map": 300, "loss": 150, "accuracy": 150, "network": 300, "neurons": neurons, "histogram": 150}
    # px left of a panel, and below it for tick labels, captions and the legend
    left = {"map": 40, "network": 56, "neurons": 52}
    below = {"map": 82, "loss": 8, "accuracy": 44, "network": 44, "neurons": 14, "histogram": 38}
    boxes, top = {"controls": Box(0, 0, 342, 124)}, 124.0
    for name, height in heights.items():
        if height:
            top += 28
            boxes[name] = Box(left.get(name, 40), top, 326 if name == "network" else 340, top + height)
            top += height + below[name]
    return AnimationLayout(342, top, boxes)
