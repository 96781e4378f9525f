"""The sections of every page, read from the pages' source: a page is a script that runs when it is imported."""

import ast
from functools import cache
from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent / "pages"


@cache
def sections() -> dict[str, tuple[str, ...]]:
    """Return the names of the sections of each page, in the order in which a reader meets them."""
    found = {}
    for path in sorted(PAGES.glob("*/page.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Section"]
        if named:
            found[path.parent.name] = tuple(ast.literal_eval(call.args[0]) for call in named)
    return found


def addresses() -> list[str]:
    """Return the address of every section, below that of the app."""
    return [f"{page}?section={name}" for page, names in sections().items() for name in names]
