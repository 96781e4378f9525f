"""The colours and the frame that every figure shares.

Backgrounds and font colours are the page's theme's own; what is chosen here reads on white and on near black.
"""

from html import escape
from typing import Any

import plotly.graph_objects as go

# Contrast of at least 4:1 on #ffffff and on #0e1117; blue and orange stay apart for colour-blind readers.
BLUE = "#2a78d6"
ORANGE = "#c8600a"
GREY = "#7a7f87"
GREY_LABEL = {"bgcolor": GREY, "font": {"color": "#ffffff"}}  # Streamlit's own text there is grey too

TRAINING, VALIDATION = BLUE, ORANGE
CORRECT, WRONG = BLUE, ORANGE
CLASSES = (ORANGE, BLUE)  # of points in the plane: class 1 where a sum is positive, which is blue in WEIGHTS

# Of three to five classes in the plane, each with a mark of its own besides.
GROUPS = (ORANGE, BLUE, "#2e9963", "#c2399a", "#8a7a00")
GROUP_SYMBOLS = ("circle", "triangle-up", "square", "diamond", "cross")

BEST = "#a535f0"  # what no network beats: a dotted line, on tiles and on both backgrounds

# One a variant that is compared, the first for the one without any: contrast of at least 3:1 on both backgrounds,
# and apart from each other and from BEST for colour-blind readers, the more so with a dash of its own.
VARIANTS = (GREY, "#c98000", "#1298c0", "#8f5a2e", "#d0342c", "#2e9963", "#365fb2", "#cc7f70")
DASHES = ("solid", "dash", "dashdot", "longdash", "longdashdot", "14px,3px", "2px,5px", "10px,3px,2px,3px,2px,3px")

NEUTRAL = "#e6e6e6"  # where a heatmap says "nothing": a light tile in both themes
INK = [[0, "#ffffff"], [1, "#000000"]]  # paper to ink, as in a photograph, in both themes
WEIGHTS = [[0, "#a84300"], [0.25, "#e8974f"], [0.5, NEUTRAL], [0.75, "#6fa3dd"], [1, "#0b4a94"]]  # - … 0 … +
SHARES = [[0, NEUTRAL], [0.5, "#6fa3dd"], [1, "#0b4a94"]]
ERRORS = [[0, NEUTRAL], [1, "#ee8a35"]]  # light enough for dark numbers
PROBABILITIES = [[0, "#f0a868"], [0.5, "#f2f2f2"], [1, "#84b0e8"]]  # of class 1: tiles under points of CLASSES
DARK = "#1a1a1a"  # numbers on tiles, which are light in both themes

TEXT = 12  # px; the smallest size used in a figure

# px that numbers, an axis's title and a legend mostly take. Where they take more, Plotly makes room by itself, but only
# after it has drawn the whole figure once in vain.
_APART = 13  # from an axis's numbers to its title
_LEFT, _BELOW = 74, 68
_RIGHT = 24  # for half of the last number, which may stand at the end of its axis
_LEGEND, _LINE = 48, 16  # above: one row of entries, and each line of its title


def finish(figure: go.Figure, height: int, alt: str, **layout: Any) -> go.Figure:
    """Give a figure its height in px, its alternative text, margins for what its axes and legend say, and no dragging.

    A figure that drags holds on to a finger that only wants to scroll past; zooming stays in the toolbar.
    """
    figure.update_layout(height=height, meta={"alt": alt}, dragmode=False, showlegend=False)
    axes = [axis for axis in (*figure.select_xaxes(), *figure.select_yaxes()) if axis.visible is not False]
    for axis in axes:  # takes half as long as update_xaxes
        axis.automargin, axis.tickfont.size = True, TEXT
        axis.title.font.size, axis.title.standoff = TEXT + 1, _APART
    legend = figure.layout.legend if layout.get("showlegend") else None
    figure.layout.margin = _margins({axis.plotly_name[0] for axis in axes}, legend)
    return figure.update_layout(**layout)


def _margins(axes: set[str], legend: go.layout.Legend | None) -> dict[str, int]:
    """axes: which there are to be seen, x or y."""
    margins = dict.fromkeys("lrtb", 8)
    if "y" in axes:
        margins["l"] = _LEFT
    if "x" in axes:
        margins |= {"b": _BELOW, "r": _RIGHT}
    if legend and (legend.y or 0) > 1:
        margins["t"] = _LEGEND + (_LINE * (1 + legend.title.text.count("<br>")) if legend.title.text else 0)
    return margins


def fix_axes(figure: go.Figure) -> go.Figure:
    """Axes that neither zoom nor pan, without grid lines: for pictures."""
    figure.update_xaxes(fixedrange=True, showgrid=False, zeroline=False)
    return figure.update_yaxes(fixedrange=True, showgrid=False, zeroline=False)


def hide_axes(figure: go.Figure) -> go.Figure:
    """No axes at all, for pictures whose places have no unit; before `finish`, which leaves room for those it finds."""
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return fix_axes(figure)


def note(figure: go.Figure, text: str, **annotation: Any) -> go.Figure:
    """A line of text that begins at the left edge and stands on the upper one, unless `annotation` says where."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom"}
    return figure.add_annotation(text=text, showarrow=False, font_size=TEXT, **{**place, **annotation})


def key(*entries: tuple[str, str]) -> str:
    """A legend in one line of text: pairs of a colour and its meaning."""
    return "   ".join(f"<span style='color:{colour};font-size:18px'>■</span> {meaning}" for colour, meaning in entries)


def best_key(meaning: str) -> str:
    """What the dotted line stands for."""
    return f"<span style='color:{BEST}'><b>····</b></span> {meaning}"


def legend_above(title: str = "") -> dict[str, Any]:
    """Layout of a legend above the plot, under a line of text: a phone's narrow column is left to the data."""
    title_above = {"text": title, "side": "top", "font": {"size": TEXT}}
    place = {"x": 0, "y": 1.02, "yanchor": "bottom", "orientation": "h", "tracegroupgap": 0}
    return {**place, "title": title_above, "font": {"size": TEXT}}


def faint(colour: str, share: float = 0.22) -> str:
    """A colour such as #2a78d6 that lets through what lies behind it."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"


def plain(text: str) -> str:
    """Text from outside, such as a review's words: Plotly reads texts as a kind of HTML."""
    return escape(text, quote=False)  # it does not know &quot;


def weight_key(limit: float) -> str:
    """What the colours of `WEIGHTS` stand for on a scale from -limit to limit."""
    return key((WEIGHTS[0][1], f"−{limit:.2g}"), (NEUTRAL, "0"), (WEIGHTS[-1][1], f"+{limit:.2g}"))


def epoch_text(epoch: float) -> str:
    """A whole epoch as 3, one that a stop cut short as 3.5."""
    return f"{round(float(epoch), 2):.10g}"
