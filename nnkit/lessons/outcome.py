"""What is measured after a step: a table of numbers, single numbers out of it, and conditions on them."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

# The columns of a table, with what they mean. Losses are in nats and without penalties; accuracies are shares of 1.
COLUMNS: dict[str, str] = {
    "epoch": "epochs of training",
    "hidden units": "units in all hidden layers together",
    "hidden layers": "number of hidden layers",
    "parameters": "weights and biases",
    "training loss": "loss on the training data",
    "validation loss": "loss on the validation data",
    "training accuracy": "accuracy on the training data",
    "validation accuracy": "accuracy on the validation data",
    "test loss": "loss on the test data",
    "test accuracy": "accuracy on the test data",
    "gap": "validation loss minus training loss",
    "solved": "networks of so many hidden units that get all training samples right",
    "l1": "strength λ of the L1 penalty",
    "l2": "strength λ of the L2 penalty",
    "dropout": "share of dropout",
    "learning rate": "learning rate of the optimizer",
    "errors": "wrong answers of a perceptron in an epoch",
    "updates": "changes of a perceptron's weights in all",
    "ends": "1 if the perceptron's rule ends, else 0",
    "loss": "loss at the end of a descent",
    "wrong rows": "rows of a truth table that a formal neuron gets wrong",
    "wrong at best": "the same, of the best neuron of its kind",
    "firing rows": "rows of a truth table in which a formal neuron fires",
    "threshold": "threshold of a formal neuron",
    "truth tables": "truth tables that one formal neuron can compute",
    "step": "steps of Hebb's rule",
    "length": "length of the weights under Hebb's rule",
    "corrected length": "length of the weights under Oja's rule",
    "alignment": "|cos| of the angle between Oja's weights and the first principal component",
    "z": "weighted sum that an activation gets",
    "slope": "slope of an activation",
    "five slopes": "what five such neurons in a row leave of a gradient",
    "saturated": "1 if the neuron is saturated, else 0",
    "difference": "largest difference between a network and a single linear layer",
    "spread": "standard deviation of initial weights",
    "gradient left": "share of a gradient that reaches the first of ten layers",
    "output": "output of a neuron",
    "value": "value of a formula, such as a loss",
    "gradient": "gradient of a formula for one of its inputs",
    "change": "change of a formula's value by a change of one input",
    "way back": "share of a descent's way that goes against the step before",
}
SHARES = frozenset(
    name for name in COLUMNS if name.endswith("accuracy") or name in ("way back", "dropout")
)  # written in percent

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_WHERE = re.compile(r"(?P<column>.+?) where (?P<by>.+) is (?P<end>lowest|highest)")
_CONDITION = re.compile(r"(?P<outcome>.+?)\s*(?P<sign><=|>=|<|>|=)\s*(?P<number>.+)")
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,12})?")

Row = Mapping[str, float | None]


@dataclass(frozen=True)
class Table:
    """Measured numbers by column. rows: epochs of one network, or several networks. finals: a row for each network."""

    rows: tuple[Row, ...]
    finals: tuple[Row, ...]


@dataclass(frozen=True)
class Outcome:
    """A number out of a table: a column of the last network, or of the row where another one is lowest or highest."""

    column: str
    by: str = ""
    end: Literal["lowest", "highest"] = "lowest"

    def value(self, table: Table) -> float | None:
        """Return the number, or None if it was not measured."""
        if not self.by:
            return table.finals[-1].get(self.column) if table.finals else None
        measured = [(value, row) for row in table.rows if (value := row.get(self.by)) is not None]
        if not measured:
            return None
        choose = min if self.end == "lowest" else max
        return choose(measured, key=lambda pair: pair[0])[1].get(self.column)


@dataclass(frozen=True)
class Condition:
    """A comparison of an outcome with a number."""

    outcome: Outcome
    sign: str
    number: float

    def holds(self, value: float | None) -> bool:
        """Whether a measured value fulfils it; one that was not measured does not."""
        return value is not None and _COMPARISONS[self.sign](value, self.number)


def all_hold(conditions: Sequence[Condition], table: Table) -> bool:
    return all(condition.holds(condition.outcome.value(table)) for condition in conditions)


def is_reached(conditions: Sequence[Condition], table: Table) -> bool:
    """Whether one network of the table fulfils all conditions."""
    return any(all_hold(conditions, Table(table.rows, (final,))) for final in table.finals)


def curve(table: Table, column: str, over: str, at: Sequence[float]) -> tuple[float | None, ...]:
    """Return the values of a column where another column is nearest to each of the values `at`."""
    rows = [row for row in table.rows if row.get(over) is not None and row.get(column) is not None]
    return tuple(min(rows, key=lambda row: abs((row[over] or 0.0) - place))[column] if rows else None for place in at)


def read_outcome(text: str) -> Outcome:
    """Read such as "test accuracy" or "epoch where validation loss is lowest". Raises ValueError for other text."""
    found = _WHERE.fullmatch(text.strip())
    if found is None:
        return Outcome(read_column(text))
    end: Literal["lowest", "highest"] = "lowest" if found["end"] == "lowest" else "highest"
    return Outcome(read_column(found["column"]), read_column(found["by"]), end)


def read_column(text: str) -> str:
    """Return the name of a column. Raises ValueError if there is none of this name."""
    name = " ".join(text.split())
    if name not in COLUMNS:
        raise ValueError(f"it must be one of {', '.join(COLUMNS)}; got “{name[:60]}”")
    return name


def read_conditions(text: str) -> tuple[Condition, ...]:
    """Read such as "test accuracy >= 95 %, hidden units <= 10". Raises ValueError for other text."""
    return tuple(map(_read_condition, text.split(",")))


def _read_condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"a condition is written as in “test accuracy >= 95 %”; got “{text.strip()[:60]}”")
    return Condition(read_outcome(found["outcome"]), found["sign"], read_number(found["number"]))


def read_number(text: str) -> float:
    """Read a number, or a percentage as a share of 1. Raises ValueError for other text."""
    written = text.strip()
    number = written.removesuffix("%").strip()
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"it must be a number, such as 0.5 or 95 %; got “{written[:40]}”")
    return float(number) / 100 if written.endswith("%") else float(number)
