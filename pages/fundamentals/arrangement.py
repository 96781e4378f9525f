"""How the sections place their controls and figures: two controls in a row, and figures with room for text below."""

from collections.abc import Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.components.window import figure_height, is_narrow

Places = tuple[DeltaGenerator, DeltaGenerator]
NARROW_HEIGHT = 400  # px of a figure on a phone, whose width leaves no room for more


def height_above(text: int) -> int:
    """Return the height in px of a figure that leaves `text` px of the window for what stands around it."""
    return NARROW_HEIGHT if is_narrow() else figure_height(text)


def pairs() -> Iterator[DeltaGenerator]:
    """Yield places for small controls, two in each row of the current container, for as long as they are asked for."""
    while True:
        yield from st.columns(2)


def side_by_side(results: DeltaGenerator, details: DeltaGenerator, widths: tuple[int, int] = (1, 1)) -> Places:
    """Return places for a figure and for what belongs to it. On a phone, the second is with the details."""
    if is_narrow():
        return results, details
    left, right = results.columns(widths, gap="medium")
    return left, right
