"""A lesson whose texts are shown as they are written, for a lesson that anybody may have written."""

import re
from dataclasses import replace

from nnkit.lessons.lesson import Lesson, Prediction, Step

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")  # all that Markdown may give a meaning to
# Web and mail addresses become links even where their signs are escaped; an invisible letter inside keeps them texts.
_JOINER = "\u2060"
_ADDRESS = re.compile(r"(?<=[:@])(?=\S)|(?<=www)(?=\.)", re.IGNORECASE)


def plain_lesson(lesson: Lesson) -> Lesson:
    """Return the lesson without pictures, links and anything else that Markdown makes of its texts."""
    return replace(
        lesson,
        title=plain(lesson.title),
        goal=plain(lesson.goal),
        steps=tuple(map(_plain_step, lesson.steps)),
        teacher=plain(lesson.teacher),
    )


def plain(text: str) -> str:
    """Return Markdown that shows a text as it is, line by line."""
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            paragraphs[-1].append(_SIGNS.sub(r"\\\1", _ADDRESS.sub(_JOINER, line.strip())))
        else:
            paragraphs.append([])
    return "\n\n".join("\\\n".join(lines) for lines in paragraphs if lines)


def _plain_step(step: Step) -> Step:
    goal, question, prediction = step.goal, step.question, step.prediction
    return replace(
        step,
        title=plain(step.title),
        text=plain(step.text),
        explanation=plain(step.explanation),
        goal=goal and replace(goal, text=plain(goal.text)),
        question=question and replace(question, text=plain(question.text), answer=plain(question.answer)),
        prediction=prediction and _plain_prediction(prediction),
    )


def _plain_prediction(prediction: Prediction) -> Prediction:
    choices = tuple(replace(choice, text=plain(choice.text)) for choice in prediction.choices)
    return replace(prediction, text=plain(prediction.text), choices=choices)
