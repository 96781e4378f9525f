"""Experiment -> the text of a script, or a notebook: the same cells, one after another."""

from textwrap import wrap
from typing import Any

from nnkit.code import curve, digits, points, reviews
from nnkit.code.cell import Cell, fill
from nnkit.code.comparison import comparing
from nnkit.code.model import building
from nnkit.code.training import MATH, curves, training
from nnkit.experiment import Curve, Data, Experiment, Groups, Imdb, Mnist, Planar, Table
from nnkit.results.run import Run

# What writes the cells about the data: `loading`, `looking`, `showing` and `subject` of each module.
DATA_CELLS: dict[type[Data], Any] = {
    Mnist: digits,
    Planar: points,
    Table: points,
    Groups: points,
    Curve: curve,
    Imdb: reviews,
}
NEEDED = "keras tensorflow scikit-learn plotly"

_HEADER = '''
"""$title: the same network in plain Keras.

It needs Keras 3 on TensorFlow: pip install $needed
Editors that know cells (# %%) run it cell by cell. Each figure opens in the browser.
"""

$imports
'''
_SAVE = """
model.save("model.keras")  # for keras.saving.load_model("model.keras")
model.save_weights("model.weights.h5")  # for model.load_weights("model.weights.h5")
"""


def script(experiment: Experiment, run: Run | None = None) -> str:
    """Return a Python script that does the same as the app in plain Keras, and needs nothing of this project.

    run: the result of this experiment; with it, the script ends by comparing its own result. Raises ValueError where
    the run is one of another experiment.
    """
    cells = cells_of(experiment, run)
    header = fill(_HEADER, title=title_of(experiment), needed=NEEDED, imports=import_lines(cells))
    return "\n".join([header, *map(_script_cell, cells)])


def notebook(experiment: Experiment, run: Run | None = None) -> dict[str, Any]:
    """Return the same as `script` as a notebook of nbformat 4.5, for `json.dump`."""
    cells = cells_of(experiment, run)
    heading = f"# {title_of(experiment)}\n\nThe same network in plain Keras. It needs `pip install {NEEDED}`."
    parts = [("markdown", heading), ("code", import_lines(cells))]
    for cell in cells:
        parts += [("markdown", f"## {cell.heading}\n\n{cell.words}".rstrip()), ("code", cell.lines)]
    return as_notebook(parts)


def as_notebook(parts: list[tuple[str, str]]) -> dict[str, Any]:
    """Return a notebook of these cells: pairs of "markdown" or "code" and the text."""
    empty: dict[str, dict[str, Any]] = {"markdown": {}, "code": {"outputs": [], "execution_count": None}}
    cells: list[dict[str, Any]] = [
        {"cell_type": kind, "id": f"cell-{index}", "metadata": {}, "source": source, **empty[kind]}
        for index, (kind, source) in enumerate(parts)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "cells": cells,
    }


def cells_of(experiment: Experiment, run: Run | None = None) -> list[Cell]:
    """Return the cells in order; the arguments and errors are those of `script`."""
    if run is not None and run.experiment != experiment:
        raise ValueError(f"run must be one of {experiment!r}; got one of {run.experiment!r}")
    data = DATA_CELLS[type(experiment.data)]
    return [
        data.loading(experiment.data),
        data.looking(experiment.data),
        building(experiment),
        training(experiment),
        curves(experiment),
        data.showing(experiment.data),
        comparing(experiment, run),
        Cell("Keep it", "", fill(_SAVE)),
    ]


def title_of(experiment: Experiment) -> str:
    """Return what the script is about: the data and the hidden layers."""
    hidden = " × ".join(map(str, experiment.network.hidden))
    units = "hidden unit" if hidden == "1" else "hidden units"
    network = f"{hidden} {units} ({experiment.network.activation})" if hidden else "no hidden layer"
    subject = DATA_CELLS[type(experiment.data)].subject(experiment.data)
    return f"{subject[0].upper()}{subject[1:]}, {network}"


def import_lines(cells: list[Cell]) -> str:
    """Return the imports of all cells in the usual order: Python's own first, and `import` before `from`."""
    lines = {line for cell in cells for line in cell.imports}
    own = sorted(lines & {MATH})
    others = sorted(lines - set(own), key=lambda line: (line.startswith("from"), line))
    return "\n".join([*own, *([""] if own else []), *others])


def _script_cell(cell: Cell) -> str:
    comment = "\n".join([f"# {cell.heading}", *(f"# {line}" for line in wrap(cell.words, 84))])
    gap = "\n\n" if cell.lines.startswith(("def ", "class ")) else "\n"
    return f"\n# %%\n{comment}\n{gap}{cell.lines.strip()}\n"
