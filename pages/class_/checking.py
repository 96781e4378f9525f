"""Which results of a hand-in are genuine, and which hand-ins are alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nnkit import Experiment, Run
from nnkit.lessons import (
    Agreement,
    Prediction,
    Result,
    Step,
    Work,
    agreements_of,
    is_reached,
    not_allowed,
    result_of,
    table_of,
    worst,
)
from nnkit.lessons.lesson import Settings
from nnkit.reports.settings import SETTINGS
from pages.class_.reading import Entry
from ui.lessons.comparison import outcome_of
from ui.lessons.computed import compute, is_computed
from ui.numbers import counted

COMPUTED = "checked by computing"
OTHER_LESSON, NOTHING = "another version of the lesson", "nothing was trained"
UNTRAINED, WITHOUT = "not trained here yet", "without results"
WORDS: dict[Agreement, str] = {"same": "genuine", "near": "genuine, on another machine", "other": "results differ"}
Key = tuple[str, int, tuple[Experiment, ...]]  # a lesson's digest, the number of a step, what was trained in it


@dataclass(frozen=True)
class Measured:
    """What this server has trained or computed for a step.

    reached: whether it reaches the goal, None without a goal. outcome: in the form of the step's prediction.
    """

    results: tuple[Result, ...]
    reached: bool | None
    outcome: Any


def measure(step: Step, runs: Sequence[Run]) -> Measured:
    table = table_of(runs)
    return Measured(
        tuple(map(result_of, runs)),
        None if step.goal is None else is_reached(step.goal.conditions, table),
        # A goal asks for other settings than those that the prediction is about.
        None if step.prediction is None or step.goal is not None else outcome_of(step.prediction, table),
    )


def compute_anew(step: Step, settings: Settings) -> Measured | None:
    """Compute what the settings of a step lead to where nothing is trained; None if a setting is not allowed.

    The prediction is about the step's own settings.
    """
    try:
        table = None if moved_wrongly(step, settings) else compute(step, settings)
        reached = None if step.goal is None or table is None else is_reached(step.goal.conditions, table)
        outcome = None if step.prediction is None else outcome_of(step.prediction, compute(step))
    except ValueError:
        return None
    return None if table is None else Measured((), reached, outcome)


def moved_wrongly(step: Step, settings: Settings) -> tuple[str, ...]:
    """Return the keys of controls that a reader of the step can't have moved like this."""
    locked = tuple(key for key, _ in settings if step.rule_of(key) != "open")
    if locked:
        return locked
    try:
        compute(step, settings)
    except ValueError:
        return tuple(key for key, _ in settings)
    return ()


def key_of(entry: Entry, work: Work) -> Key:
    return entry.hand_in.digest, work.number, work.experiments


def allowed_works(entry: Entry) -> list[Work]:
    """Return the steps whose networks the lesson allows: only these are trained."""
    return [work for work in entry.hand_in.steps if work.experiments and not forbidden(entry, work)]


def forbidden(entry: Entry, work: Work) -> tuple[str, ...]:
    """Return the settings of a step that its lesson does not allow, in words."""
    if entry.lesson is None:
        return ()
    step = entry.lesson.steps[work.number - 1]
    if is_computed(step) and not work.experiments:
        return moved_wrongly(step, work.settings)
    return _forbidden(step, work.experiments)


@lru_cache(maxsize=512)
def _forbidden(step: Step, experiments: tuple[Experiment, ...]) -> tuple[str, ...]:
    return tuple(SETTINGS[name] for name in not_allowed(step, experiments))


