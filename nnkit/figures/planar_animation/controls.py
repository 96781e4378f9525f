"""The planar animation's buttons and slider, and the line of text that changes with them."""

from collections.abc import Sequence

from nnkit.figures.animation import button_row, frame_slider, play_buttons
from nnkit.figures.layout import Settings
from nnkit.figures.numbers import epoch_text, percent
from nnkit.figures.planar_animation.curves import FrameMetrics
from nnkit.figures.planar_animation.layout import AnimationLayout, AnimationPanel
from nnkit.figures.style import TEXT

TOOLS_WIDTH = 140  # px that the page's buttons for a figure take in its upper right corner
_FRAME_MS = 200  # while playing; drawing a frame takes up to 150


def controls(panel_layout: AnimationLayout, names: Sequence[str], narrow: bool) -> Settings:
    """Return play and pause, two buttons for the colours of the map, and a slider over the frames."""
    # The colours change only the map, which is the first trace: the animation stays at its frame.
    labels = ("smooth", "two colours") if narrow else ("smooth map", "two-coloured map")
    colours = [
        {"label": label, "method": "restyle", "args": [{"contours.coloring": colouring}, [0]]}
        for label, colouring in zip(labels, ("heatmap", "fill"), strict=True)
    ]
    # The slider is beside its buttons where there is room, else under them.
    button_top, slider_top, slider_left = (30, 66, 4) if narrow else (38, 38, 176)
    top_left = {"x": 0, "xanchor": "left", "yanchor": "top"}
    top_right = {"x": 1, "xanchor": "right", "yanchor": "top"}
    no_pad = dict.fromkeys("lrtb", 0)
    left = button_row(play_buttons(_FRAME_MS), **top_left, y=panel_layout.y(button_top), pad=no_pad)
    # On a wide page, the buttons to save the figure appear in the corner under the pointer.
    beside_tools = no_pad if narrow else {**no_pad, "r": TOOLS_WIDTH}
    right = button_row(colours, **top_right, y=panel_layout.y(30 if narrow else 0), pad=beside_tools)
    pad = {**no_pad, "l": slider_left, "r": 10}
    slider = frame_slider(names, **top_left, y=panel_layout.y(slider_top), pad=pad, currentvalue={"visible": False})
    return {"updatemenus": [left, right], "sliders": [slider]}


def text_panel(panel_layout: AnimationLayout, frame_metrics: Sequence[FrameMetrics], narrow: bool) -> AnimationPanel:
    """Write the current epoch and its accuracies, at the top."""
    box = panel_layout.boxes["controls"]
    text = {
        "type": "scatter",
        "mode": "text",
        "x": [0],
        "y": [12],
        "textposition": "middle right",
        "textfont": {"size": TEXT + (1 if narrow else 4)},
        "cliponaxis": False,
        "hoverinfo": "skip",
        **panel_layout.refs("controls"),
    }
    x, y = {"range": [0, box.width], "visible": False}, {"range": [box.height, 0], "visible": False}
    return AnimationPanel(
        [text],
        [0],
        [[{"text": [_epoch_and_accuracies(metrics)]}] for metrics in frame_metrics],
        panel_layout.axes("controls", x, y),
    )


def _epoch_and_accuracies(metrics: FrameMetrics) -> str:
    text = f"<b>epoch {epoch_text(metrics.epoch)}</b>: training {percent(metrics.accuracy)}"
    return text if metrics.val_accuracy is None else f"{text}, validation {percent(metrics.val_accuracy)}"
