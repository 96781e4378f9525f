"""A cell of a notebook: what it is about, in words, and its lines of Python."""

from dataclasses import dataclass
from string import Template
from textwrap import dedent
from typing import Any

NUMPY, PLOTLY = "import numpy as np", "import plotly.graph_objects as go"  # import statements of many cells


@dataclass(frozen=True)
class Cell:
    """heading and words: for the reader. code: whole lines of Python. imports: the import statements that it needs.

    definitions: lines that come before the code, and are the same in other cells that need them.
    """

    heading: str
    words: str
    code: str
    imports: tuple[str, ...] = ()
    definitions: str = ""

    @property
    def lines(self) -> str:
        """All its lines: the definitions and the code."""
        return f"{self.definitions}\n\n\n{self.code}" if self.definitions else self.code


def fill(template: str, **values: Any) -> str:
    """Return the template without its common indentation, with `$name` replaced by the value of that name.

    A value of several lines must stand alone in its line. Raises KeyError where a value is missing.
    """
    return Template(dedent(template).strip("\n")).substitute(values)


def number(value: int) -> str:
    """Return a whole number as Python writes it, with an underscore before each three digits: 1_000."""
    return f"{value:_}"


def texts(values: tuple[str, ...]) -> str:
    """Return a list of texts as Python writes it, in double quotes."""
    return "[" + ", ".join(map(text, values)) + "]"


def text(value: str) -> str:
    """Return a text as Python writes it, in double quotes, whatever it contains."""
    inner = repr("'" + value)[2:-1]  # the quote in front makes `repr` choose double quotes, unless the text has some
    return f'"{inner}"' if repr("'" + value)[0] == '"' else repr(value)
