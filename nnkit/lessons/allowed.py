"""Which settings a step of a lesson allows: what is not open is as the section opens, or as the step sets it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nnkit.experiment import Experiment
from nnkit.experiment.openings import OPENINGS
from nnkit.experiment.presets import PRESETS
from nnkit.lessons.lesson import Step
from nnkit.results.settings import DATA_NAME, differing, settings_of

HIDDEN, SEED = "network.hidden", "training.seed"
# The settings that a control decides, by the end of its key: overfitting_data_seed ends in "data_seed".
CONTROLS: dict[str, tuple[str, ...]] = {
    "layers": (HIDDEN,),
    "units": (HIDDEN,),
    **{f"units_{layer}": (HIDDEN,) for layer in range(1, 7)},
    "activation": ("network.activation",),
    "l1": ("network.l1",),
    "l2": ("network.l2",),
    "dropout": ("network.dropout",),
    "optimizer": ("training.optimizer",),
    "rate": ("training.learning_rate",),
    "batch": ("training.batch_size",),
    "epochs": ("training.epochs",),
    "seed": ("training.seed",),
    "patience": ("training.patience", "training.restore_best"),
    "restore": ("training.restore_best",),
    "kind": ("training.seed", "data.seed"),
    "data_seed": ("data.seed",),
    "shape": ("data.shape",),
    "curve": ("data.shape",),
    "classes": ("data.classes",),
    "points": ("data.points",),
    "noise": ("data.noise",),
    "features": ("data.features",),
    "digits": ("data.train_size",),
    "validation": ("data.validation_share",),
    "vocabulary": ("data.vocabulary",),
    "reviews": ("data.train_size",),
    "source": ("data.source", "data.edited"),
    "beyond": ("data.edited",),
}
# Controls with such an end that decide nothing of what is trained: views, and those of the perceptron's own rule.
OTHERS = frozenset(
    {"fundamentals_fits_units", "fundamentals_classes"}
    | {f"perceptron_{name}" for name in ("rate", "epochs", "seed", "points", "noise", "data_seed")}
)
_ENDS = sorted(CONTROLS, key=len, reverse=True)
# Sections that open with what others open with.
_ELSEWHERE = {
    "imdb/own": (PRESETS["imdb-baseline"],),
    "imdb/write": OPENINGS["imdb/networks"],
    "imdb/learned": OPENINGS["imdb/networks"],
}
_NONE = ("all", "never")  # what menus write for None
Settings = Mapping[str, Any]  # by their names in `nnkit.results.settings`
_PERCENT = ("network.dropout", "data.validation_share")


def not_allowed(step: Step, experiments: Iterable[Experiment]) -> list[str]:
    """Return the names of the settings that the step does not allow, each once."""
    bases = [settings_of(base) for base in bases_of(step)]
    varied = differing(bases_of(step))
    found: list[str] = []
    for experiment in experiments:
        settings = settings_of(experiment)
        problems = _problems(step, settings, bases, varied) if bases else [DATA_NAME]
        found += [name for name in problems if name not in found]
    return found


def bases_of(step: Step) -> tuple[Experiment, ...]:
    """Return what the section of the step trains before anybody moves a control; nothing if it trains nothing."""
    section = f"{step.page}/{step.section}"
    return OPENINGS.get(section, _ELSEWHERE.get(section, ()))


def end_of(key: str) -> str:
    """Return by which of CONTROLS the key of a control ends; "" if it decides no setting."""
    if key in OTHERS:
        return ""
    return next((end for end in _ENDS if key.endswith(f"_{end}")), "")


def _problems(step: Step, settings: Settings, bases: Sequence[Settings], varied: Sequence[str]) -> list[str]:
    """varied: the settings in which the networks of the section differ; one of these networks has to agree in all."""
    if settings[DATA_NAME] != bases[0][DATA_NAME]:
        return [DATA_NAME]
    fixed = [name for name in settings if name not in varied]
    problems = [name for name in fixed if not _is_allowed(step, name, settings[name], bases[0][name], 1)]
    fewest = list(varied)
    for base in bases:
        wrong = [name for name in varied if not _is_allowed(step, name, settings[name], base[name], len(bases))]
        fewest = min(fewest, wrong, key=len)
        if not fewest:
            break
    return problems + fewest


def _is_allowed(step: Step, name: str, value: Any, opening: Any, networks: int) -> bool:
    """Compare a setting with that of the opening or of the step. networks: how many of the section differ in it."""
    if name == HIDDEN:
        return _are_layers_allowed(step, value, opening)
    ends = [end for end, names in CONTROLS.items() if name in names]
    texts = _texts(step, ends)
    if _is_open(step, ends) or any(_agrees(name, value, text) for text in texts):
        return True
    if name == SEED and any(text.isdecimal() and 0 <= value - int(text) < networks for text in texts):
        return True  # the step sets the first of several seeds
    return bool(value == opening) and (not texts or networks > 1)  # a remedy that the step sets, one network alone has


def _are_layers_allowed(step: Step, hidden: Sequence[int], opening: Sequence[int]) -> bool:
    """Compare the number of layers, then the units of each. What a new layer begins with is not checked."""
    if not _is_open(step, ["layers"]):
        counts = {int(text) for text in _texts(step, ["layers"]) if text.isdecimal()} or {len(opening)}
        if len(hidden) not in counts:
            return False
    keys = [key for key, _ in (*step.settings, *step.rules)]
    if not any(end_of(key).startswith("units_") for key in keys):  # one control for all widths, or none that is named
        words = {word for text in _texts(step, ["units"]) for word in re.split(r"[,;\s]+", text)}
        if _is_open(step, ["units"]) or words:
            return _is_open(step, ["units"]) or all(str(units) in words for units in hidden)
    for place, units in enumerate(hidden):
        end = f"units_{place + 1}"
        expected = set(_texts(step, [end])) or {str(each) for each in opening[place : place + 1]}
        if expected and str(units) not in expected and not _is_open(step, [end]):
            return False
    return True


def _is_open(step: Step, ends: Sequence[str]) -> bool:
    """Whether the reader can move one of these controls."""
    rules = [rule for key, rule in step.rules if end_of(key) in ends]
    return bool(ends) and "open" in (rules or [step.others])


def _texts(step: Step, ends: Sequence[str]) -> list[str]:
    """Return the values that the step gives to these controls."""
    return [text for key, text in step.settings if end_of(key) in ends]


def _agrees(name: str, value: Any, text: str) -> bool:
    """Whether a setting is what a control with this text makes of it. Of several options, their names are not read."""
    if isinstance(value, tuple):
        return True
    if value is None or text in _NONE:
        return value is None and text in _NONE
    if isinstance(value, bool):
        return text.lower() == str(value).lower() or text not in ("true", "false")
    if isinstance(value, str):
        return _plain(text).startswith(_plain(value))
    try:
        number = float(text)
    except ValueError:
        return True  # a control such as that of ten seeds: its text is no number
    return abs(value * (100 if name in _PERCENT else 1) - number) <= 1e-6 * max(1.0, abs(number))


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
