"""Colours, dashes and short texts that all figures share.

The page's theme sets backgrounds and font colours. Marks and lines in the colours here have a contrast of at least 3:1
with the backgrounds of both themes. No colour reaches 4.5:1 with both, so the browser lightens coloured texts on a dark
page.
"""

from html import escape
from typing import Any

from nnkit.figures.numbers import scientific

BACKGROUNDS = ("#ffffff", "#171614")  # of Streamlit's light and dark theme

# On white, text in these colours has a contrast of at least 4.5:1, as has white text on them. Colour-blind readers can
# tell blue from orange.
BLUE = "#2875d2"
ORANGE = "#bc5a08"
GREY = "#6f757d"
GREY_LABEL = {"bgcolor": GREY, "font": {"color": "#ffffff"}}  # Streamlit's own text there is grey too

TRAINING, VALIDATION = BLUE, ORANGE
CORRECT, WRONG = BLUE, ORANGE
# Classes 0 and 1 of points in the plane: the network predicts 1 where its logit is positive, which is blue in WEIGHTS.
CLASSES = (ORANGE, BLUE)

# Three to five classes of points in the plane; each has its own symbol too.
GROUPS = (ORANGE, BLUE, "#2e9963", "#c2399a", "#8a7a00")
GROUP_SYMBOLS = ("circle", "triangle-up", "square", "diamond", "cross")

BEST = "#a535f0"  # a dotted line for the best possible result, on tiles and on both backgrounds

# One for each variant in a comparison; the first is for the variant that changes nothing. Colour-blind
# readers can tell them from each other and from BEST, and each has its own dash, which the 30 px of a line in a legend
# show at least once in full, and not with its only gap under the mark in their middle.
VARIANTS = (GREY, "#c98000", "#1298c0", "#8f5a2e", "#d0342c", "#2e9963", "#3a64b8", "#cc7f70")
DASHES = (
    "solid",
    "6px,4px",
    "8px,3px,2px,3px",
    "11px,3px",
    "4px,2px",
    "10px,2px,2px,2px,2px,2px",
    "2px,5px",
    "6px,2px,2px,2px",
)

ColourScale = list[list[Any]]  # pairs of a place from 0 to 1 and the colour there

NEUTRAL = "#e6e6e6"  # zero in a heatmap: a light tile in both themes
INK: ColourScale = [[0, "#ffffff"], [1, "#000000"]]  # white paper to black ink in both themes
# From negative through 0 to positive weights.
WEIGHTS: ColourScale = [[0, "#a84300"], [0.25, "#e8974f"], [0.5, NEUTRAL], [0.75, "#6fa3dd"], [1, "#0b4a94"]]
SHARES: ColourScale = [[0, NEUTRAL], [0.5, "#6fa3dd"], [1, "#0b4a94"]]
ERRORS: ColourScale = [[0, NEUTRAL], [1, "#ee8a35"]]  # light enough for dark numbers
# Probabilities of class 1: tiles under points of CLASSES.
PROBABILITIES: ColourScale = [[0, "#f0a868"], [0.5, "#f2f2f2"], [1, "#84b0e8"]]
DARK, LIGHT = "#1a1a1a", "#ffffff"  # texts on light tiles and on dark marks, which are the same in both themes

TEXT = 13  # px; the smallest size used in a figure


def colour_key(*entries: tuple[str, str]) -> str:
    """Return a legend in one line of text, from pairs of a colour and its meaning."""
    return "   ".join(f"<span style='color:{colour};font-size:18px'>■</span> {meaning}" for colour, meaning in entries)


def best_possible_key(meaning: str) -> str:
    """Return a legend entry in text for the dotted line of the best possible result."""
    return f"<span style='color:{BEST}'><b>····</b></span> {meaning}"


def weight_key(limit: float) -> str:
    """Return a legend in one line of text for the colours of `WEIGHTS`, on a scale from -limit to limit."""
    return colour_key(
        (WEIGHTS[0][1], f"−{scientific(limit, 2)}"), (NEUTRAL, "0"), (WEIGHTS[-1][1], f"+{scientific(limit, 2)}")
    )


def with_opacity(colour: str, opacity: float = 0.22) -> str:
    """Return a colour such as #2a78d6 as rgba text with an opacity from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def escape_html(text: str) -> str:
    """Escape text from outside, such as a review's words, because Plotly reads texts as a kind of HTML."""
    return escape(text, quote=False)  # Plotly does not know &quot;
