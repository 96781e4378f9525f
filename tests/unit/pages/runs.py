"""The finished runs that come with the app."""

from functools import cache

from nnkit import Experiment, Run
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import BUNDLED_RUNS, RunStore


@cache
def bundled(experiment: Experiment) -> Run:
    run = RunStore(None, bundled=BUNDLED_RUNS).get(experiment)
    assert run is not None, "run `make presets`"
    return run


def opening(section: str) -> list[Run]:
    """The runs that a section opens with, such as "overfitting/width"."""
    return [bundled(experiment) for experiment in OPENINGS[section]]
