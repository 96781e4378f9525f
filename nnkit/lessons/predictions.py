"""The prediction of a step, read from its block."""

from nnkit.lessons.blocks import Block
from nnkit.lessons.errors import LessonError
from nnkit.lessons.fields import Fields
from nnkit.lessons.lesson import Choice, Prediction
from nnkit.lessons.outcome import read_column, read_conditions, read_number, read_outcome

KINDS = ("choose", "number", "sketch")
BULLET, BAR = "- ", " | "
MIN_CHOICES, MAX_CHOICES, MAX_PLACES = 2, 6, 8


def read_prediction(block: Block) -> Prediction:
    """Return the prediction. Raises LessonError where something of it is missing or wrong."""
    fields = Fields(block)
    kind = fields.one_of("kind", KINDS)
    if kind == "choose":
        prediction = _read_choices(block)
    elif kind == "number":
        prediction = _read_number(block, fields)
    else:
        prediction = _read_sketch(block, fields)
    fields.finish()
    if not prediction.text:
        raise LessonError(block.line, block.title, "the text that asks for the prediction is missing")
    return prediction


def _read_choices(block: Block) -> Prediction:
    """Return a prediction whose options are the lines such as `- 5 units | hidden units = 5` of its text."""
    choices, text = [], []
    for number, line in block.lines:
        if not line.startswith(BULLET):
            text.append(line)
            continue
        option, bar, conditions = line.removeprefix(BULLET).rpartition(BAR)
        if not bar:
            raise LessonError(number, "option", "it needs its condition, as in “- 5 units | hidden units = 5”")
        try:
            choices.append(Choice(option.strip(), read_conditions(conditions)))
        except ValueError as error:
            raise LessonError(number, "option", str(error)) from None
    if not MIN_CHOICES <= len(choices) <= MAX_CHOICES:
        problem = f"there are {MIN_CHOICES} to {MAX_CHOICES} of them, in lines that begin with “- ”; got {len(choices)}"
        raise LessonError(block.line, "options", problem)
    if len({choice.text for choice in choices}) < len(choices):
        raise LessonError(block.line, "options", "two of them are the same")
    return Prediction("\n".join(text).strip(), "choose", tuple(choices))


def _read_number(block: Block, fields: Fields) -> Prediction:
    low, high = _read_range(block, fields)
    return Prediction(block.text, "number", outcome=fields.read("outcome", read_outcome), low=low, high=high)


def _read_sketch(block: Block, fields: Fields) -> Prediction:
    outcome, over = fields.read("outcome", read_outcome), fields.read("over", read_column)
    if outcome.by:
        raise LessonError(block.line, "outcome", "that of a sketch is a column alone, as in “validation loss”")
    low, high = _read_range(block, fields)
    at = fields.read("at", _read_places)
    return Prediction(block.text, "sketch", outcome=outcome, over=over, at=at, low=low, high=high)


def _read_range(block: Block, fields: Fields) -> tuple[float, float]:
    low, high = fields.read("from", read_number), fields.read("to", read_number)
    if low >= high:
        raise LessonError(block.line, "to", f"it must be above “from”; got {low:g} and {high:g}")
    return low, high


def _read_places(text: str) -> tuple[float, ...]:
    places = tuple(map(read_number, text.split(",")))
    if not MIN_CHOICES <= len(places) <= MAX_PLACES or list(places) != sorted(set(places)):
        raise ValueError(f"it must list {MIN_CHOICES} to {MAX_PLACES} numbers, each above the one before; got “{text}”")
    return places
