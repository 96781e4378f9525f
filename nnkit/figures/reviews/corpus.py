"""Reviews as data: one review's vector, the reviews' lengths, and how often words occur."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import chart_with_legend
from nnkit.figures.layout import FIXED, PICTURE, make_figure, text_above
from nnkit.figures.numbers import percent
from nnkit.figures.style import BLUE, CLASSES, GREY, NEUTRAL, colour_key, escape_html

CLASS_NAMES = ("negative", "positive")
COLUMNS = 100  # cells in a row of the vector's grid
_PRESENT = "#0b4a94"
_BINS = 40
_BINNED = 99  # % of all reviews lie within the bins; the few longer ones count in the last bin
_MAX_WORDS = 500  # points of a curve


def multi_hot_map(indices: np.ndarray, words: Sequence[str], vocabulary: int, height: int = 470) -> go.Figure:
    """Draw a review's vector (vocabulary,) as a grid, row by row: dark where an index occurs.

    indices: the review's distinct indices. words: the word of each index of the vocabulary.
    """
    rows = -(-vocabulary // COLUMNS)
    values = np.full(rows * COLUMNS, np.nan, np.float32)  # NaN where the last row is not full
    values[:vocabulary] = 0
    values[indices] = 1
    names = escape_html("\n".join(words[:vocabulary])).split("\n")  # all at once: word by word takes five times as long
    grid = (rows, COLUMNS)
    cells = {
        "type": "heatmap",
        "z": values.reshape(grid),
        # An array of texts, because plotly.py copies a list text by text.
        "text": np.array([*names, *[""] * (values.size - vocabulary)]).reshape(grid),
        "customdata": np.arange(values.size, dtype=np.uint16).reshape(grid),
        "colorscale": [[0, NEUTRAL], [1, _PRESENT]],
        "zmin": 0,
        "zmax": 1,
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": "index %{customdata:,}, “%{text}”: %{z:.0f}<extra></extra>",
    }
    y = {"title": {"text": "row: hundreds of the index"}, "range": [rows - 0.5, -0.5], "scaleanchor": "x"}
    x = {"title": {"text": "column: last two digits of the index"}, "range": [-0.5, COLUMNS - 0.5]}
    square = {"constrain": "domain", **PICTURE}
    layout = {
        "xaxis": {**x, **square, "constraintoward": "left"},
        "yaxis": {**y, **square, "constraintoward": "top"},
        "annotations": [text_above(colour_key((_PRESENT, "1: occurs"), (NEUTRAL, "0: does not occur")), yshift=4)],
        "margin": {"t": 28},
    }
    alt = f"A vector of {vocabulary:,} cells. {len(indices):,} of them are 1, all others are 0. "
    alt += f"{np.sum(indices < vocabulary // 10):,} of the ones stand for the most frequent tenth of the indices."
    return make_figure([cells], layout, height, alt)


def review_lengths(lengths: np.ndarray, labels: np.ndarray, height: int = 320) -> go.Figure:
    """Draw two histograms of the reviews' lengths in words (reviews,), by their labels, 0 or 1, as outlines.

    Bars on each other would look as if the ones stood behind the others.
    """
    top = max(1.0, float(np.percentile(lengths, _BINNED)))
    width = max(1, int(np.ceil(top / _BINS)))
    edges = np.arange(_BINS + 1) * width
    middles = edges[:-1] + width / 2
    ranges = [f"{low:,} to {low + width - 1:,} words" for low in edges[:-1]]
    ranges[-1] = f"{edges[-2]:,} words or more"
    traces = []
    for label, (name, colour, dash) in enumerate(zip(CLASS_NAMES, CLASSES, ("dash", "solid"), strict=True)):
        counts = np.histogram(np.minimum(lengths[labels == label], edges[-1] - 1), edges)[0]
        line = {"shape": "hvh", "color": colour, "dash": dash, "width": 2}
        look = {"mode": "lines", "line": line, "hovertext": ranges, "hovertemplate": "%{y:,} (%{hovertext})"}
        traces.append({"type": "scatter", "x": middles, "y": counts, "name": name, **look})
    median = int(np.median(lengths))
    alt = f"{len(lengths):,} reviews of {lengths.min():,} to {lengths.max():,} words. The median length is {median:,} "
    alt += f"words. {percent(np.mean(labels == 1), 0)} of the reviews are positive."
    x = {"title": {"text": "words in a review"}, "tickformat": ",", **FIXED}
    x |= {"rangemode": "tozero", "unifiedhovertitle": {"text": "%{x:,.0f} words"}}
    y = {"title": {"text": "reviews"}, "tickformat": ",", "rangemode": "tozero", **FIXED}
    return chart_with_legend(traces, height, alt, hovermode="x unified", xaxis=x, yaxis=y)


def word_frequencies(words: Sequence[str], counts: np.ndarray, height: int = 320) -> go.Figure:
    """Draw how often the words of rank 1, 2, … occur (words,), on logarithmic axes, with the line of Zipf's law."""
    ranks = np.arange(1, len(counts) + 1)
    known = np.flatnonzero(counts)  # a count of 0 has no logarithm
    shown = known[np.unique(np.geomspace(1, max(1, len(known)), _MAX_WORDS).round().astype(int))[: len(known)] - 1]
    line = {
        "type": "scatter",
        "x": ranks[shown],
        "y": counts[shown],
        "name": "words",
        "mode": "lines+markers",
        "line": {"color": BLUE, "width": 1.5},
        "marker": {"size": 5},
        "text": [f"“{escape_html(words[index])}”" for index in shown],
        "hovertemplate": "%{text}: rank %{x:,}, %{y:,} times<extra></extra>",
    }
    traces, alt = [line], "No word occurs."
    if len(shown):
        middle = shown[len(shown) // 2]
        ends = np.array([ranks[shown[0]], ranks[shown[-1]]])
        zipf = counts[middle] * ranks[middle] / ends
        style = {"mode": "lines", "line": {"color": GREY, "dash": "dot", "width": 2}, "hoverinfo": "skip"}
        traces.append({"type": "scatter", "x": ends, "y": zipf, "name": "Zipf: count ∝ 1 / rank", **style})
        first, last = shown[0], shown[-1]
        alt = f"The word of rank {ranks[first]:,} occurs {counts[first]:,} times, the word of rank {ranks[middle]:,} "
        alt += f"{counts[middle]:,} times, the word of rank {ranks[last]:,} {counts[last]:,} times."
    log = {"type": "log", "dtick": 1, "tickformat": ",", **FIXED}
    axes = {"xaxis": {**log, "title": {"text": "rank"}}, "yaxis": {**log, "title": {"text": "occurrences"}}}
    return chart_with_legend(traces, height, alt, **axes)
