"""The chapter's own cells as one notebook: the presets in order, with words that say what to look for."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from nnkit.code.cell import Cell
from nnkit.code.writers import NEEDED, as_notebook, cells_of, import_lines
from nnkit.experiment import PRESETS, Experiment, Imdb
from nnkit.results.run import Run

# For each preset, a heading and what to look for.
_STEPS = {
    "mnist": (
        "Handwritten digits",
        "A network with 15 hidden units learns to read digits. It has 11,935 parameters: 784 × 15 weights and 15 "
        "biases in the hidden layer, 15 × 10 weights and 10 biases in the output layer.",
    ),
    "moons-1": (
        "One hidden unit",
        "Two interleaved half circles with noise. A single hidden unit can only draw a straight boundary: it "
        "**underfits**.",
    ),
    "moons-3": ("Three hidden units", "Three units bend the boundary between the half circles."),
    "moons-5": ("Five hidden units", "More units, and more ways to bend the boundary."),
    "moons-20": ("Twenty hidden units", "Compare the training curve with the validation curve."),
    "moons-50": (
        "Fifty hidden units",
        "The network has far more parameters than it needs. Where does its boundary follow single points?",
    ),
    "moons-50-l1": (
        "Fifty units, with an L1 penalty",
        "The penalty adds 0.001 × Σ|w| to the loss. It pulls weights towards 0, and the boundary becomes smoother.",
    ),
    "moons-50-dropout": (
        "Fifty units, with dropout",
        "In each step, a quarter of the hidden outputs are set to 0, so that no unit can rely on another one.",
    ),
    "imdb-baseline": (
        "Movie reviews",
        "Each review is the set of its words: a row of 10,000 zeros and ones. Two hidden layers of 16 units have "
        "160,305 parameters. Watch the validation loss: from some epoch on it rises, and the network **overfits**.",
    ),
    "imdb-smaller": ("A smaller network", "With 8 units in each layer, the validation loss rises later."),
    "imdb-l2": (
        "The smaller network, with an L2 penalty",
        "The penalty adds 0.001 × Σw² to the loss. Keras's curves contain it, so they lie higher.",
    ),
    "imdb-dropout": ("With an L2 penalty and dropout", "Half of the hidden outputs are set to 0 in each step."),
}
_INTRODUCTION = (
    "# Artificial neural networks\n\nThe experiments of the chapter in plain Keras, one after another. Digits and "
    f"reviews come from Keras's own loaders, which download 28 MB once. It needs `pip install {NEEDED}`, and some ten "
    "minutes to run."
)
NOTHING: Mapping[str, Run] = MappingProxyType({})


def chapter(runs: Mapping[str, Run] = NOTHING) -> dict[str, Any]:
    """Return the notebook, of nbformat 4.5.

    runs: results of presets by name; the notebook compares its own with them. Reviews come from Keras's loader, so runs
    on the bundled reviews are left out.
    """
    parts: list[tuple[str, str]] = []
    cells: list[Cell] = []
    written: set[str] = set()
    data = None
    for name, (heading, words) in _STEPS.items():
        experiment = _with_keras_reviews(PRESETS[name])
        run = runs.get(name)
        steps = cells_of(experiment, run if run is not None and run.experiment == experiment else None)[:-1]
        parts.append(("markdown", f"# {heading}\n\n{words}"))
        for cell in steps[2:] if experiment.data == data else steps:
            cells.append(cell)
            parts.append(("markdown", f"## {cell.heading}\n\n{cell.words}".rstrip()))
            parts.append(("code", cell.code if cell.definitions in written else cell.lines))
            written.add(cell.definitions)
        data = experiment.data
    return as_notebook([("markdown", _INTRODUCTION), ("code", import_lines(cells)), *parts])


def _with_keras_reviews(experiment: Experiment) -> Experiment:
    if not isinstance(experiment.data, Imdb):
        return experiment
    return replace(experiment, data=replace(experiment.data, source="keras"))
