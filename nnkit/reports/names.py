"""Names for experiments that are shown together."""

from collections.abc import Sequence

from nnkit.code.writers import title_of
from nnkit.experiment import Experiment
from nnkit.reports.settings import MISSING, OFF, SETTINGS, setting_text
from nnkit.results.settings import differing, settings_of


def names_of(experiments: Sequence[Experiment]) -> list[str]:
    """Return a name for each: the settings in which it differs from others, or what it is about if it is alone."""
    if len(experiments) == 1:
        return [title_of(experiments[0])]
    which = differing(experiments)
    names = [_name(experiment, which) for experiment in experiments]
    return [f"{name} ({place})" if names.count(name) > 1 else name for place, name in enumerate(names, 1)]


def _name(experiment: Experiment, which: Sequence[str]) -> str:
    settings = settings_of(experiment)
    texts = {SETTINGS[name]: setting_text(settings, name) for name in which}
    return "; ".join(f"{name}: {text}" for name, text in texts.items() if text not in (*OFF, MISSING)) or "plain"
