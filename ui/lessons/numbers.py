"""Measured numbers as lessons write them."""

from collections.abc import Sequence

from nnkit.lessons import Condition
from nnkit.lessons.outcome import SHARES
from ui.numbers import percent, plain, scientific

NAMES = {
    "solved": "networks that solve it",
    "errors": "wrong outputs",
    "gap": "gap between the losses",
    "alignment": "|cos| of the direction",
    "five slopes": "gradient after five slopes",
    "value": "value of the formula",
}  # of columns as readers see them, where they are not clear without a description
SIGNS = {"<=": "at most", ">=": "at least", "<": "below", ">": "above", "=": "exactly"}
_OF_TRAINING = ("epoch", "hidden units", "hidden layers", "parameters", "solved", "errors", "updates")
WHOLE = frozenset(
    (*_OF_TRAINING, "wrong rows", "wrong at best", "firing rows", "threshold", "truth tables", "step"),
)
YES_OR_NO = ("ends", "saturated")


def named(column: str) -> str:
    """Return what a reader sees as the name of a column."""
    return NAMES.get(column, column)


def written(column: str, value: float | None) -> str:
    """Write a value of a column; a dash if it was not measured."""
    if value is None:
        return "–"
    if column in YES_OR_NO:
        return "yes" if value else "no"
    if column in SHARES:
        return percent(value)
    return plain(value) if column in WHOLE else scientific(value)


def condition_text(condition: Condition) -> str:
    """Write what a condition asks for: test accuracy at least 95.0 %."""
    outcome = condition.outcome
    if outcome.column == "ends":
        return "the rule ends" if condition.holds(1.0) else "the rule never ends"
    where = f" where {named(outcome.by)} is {outcome.end}" if outcome.by else ""
    return f"{named(outcome.column)}{where} {SIGNS[condition.sign]} {written(outcome.column, condition.number)}"


def listed(values: Sequence[float | None], column: str) -> list[str]:
    return [written(column, value) for value in values]
