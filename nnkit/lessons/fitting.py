"""Whether a hand-in is one of its lesson: its steps have such predictions and such questions."""

from nnkit.lessons.handin import HandIn, HandInError, Predicted, Work
from nnkit.lessons.lesson import Lesson, Prediction, Step

ROUNDED = 1e-3  # relative: how far rounding may bring a prediction beyond its range


def check_fits(lesson: Lesson, hand_in: HandIn) -> None:
    """Raise HandInError, with a sentence, where the hand-in has what the lesson does not ask for."""
    for work in hand_in.steps:
        if work.number > len(lesson.steps):
            raise HandInError(f"This code is forged: it has a step {work.number}, and the lesson has none.")
        step = lesson.steps[work.number - 1]
        if problem := misfit(step, work):
            raise HandInError(f"This code is forged: its step {work.number} has {problem}.")


def misfit(step: Step, work: Work) -> str:
    """Return what the step does not have; "" if it has all of it."""
    if work.answer and step.question is None:
        return "an answer where there is no question"
    if work.prediction is not None and (step.prediction is None or not _fits(step.prediction, work.prediction)):
        return "a prediction that the lesson does not ask for"
    if work.settings and step.goal is None:
        return "settings that the lesson does not ask for"
    return ""


def _fits(prediction: Prediction, value: Predicted) -> bool:
    if prediction.kind == "choose":
        return isinstance(value, int) and 0 <= value < len(prediction.choices)
    if prediction.kind == "number":
        return isinstance(value, int | float) and _is_within(prediction, value)
    return (
        isinstance(value, tuple)
        and len(value) == len(prediction.at)
        and all(_is_within(prediction, each) for each in value)
    )


def _is_within(prediction: Prediction, value: float) -> bool:
    room = ROUNDED * max(abs(prediction.low), abs(prediction.high))
    return prediction.low - room <= value <= prediction.high + room
