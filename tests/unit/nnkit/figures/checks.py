"""What tests of figures share: figures as the browser gets them, and what holds for every figure."""

import base64
import json
import re
from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from nnkit.figures import alt_text
from nnkit.figures.style import TEXT
from tests.forms import wrong_forms

# Parts of a figure whose texts are drawings, colours, addresses within the figure, or code.
NOT_READ = (
    "bdata",
    "shadow",
    "path",
    "source",
    "color",
    "fillcolor",
    "colorscale",
    "dash",
    "args",
    "xref",
    "yref",
    "customdata",
)


class LazyFigures(Mapping):
    """Figures by name. Each is drawn when a test first uses it, so that collecting the tests draws none.

    draw: functions by name, without arguments.
    """

    def __init__(self, draw):
        self._draw, self._figures, self._json = draw, {}, {}

    def __getitem__(self, name):
        if name not in self._figures:
            self._figures[name] = self._draw[name]()
        return self._figures[name]

    def __iter__(self):
        return iter(self._draw)

    def __len__(self):
        return len(self._draw)

    def json(self, name):
        """Return the figure's JSON as dicts and lists, its typed arrays still encoded."""
        if name not in self._json:
            self._json[name] = json.loads(self[name].to_json())
        return self._json[name]

    def sent(self, name):
        """Return what goes to the browser, with its typed arrays decoded."""
        return decoded(self.json(name))


def sent(figure):
    """Return what goes to the browser, with its typed arrays decoded."""
    return decoded(json.loads(figure.to_json()))


def decoded(value):
    if isinstance(value, dict) and "bdata" in value:
        array = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
        return array.reshape([int(size) for size in value.get("shape", str(array.size)).split(",")])
    if isinstance(value, dict):
        return {key: decoded(entry) for key, entry in value.items()}
    return [decoded(entry) for entry in value] if isinstance(value, list) else value


def check_valid(figure):
    """Check that Plotly knows every name and value in a figure, its frames included; else it raises ValueError.

    The figures themselves are made without this check.
    """
    go.Figure(figure.to_dict())


def check_figure(figure):
    """Check that a figure is valid, fits both themes and a phone, and has an alternative text."""
    check_valid(figure)
    wrong = [each for text in texts_in(figure.to_dict()) for each in wrong_forms(text)]
    assert not wrong, wrong
    layout = figure.layout
    assert re.fullmatch(r"[A-Z0-9][^<>]+\.", alt_text(figure))
    assert layout.height >= 100
    assert layout.width is None
    assert layout.dragmode is False
    # The theme sets backgrounds and the font's colour.
    assert (layout.paper_bgcolor, layout.plot_bgcolor, layout.font.color) == (None, None, None)
    drawn = figure.to_dict()
    assert min(font_sizes(drawn), default=TEXT) >= TEXT >= 13
    for trace in drawn["data"]:
        for text, below in texts_on_marks(trace):
            assert contrast(text, below) >= 4.5, (trace["type"], text, below)


def texts_in(part):
    """Return the texts of a part of a figure that a visitor reads, or that write numbers which a visitor reads."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [text for name, entry in part.items() if name not in NOT_READ for text in texts_in(entry)]
    if isinstance(part, list | tuple | np.ndarray) and not (isinstance(part, np.ndarray) and part.dtype != object):
        return [text for entry in part for text in texts_in(entry)]
    return []


def font_sizes(part):
    """Return the sizes in px of all texts that a part of a figure sets."""
    if isinstance(part, list | tuple):
        return [size for entry in part for size in font_sizes(entry)]
    if not isinstance(part, dict):
        return []
    own = [entry["size"] for name, entry in part.items() if name.endswith("font") and "size" in entry]
    return own + [size for entry in part.values() for size in font_sizes(entry)]


def texts_on_marks(trace):
    """Yield pairs of the colour of a text and a colour that may lie under it, of a heatmap or of circles with names."""
    text = trace.get("textfont", {}).get("color")
    if text is None:
        return
    if trace["type"] == "heatmap":
        yield from ((text, colour) for _, colour in trace["colorscale"])
    elif trace.get("mode") == "markers+text" and trace.get("textposition", "middle center") == "middle center":
        colours = trace["marker"]["color"]
        yield from ((text, colour) for colour in ([colours] if isinstance(colours, str) else colours))


def longest_list_of_numbers(value):
    """Count the numbers of the longest list in a figure's JSON; typed arrays are no lists."""
    if isinstance(value, dict):
        return max(map(longest_list_of_numbers, value.values()), default=0)
    if not isinstance(value, list):
        return 0
    inner = max(map(longest_list_of_numbers, value), default=0)
    return max(inner, len(value)) if all(isinstance(entry, int | float) for entry in value) else inner


def contrast(colour, background):
    """Return the contrast ratio of WCAG 2: (L1 + 0.05) / (L2 + 0.05) of relative luminances."""
    low, high = sorted((_luminance(colour), _luminance(background)))
    return high / low


def _luminance(text):
    shares = np.array([int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722] + 0.05
