"""The effects of words on a network's prediction, and the prediction at each epoch."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from nnkit.figures.charts import EPOCH_AXIS, chart_with_legend, whole_epochs
from nnkit.figures.layout import FIXED, Settings, make_figure
from nnkit.figures.numbers import PERCENT, epoch_text, fixed, signed
from nnkit.figures.style import BLUE, GREY, ORANGE, TEXT, TRAINING, VALIDATION, escape_html

_SMALLEST_ROW, _ROW, _LARGEST_ROW = 16, 22, 30  # px for each word: with less, names overlap
_EDGES = 70  # px above and below the words
_STYLES = (("solid", BLUE), ("dash", GREY))  # of the whole review, and of the review without some of its words


def word_bars(
    words: Sequence[str],
    effects: np.ndarray,
    hover: Sequence[str],
    limit: float | None = None,
    before: np.ndarray | None = None,
    height: int | None = None,
) -> go.Figure:
    """Draw what words add to the logit (words,), in the given order from the top: blue if positive, else orange.

    hover: a line of plain text for each word. limit: the end of the axis, so that two figures have one scale; None
    takes the largest effect. before: (words,) earlier effects, drawn as a white tick on each bar. height: in px; few
    words take less.
    """
    effects, rows = np.asarray(effects, float), np.arange(len(words))
    reach = 1.02 * (limit or np.abs(effects).max(initial=0) or 1.0)
    # A side without words takes no room.
    ends = [-reach if (effects < 0).any() else 0, reach if (effects > 0).any() or not len(effects) else 0]
    bars = {
        "type": "bar",
        "x": effects,
        "y": rows,
        "orientation": "h",
        "marker": {"color": [BLUE if effect > 0 else ORANGE for effect in effects]},
        "hovertext": [escape_html(text) for text in hover],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    traces = [bars]
    if before is not None:
        tick = {"symbol": "line-ns", "size": _ROW - 6, "line": {"width": 3, "color": "#ffffff"}}
        traces.append(
            {"type": "scatter", "x": before, "y": rows, "mode": "markers", "marker": tick, "hoverinfo": "skip"}
        )
    names = {"tickvals": rows, "ticktext": [escape_html(word) for word in words], "ticklen": 4}
    y = {**names, "range": [len(words) - 0.4, -0.6], "showgrid": False, **FIXED}
    x = {"title": {"text": "effect on the output's weighted sum"}, "range": ends, "zeroline": True, **FIXED}
    rows_shown = max(3, len(words))
    height = min(height or _EDGES + _ROW * rows_shown, _EDGES + _LARGEST_ROW * rows_shown)
    height = max(height, _EDGES + _SMALLEST_ROW * rows_shown)
    layout = {"xaxis": x, "yaxis": y, "bargap": 0.25}
    return make_figure(traces, layout, height, _effects_alt_text(words, effects))


def _effects_alt_text(words: Sequence[str], effects: np.ndarray) -> str:
    if not len(effects):
        return "No word has an effect."
    strongest = []
    most, least = int(effects.argmax()), int(effects.argmin())
    if effects[most] > 0:
        strongest.append(f"“{words[most]}” has the largest effect towards positive ({signed(effects[most])}).")
    if effects[least] < 0:
        strongest.append(f"“{words[least]}” has the largest effect towards negative ({signed(effects[least])}).")
    text = " ".join(strongest) or "No word has an effect."
    return f"The effects of {len(words)} words. {text}".replace("<", "‹").replace(">", "›")


def probability_by_epoch(
    epochs: Sequence[float], curves: Mapping[str, np.ndarray], best_epoch: float | None = None, height: int = 320
) -> go.Figure:
    """Draw a review's probability of "positive" (shares) at a training's snapshots, (snapshots,) for each name.

    Symbols mark the last epoch, and `best_epoch`, that of the lowest validation loss.
    """
    traces = []
    for (name, values), (dash, colour) in zip(curves.items(), _STYLES, strict=False):
        look = {"line": {"color": colour, "dash": dash, "width": 2}, "marker": {"size": 5}, "mode": "lines+markers"}
        drawn = {"x": whole_epochs(epochs), "y": 100 * np.asarray(values), "hovertemplate": "%{y:.1f}\u00a0%"}
        traces.append({"type": "scatter", "name": escape_html(name), **drawn, **look})
    marked = {"last": (epochs[-1], "circle", VALIDATION)}
    if best_epoch is not None and best_epoch != epochs[-1]:
        marked = {"lowest validation loss": (best_epoch, "star", TRAINING), **marked}
    first, values_at = np.asarray(next(iter(curves.values()))), []
    for name, (epoch, symbol, colour) in marked.items():
        value = 100 * first[list(epochs).index(epoch)]
        values_at.append(f"{fixed(value, 1)}{PERCENT} at epoch {epoch_text(epoch)} ({name})")
        marker = {"symbol": symbol, "size": 14, "color": colour, "line": {"width": 1, "color": "#ffffff"}}
        point = {"name": f"epoch {epoch_text(epoch)}: {name}", "mode": "markers", "hoverinfo": "skip"}
        traces.append({"type": "scatter", "x": whole_epochs([epoch]), "y": [value], "marker": marker, **point})
    x = {**EPOCH_AXIS, **FIXED}
    y = {"title": {"text": "probability of “positive” (%)"}, "range": [-3, 103], "tickvals": [0, 25, 50, 75, 100]}
    half = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 50, "y1": 50}
    shapes = [{**half, "line": {"color": GREY, "width": 1, "dash": "dot"}}]
    alt = f"Probability of a positive review by epoch: {', '.join(values_at)}."
    layout = {"xaxis": x, "yaxis": {**y, **FIXED}, "shapes": shapes, "hovermode": "x unified"}
    return chart_with_legend(traces, height, alt, **layout)


def effects_by_rarity(
    counts: Sequence[str],
    words: Sequence[int],
    before: np.ndarray,
    after: np.ndarray,
    names: tuple[str, str],
    height: int = 340,
) -> go.Figure:
    """Draw the mean size of words' effects at two epochs, by the number of training reviews with the word.

    counts: the ranges of that number, the rarest words first. words: how many words are in each range. before, after:
    (ranges,). names: of the two epochs.
    """
    ratios = np.asarray(after) / np.maximum(before, 1e-12)
    styles = ((names[0], before, TRAINING, "solid", "star"), (names[1], after, VALIDATION, "dash", "circle"))
    traces = [
        {
            "type": "scatter",
            "x": list(counts),
            "y": np.asarray(values),
            "name": name,
            "mode": "lines+markers",
            "line": {"color": colour, "dash": dash, "width": 2},
            "marker": {"symbol": symbol, "size": 10},
            "hovertemplate": "%{y:.3f}",
        }
        for name, values, colour, dash, symbol in styles
    ]
    traces[1] |= _growth_texts(ratios, words)
    x = {"type": "category", "title": {"text": "training reviews in which a word occurs"}, **FIXED}
    y = {"title": {"text": "mean size of a word's effect"}, "rangemode": "tozero", **FIXED}
    alt = "No word to compare."
    if len(ratios):
        alt = f"From {names[0]} to {names[1]}, the effects of words in {counts[0]} training reviews change by a factor "
        alt += f"of {ratios[0]:.1f}, those of words in {counts[-1]} by a factor of {ratios[-1]:.1f}."
    return chart_with_legend(traces, height, alt, hovermode="x unified", xaxis=x, yaxis=y)


def _growth_texts(ratios: np.ndarray, words: Sequence[int]) -> Settings:
    """Return what a curve needs to tell, at each point, by which factor the effects have grown."""
    return {
        "mode": "lines+markers+text",
        "text": [f"×{ratio:.1f}" for ratio in ratios],
        "textposition": "top center",
        "textfont": {"size": TEXT},
        "cliponaxis": False,
        "customdata": np.stack([ratios, words], axis=1),
        "hovertemplate": "%{y:.3f}: %{customdata[0]:.1f} times as large as before (%{customdata[1]:,} words)",
    }