def verdict_of(entry: Entry, known: Mapping[Key, Measured]) -> str:
    """Say whether the results of a hand-in are genuine; the worst of its steps decides."""
    if entry.lesson is None:
        return OTHER_LESSON
    works = [work for work in entry.hand_in.steps if work.experiments]
    computed = [work for work in entry.hand_in.steps if _is_checked(entry.lesson.steps[work.number - 1])]
    for work in (*works, *computed):
        if names := forbidden(entry, work):
            return f"step {work.number}: the lesson does not allow {', '.join(names)}"
    checked = {work.number: _agreement(entry, work, known) for work in works if work.results}
    if differing := [number for number, agreement in checked.items() if agreement == "other"]:
        return f"{_steps(differing)}: {WORDS['other']}"
    if any(agreement is None for agreement in checked.values()):
        return UNTRAINED
    if not checked:
        return WITHOUT if works else COMPUTED if computed else NOTHING
    verdict = WORDS[worst(agreement for agreement in checked.values() if agreement is not None)]
    silent = [work.number for work in works if not work.results]
    return f"{verdict}, {_steps(silent)} {WITHOUT}" if silent else verdict


def _is_checked(step: Step) -> bool:
    """Whether this server computes the outcome of a step, which trains nothing."""
    return is_computed(step) and (step.prediction is not None or step.goal is not None)


def _agreement(entry: Entry, work: Work, known: Mapping[Key, Measured]) -> Agreement | None:
    """Return how the results of a step agree with those of this server; None while it has none."""
    measured = known.get(key_of(entry, work))
    if measured is None:
        return None
    return worst(agreements_of(work.experiments, work.results, measured.results))


def _steps(numbers: Sequence[int]) -> str:
    return f"step{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"


def is_right(prediction: Prediction, predicted: Any, outcome: Any) -> bool | None:
    """Whether an option is the right one. Numbers and sketches are near or far, and nobody decides it here."""
    return None if outcome is None or prediction.kind != "choose" else bool(predicted == outcome)


def alike(entries: Sequence[Entry]) -> dict[int, list[int]]:
    """Return for a line the lines that hold the same answers and the same settings under other names.

    Without any answer, hand-ins are alike by nature. Results do not count: equal settings lead to equal ones, and a
    copy whose results were moved within the tolerance is one nonetheless.
    """
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        if any(work.answer for work in entry.hand_in.steps):
            groups.setdefault(_content(entry), []).append(entry)
    found = {}
    for group in groups.values():
        for entry in group:
            others = [each.line for each in group if _name(each) != _name(entry)]
            if others:
                found[entry.line] = others
    return found


def _content(entry: Entry) -> tuple[Any, ...]:
    works = entry.hand_in.steps
    return entry.hand_in.digest, tuple(
        (work.number, _plain(work.answer), work.experiments, work.settings) for work in works
    )


def _name(entry: Entry) -> str:
    return _plain(entry.hand_in.student)


def _plain(text: str) -> str:
    """Return the text without what a copy changes easily: case, spaces and punctuation."""
    return "".join(filter(str.isalnum, text.casefold()))


def summary_of(verdicts: Sequence[str], unreadable: int) -> str:
    """Say how many codes there are, and how many of them have each verdict."""
    genuine = sum(verdict in (WORDS["same"], WORDS["near"]) for verdict in verdicts)
    parts = [f"{genuine} with genuine results"] if genuine else []
    partly = sum(verdict.endswith(f" {WITHOUT}") for verdict in verdicts)
    parts += [f"{partly} with genuine results of some steps only"] if partly else []
    differ = sum(verdict.endswith(WORDS["other"]) for verdict in verdicts)
    forbidden_ones = sum("does not allow" in verdict for verdict in verdicts)
    parts += [f"{differ} with results that differ"] if differ else []
    parts += [f"{forbidden_ones} with settings that the lesson does not allow"] if forbidden_ones else []
    for words in (COMPUTED, UNTRAINED, OTHER_LESSON, WITHOUT, NOTHING):
        count = verdicts.count(words)
        parts += [f"{count} {words}"] if count else []
    parts += [f"{unreadable} left out"] if unreadable else []
    return f"{counted(len(verdicts) + unreadable, 'code')}: {', '.join(parts)}."
