"""A sheet of paper in HTML: its head, its style for a screen and for A4, and where it comes from."""

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

STYLE = Path(__file__).with_name("paper.css")
_SHEET = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{imprint}</p>
</header>
{body}
</body>
</html>
"""


@dataclass(frozen=True)
class Imprint:
    """Where a document comes from: the app's name and version, and the day on which it was made."""

    app: str
    version: str
    day: date

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.app}, version {self.version} · {self.day.day} {self.day:%B %Y}"


def sheet(title: str, imprint: Imprint, body: str, style: str = "") -> str:
    """Return the document. body: as HTML. style: more rules, behind those that all sheets have."""
    rules = STYLE.read_text(encoding="utf-8") + style
    return _SHEET.format(title=escape(title), style=rules, imprint=escape(imprint.text), body=body)
