"""Names for experiments that are shown together."""

from collections.abc import Sequence

from nnkit.code.writers import title_of
from nnkit.experiment import Experiment
from nnkit.reports.facts import NONE, Facts, settings_of


def names_of(experiments: Sequence[Experiment]) -> list[str]:
    """Return a name for each: the settings in which it differs from others, or what it is about if it is alone."""
    if len(experiments) == 1:
        return [title_of(experiments[0])]
    settings = [settings_of(experiment) for experiment in experiments]
    names = [_name(each, differing(settings)) for each in settings]
    return [f"{name} ({place})" if names.count(name) > 1 else name for place, name in enumerate(names, 1)]


def differing(settings: Sequence[Facts]) -> list[str]:
    """Return the names of the settings that are not the same in all of them, in the order of the first ones."""
    listed = dict.fromkeys(name for each in settings for name in each)
    return [name for name in listed if len({each.get(name, NONE) for each in settings}) > 1]


def _name(settings: Facts, which: Sequence[str]) -> str:
    given = [f"{name}: {settings[name]}" for name in which if settings.get(name, NONE) != NONE]
    return "; ".join(given) or "plain"
