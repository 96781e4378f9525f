"""The exercises of each page."""

from functools import cache
from importlib import import_module

from ui.try_this import Exercise, Exercises


@cache
def exercises_of(page: str) -> dict[str, tuple[Exercise, ...]]:
    """The exercises of a page by the section, such as "overfitting.width"."""
    found = vars(import_module(f"pages.{page}.exercises")).values()
    return {each.section: each.exercises for each in found if isinstance(each, Exercises)}
