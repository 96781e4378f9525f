"""The figures of a document: places in its text, and what is drawn there."""

from collections.abc import Sequence
from html import escape

from plotly.io.json import to_json_plotly

from nnkit.figures import alt_text
from nnkit.reports.pictures import Picture

# The look that our figures leave open: black on white, as paper is, whatever the reader's screen prefers.
_LINE, _TEXT = "#d8d8d8", "#1a1a1a"
_AXIS = {"gridcolor": _LINE, "zerolinecolor": _LINE, "linecolor": _LINE, "automargin": True, "ticks": ""}
TEMPLATE = {
    "layout": {
        "font": {"family": "system-ui, sans-serif", "color": _TEXT, "size": 13},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": _LINE, "font": {"color": _TEXT, "size": 13}},
    }
}


class FigureList:
    """Collects figures while the text of a document is written."""

    def __init__(self) -> None:
        self._drawn: list[str] = []

    def add(self, pictures: Sequence[Picture]) -> str:
        """Return the places of the figures, each with its alternative text as a caption."""
        return f'<div class="figures">\n{"".join(map(self._place, pictures))}</div>'

    def to_json(self) -> str:
        """Return all figures and what they have in common, as JSON that may stand within a page."""
        content = f'{{"template": {to_json_plotly(TEMPLATE)}, "figures": [{", ".join(self._drawn)}]}}'
        return content.replace("<", "\\u003c")

    def _place(self, picture: Picture) -> str:
        figure, alt = picture.figure.to_dict(), escape(alt_text(picture.figure))
        figure["layout"].pop("template", None)
        self._drawn.append(to_json_plotly(figure))
        plot = f'<div class="plot" style="height: {figure["layout"]["height"]}px" role="img" aria-label="{alt}"></div>'
        return f'<figure class="{picture.width}">{plot}<figcaption>{alt}</figcaption></figure>\n'
