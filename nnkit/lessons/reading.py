"""A lesson file read into a `Lesson`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nnkit.lessons.blocks import Block, split_into_blocks
from nnkit.lessons.errors import LessonError
from nnkit.lessons.fields import Fields
from nnkit.lessons.lesson import Goal, Lesson, Question, Step
from nnkit.lessons.outcome import read_conditions
from nnkit.lessons.places import SECTIONS
from nnkit.lessons.predictions import read_prediction

TEACHER = "For the teacher"
PREDICTION, GOAL, QUESTION, ANSWER, EXPLANATION = PARTS = "Prediction", "Goal", "Question", "Answer", "Explanation"
MAX_STEPS, MAX_MINUTES, MAX_TITLE = 20, 180, 60


def read_file(path: Path) -> Lesson:
    """Return the lesson of a file. Raises LessonError if it is none."""
    try:
        return read_lesson(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise LessonError(1, "file", f"it must be UTF-8 text ({error.reason})") from None
    except OSError as error:
        raise LessonError(1, "file", f"it can't be read ({error.strerror})") from None


def read_lesson(text: str) -> Lesson:
    """Return the lesson that a text describes. Raises LessonError, with line and field, for any other text."""
    header, *blocks = split_into_blocks(text)
    fields = Fields(header)
    title, minutes, goal = fields.read("title", _title), fields.read("minutes", _minutes), fields.text("goal")
    fields.finish()
    steps: list[Step] = []
    teacher = ""
    for step, parts in _by_step(blocks):
        if step.title == TEACHER:
            Fields(step).finish()
            teacher = _text_of(step)
        elif teacher:
            raise LessonError(step.line, step.title, f"no step may follow “# {TEACHER}”")
        else:
            steps.append(_read_step(step, parts))
    if not 1 <= len(steps) <= MAX_STEPS:
        raise LessonError(header.line, "steps", f"a lesson has 1 to {MAX_STEPS} steps; got {len(steps)}")
    if not teacher:
        raise LessonError(blocks[-1].line, TEACHER, f"the file must end with “# {TEACHER}” and what a teacher needs")
    return Lesson(title, minutes, goal, tuple(steps), teacher)


def _by_step(blocks: Sequence[Block]) -> list[tuple[Block, list[Block]]]:
    """Return each step with its parts."""
    found: list[tuple[Block, list[Block]]] = []
    for block in blocks:
        if block.level == 1:
            found.append((block, []))
        elif not found:
            raise LessonError(block.line, block.title, "a step begins with a heading, as in “# How wide?”")
        elif block.title not in PARTS:
            raise LessonError(block.line, block.title, f"a part must be one of {', '.join(PARTS)}")
        elif block.title in (other.title for other in found[-1][1]):
            raise LessonError(block.line, block.title, "the step has it twice")
        else:
            found[-1][1].append(block)
    return found


def _read_step(block: Block, parts: Sequence[Block]) -> Step:
    fields = Fields(block)
    page = fields.one_of("page", SECTIONS)
    section = fields.one_of("section", SECTIONS[page])
    rules, others = fields.rules()
    step = Step(_checked_title(block), page, section, _text_of(block), fields.settings("set"), rules, others)
    fields.finish()
    return _with_parts(replace(step, line=block.line), {part.title: part for part in parts})


def _with_parts(step: Step, parts: dict[str, Block]) -> Step:
    if (ANSWER in parts) != (QUESTION in parts):
        missing, there = (QUESTION, ANSWER) if ANSWER in parts else (ANSWER, QUESTION)
        raise LessonError(parts[there].line, there, f"the step needs “## {missing}” too")
    for name in (QUESTION, ANSWER, EXPLANATION):
        if name in parts:
            Fields(parts[name]).finish()
    question = Question(_text_of(parts[QUESTION]), _text_of(parts[ANSWER])) if QUESTION in parts else None
    if EXPLANATION in parts and PREDICTION not in parts and GOAL not in parts:
        problem = "it opens after a prediction or a goal, and the step has none"
        raise LessonError(parts[EXPLANATION].line, EXPLANATION, problem)
    return replace(
        step,
        prediction=read_prediction(parts[PREDICTION]) if PREDICTION in parts else None,
        goal=_read_goal(parts[GOAL], step) if GOAL in parts else None,
        question=question,
        explanation=_text_of(parts[EXPLANATION]) if EXPLANATION in parts else "",
    )


def _read_goal(block: Block, step: Step) -> Goal:
    fields = Fields(block)
    goal = Goal(_text_of(block), fields.read("reach", read_conditions), fields.settings("solution"))
    fields.finish()
    if not goal.solution:
        raise LessonError(block.line, "solution", "a goal needs settings that reach it, as in “solution mnist_rate: 1”")
    for key, _ in goal.solution:
        if step.rule_of(key) != "open":
            raise LessonError(block.line, f"solution {key}", "the reader can't move a control that is not open")
    return goal


def _text_of(block: Block) -> str:
    if not block.text:
        raise LessonError(block.line, block.title, "its text is missing")
    return block.text


def _checked_title(block: Block) -> str:
    try:
        return _title(block.title)
    except ValueError as error:
        raise LessonError(block.line, "title", str(error)) from None


def _title(text: str) -> str:
    if len(text) > MAX_TITLE:
        raise ValueError(f"a title may have {MAX_TITLE} letters; got {len(text)}")
    return text


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MAX_MINUTES:
        raise ValueError(f"it must be a whole number from 1 to {MAX_MINUTES}; got “{text[:40]}”")
    return int(text)
