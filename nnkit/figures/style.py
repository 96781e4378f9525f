"""Colours, dashes and short texts that all figures share.

The page's theme sets backgrounds and font colours. The colours here are readable on white and on near black.
"""

from html import escape
from typing import Any

# Contrast of at least 4:1 on #ffffff and on #0e1117; colour-blind readers can tell blue from orange.
BLUE = "#2a78d6"
ORANGE = "#c8600a"
GREY = "#7a7f87"
GREY_LABEL = {"bgcolor": GREY, "font": {"color": "#ffffff"}}  # Streamlit's own text there is grey too

TRAINING, VALIDATION = BLUE, ORANGE
CORRECT, WRONG = BLUE, ORANGE
# Classes 0 and 1 of points in the plane: the network predicts 1 where its logit is positive, which is blue in WEIGHTS.
CLASSES = (ORANGE, BLUE)

# Three to five classes of points in the plane; each has its own symbol too.
GROUPS = (ORANGE, BLUE, "#2e9963", "#c2399a", "#8a7a00")
GROUP_SYMBOLS = ("circle", "triangle-up", "square", "diamond", "cross")

BEST = "#a535f0"  # a dotted line for the best possible result, on tiles and on both backgrounds

# One for each variant in a comparison; the first is for the variant that changes nothing. Contrast of at least 3:1 on
# both backgrounds. Colour-blind readers can tell them from each other and from BEST, and each has its own dash.
VARIANTS = (GREY, "#c98000", "#1298c0", "#8f5a2e", "#d0342c", "#2e9963", "#365fb2", "#cc7f70")
DASHES = ("solid", "dash", "dashdot", "longdash", "longdashdot", "14px,3px", "2px,5px", "10px,3px,2px,3px,2px,3px")

ColourScale = list[list[Any]]  # pairs of a place from 0 to 1 and the colour there

NEUTRAL = "#e6e6e6"  # zero in a heatmap: a light tile in both themes
INK: ColourScale = [[0, "#ffffff"], [1, "#000000"]]  # white paper to black ink in both themes
# From negative through 0 to positive weights.
WEIGHTS: ColourScale = [[0, "#a84300"], [0.25, "#e8974f"], [0.5, NEUTRAL], [0.75, "#6fa3dd"], [1, "#0b4a94"]]
SHARES: ColourScale = [[0, NEUTRAL], [0.5, "#6fa3dd"], [1, "#0b4a94"]]
ERRORS: ColourScale = [[0, NEUTRAL], [1, "#ee8a35"]]  # light enough for dark numbers
# Probabilities of class 1: tiles under points of CLASSES.
PROBABILITIES: ColourScale = [[0, "#f0a868"], [0.5, "#f2f2f2"], [1, "#84b0e8"]]
DARK = "#1a1a1a"  # numbers on tiles, which are light in both themes

TEXT = 12  # px; the smallest size used in a figure


def colour_key(*entries: tuple[str, str]) -> str:
    """Return a legend in one line of text, from pairs of a colour and its meaning."""
    return "   ".join(f"<span style='color:{colour};font-size:18px'>■</span> {meaning}" for colour, meaning in entries)


def best_possible_key(meaning: str) -> str:
    """Return a legend entry in text for the dotted line of the best possible result."""
    return f"<span style='color:{BEST}'><b>····</b></span> {meaning}"


def weight_key(limit: float) -> str:
    """Return a legend in one line of text for the colours of `WEIGHTS`, on a scale from -limit to limit."""
    return colour_key((WEIGHTS[0][1], f"−{limit:.2g}"), (NEUTRAL, "0"), (WEIGHTS[-1][1], f"+{limit:.2g}"))


def with_opacity(colour: str, opacity: float = 0.22) -> str:
    """Return a colour such as #2a78d6 as rgba text with an opacity from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def escape_html(text: str) -> str:
    """Escape text from outside, such as a review's words, because Plotly reads texts as a kind of HTML."""
    return escape(text, quote=False)  # Plotly does not know &quot;


def epoch_text(epoch: float) -> str:
    """Write a whole epoch as 3, and one that a stop cut short as 3.5."""
    return f"{round(float(epoch), 2):.10g}"
