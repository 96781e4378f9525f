"""Where marks and texts of a figure stand, in px from its upper left corner, as a reader sees them."""

from typing import NamedTuple

import numpy as np

from tests.unit.nnkit.figures.checks import sent

LINE = 17  # px from a line of text to the next
DIGIT = (7.2, 10)  # px: the width of a bold digit and its height, at the size of text in figures


class Box(NamedTuple):
    """The edges of a text or a mark."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other):
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_within(self, other):
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class Places:
    """The places of a figure with one pair of axes that is drawn with a width in px."""

    def __init__(self, figure, width):
        drawn = sent(figure)
        self.traces, layout = drawn["data"], drawn["layout"]
        self.layout, margin = layout, layout["margin"]
        self.figure = Box(0, 0, width, layout["height"])
        self.plot = Box(margin["l"], margin["t"], width - margin["r"], layout["height"] - margin["b"])

    def x(self, values):
        first, last = self.layout["xaxis"]["range"]
        return self.plot.left + (np.asarray(values, float) - first) / (last - first) * (
            self.plot.right - self.plot.left
        )

    def y(self, values):
        low, high = self.layout["yaxis"]["range"]
        share = (np.asarray(values, float) - low) / (high - low)
        return self.plot.bottom - share * (self.plot.bottom - self.plot.top)

    def marks(self, trace):
        """Return the boxes of round marks."""
        half = np.broadcast_to(trace["marker"]["size"], len(trace["x"])) / 2
        places = zip(self.x(trace["x"]), self.y(trace["y"]), half, strict=True)
        return [Box(x - size, y - size, x + size, y + size) for x, y, size in places]

    def numbers(self, trace):
        """Return the boxes of bold numbers with their middles at the points of a trace; None for an empty text."""
        wide, high = DIGIT
        texts = [text.removeprefix("<b>").removesuffix("</b>") for text in trace["text"]]
        places = zip(self.x(trace["x"]), self.y(trace["y"]), [len(text) * wide / 2 for text in texts], strict=True)
        boxes = [Box(x - half, y - high / 2, x + half, y + high / 2) for x, y, half in places]
        return [box if text else None for box, text in zip(boxes, texts, strict=True)]
