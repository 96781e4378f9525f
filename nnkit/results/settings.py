"""The settings of an experiment by name: what differs between several, and a copy with one of them changed."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from nnkit.experiment import DATA, Experiment, Network, Training

PARTS = ("data", "network", "training")
DATA_NAME = "data.name"  # the setting that names the data set itself
SEEDS = ("data.seed", "training.seed")
UNTRAINED = ("data.columns", "data.labels")  # what a reader calls things; it does not change the training


def _names() -> tuple[str, ...]:
    """Return the names of all settings, such as "training.epochs", in the order of their classes."""
    classes = [*(("data", spec) for spec in DATA.values()), ("network", Network), ("training", Training)]
    names = [f"{part}.{field.name}" for part, each in classes for field in fields(each)]
    return tuple(dict.fromkeys([DATA_NAME, *names]))


NAMES = _names()


def settings_of(experiment: Experiment) -> dict[str, Any]:
    """Return the settings by name, in the order of NAMES. Those of other data sets are not among them."""
    found = {DATA_NAME: experiment.data.name}
    for part in PARTS:
        choice = getattr(experiment, part)
        found |= {f"{part}.{field.name}": getattr(choice, field.name) for field in fields(choice)}
    return {name: found[name] for name in NAMES if name in found and name not in UNTRAINED}


def differing(experiments: Iterable[Experiment]) -> list[str]:
    """Return the names of the settings that are not the same in all experiments, in the order of NAMES.

    A setting that only some of them have differs, too.
    """
    all_settings = [settings_of(experiment) for experiment in experiments]
    absent = object()
    return [
        name
        for name in NAMES
        if all_settings and any(each.get(name, absent) != all_settings[0].get(name, absent) for each in all_settings)
    ]


def with_setting(experiment: Experiment, name: str, value: Any) -> Experiment:
    """Return a copy with one setting changed and all others the same.

    Raises ValueError, with a sentence, where the value is not allowed, and KeyError for a setting that it has not.
    """
    if name == DATA_NAME or name not in settings_of(experiment):
        raise KeyError(name)
    part, field = name.split(".")
    return replace(experiment, **{part: replace(getattr(experiment, part), **{field: value})})


def without_seeds(experiment: Experiment) -> Experiment:
    """Return the experiment with all its seeds at 0: those of two experiments are equal if only seeds differ."""
    for name in SEEDS:
        if name in settings_of(experiment):
            experiment = with_setting(experiment, name, 0)
    return experiment


def repetitions(experiments: Sequence[Experiment]) -> list[list[int]]:
    """Return the places of experiments of which only the seeds differ, in groups of two or more.

    The same experiment again is no repetition: only its first place counts.
    """
    groups: dict[Experiment, dict[Experiment, int]] = {}
    for place, experiment in enumerate(experiments):
        groups.setdefault(without_seeds(experiment), {}).setdefault(experiment, place)
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def rows_in(experiment: Experiment) -> int:
    """Return how many points of a reader's own the experiment holds: what else it holds takes no room."""
    return sum(len(getattr(experiment.data, name, ())) for name in ("rows", "edited", "corners"))
