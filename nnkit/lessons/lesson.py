"""A lesson as values: its steps, and what each of them asks the reader to do."""

from dataclasses import dataclass
from typing import Literal

from nnkit.lessons.outcome import Condition, Outcome

Settings = tuple[tuple[str, str], ...]  # pairs of a control's key and its value, as an address writes it
Rule = Literal["open", "locked", "hidden"]


@dataclass(frozen=True)
class Choice:
    """An option of a prediction. conditions: it is the right one if all of them hold."""

    text: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Prediction:
    """What the reader predicts before the run is shown.

    kind: "choose" among `choices`; a "number", which is the `outcome`; a "sketch" of the outcome at the values `at` of
    the column `over`. low, high: the range of a number or of a sketch.
    """

    text: str
    kind: Literal["choose", "number", "sketch"]
    choices: tuple[Choice, ...] = ()
    outcome: Outcome | None = None
    over: str = ""
    at: tuple[float, ...] = ()
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class Goal:
    """What the reader has to reach. It is reached if one network fulfils all conditions.

    solution: settings of open controls that reach it.
    """

    text: str
    conditions: tuple[Condition, ...]
    solution: Settings


@dataclass(frozen=True)
class Question:
    """A question, and the worked answer that opens after the reader's own. Both are Markdown."""

    text: str
    answer: str


@dataclass(frozen=True)
class Step:
    """One screen of a lesson.

    page, section: where it is. settings: what its controls begin with; the others have their defaults.
    rules: whether a control is open, locked or hidden, by its key; others: the same for all that have no rule.
    explanation: opens when the prediction can be compared, or the goal is reached. line: of the file.
    """

    title: str
    page: str
    section: str
    text: str
    settings: Settings = ()
    rules: tuple[tuple[str, Rule], ...] = ()
    others: Rule = "open"
    prediction: Prediction | None = None
    goal: Goal | None = None
    question: Question | None = None
    explanation: str = ""
    line: int = 1

    @property
    def asks(self) -> bool:
        """Whether the reader has something to do that can be handed in."""
        return bool(self.prediction or self.goal or self.question)

    def rule_of(self, key: str) -> Rule:
        return dict(self.rules).get(key, self.others)


@dataclass(frozen=True)
class Lesson:
    """title, goal: for the list of lessons. teacher: notes for the teacher, as Markdown."""

    title: str
    minutes: int
    goal: str
    steps: tuple[Step, ...]
    teacher: str
