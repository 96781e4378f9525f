"""What tests of figures share: figures as the browser gets them, and what holds of every one."""

import base64
import json
import re

import numpy as np

from nnkit.figures import alt_text


def sent(figure):
    """What goes to the browser, with its typed arrays decoded."""
    return decoded(json.loads(figure.to_json()))


def decoded(value):
    if isinstance(value, dict) and "bdata" in value:
        array = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
        return array.reshape([int(size) for size in value.get("shape", str(array.size)).split(",")])
    if isinstance(value, dict):
        return {key: decoded(entry) for key, entry in value.items()}
    return [decoded(entry) for entry in value] if isinstance(value, list) else value


def check_figure(figure):
    """It fits both themes and a phone, and tells itself in words."""
    layout = figure.layout
    assert re.fullmatch(r"[A-Z0-9][^<>]+\.", alt_text(figure))
    assert layout.height >= 100
    assert layout.width is None
    assert layout.dragmode is False
    # Backgrounds and the font's colour are the theme's.
    assert (layout.paper_bgcolor, layout.plot_bgcolor, layout.font.color) == (None, None, None)


def longest_list_of_numbers(figure):
    """How many numbers the longest list has that does not travel as a typed array."""

    def longest(value):
        if isinstance(value, dict):
            return max(map(longest, value.values()), default=0)
        if not isinstance(value, list):
            return 0
        inner = max(map(longest, value), default=0)
        return max(inner, len(value)) if all(isinstance(entry, int | float) for entry in value) else inner

    return longest(json.loads(figure.to_json()))


def contrast(colour, background):
    """WCAG 2's contrast ratio: (L1 + 0.05) / (L2 + 0.05) of relative luminances."""
    low, high = sorted((_luminance(colour), _luminance(background)))
    return high / low


def _luminance(text):
    shares = np.array([int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722] + 0.05
