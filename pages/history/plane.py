"""The four corners of a truth table of two inputs, and a line between them."""

from collections.abc import Sequence

from nnkit import figures as draw
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.memoize import memoize_figure

PHONE_HEIGHT = 400  # px: about as high as a phone is wide, because the plane is a square

_draw = memoize_figure(draw.corner_plane)


def show_plane(key: str, weights: Sequence[float], threshold: float, wanted: Sequence[int] | None, says: str) -> None:
    """Show the half plane where w1 x1 + w2 x2 > threshold, as `nnkit.figures.corner_plane` draws it."""
    height = PHONE_HEIGHT if is_narrow() else figure_height(60)  # the sentence below is in sight too
    show_figure(_draw(tuple(weights), threshold, wanted and tuple(wanted), says, height), key)
