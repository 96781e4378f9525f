"""Lessons: text files of steps that lead through the app, read and checked. `docs/teaching.md` has the format."""

from nnkit.lessons.errors import LessonError
from nnkit.lessons.folder import find_lessons
from nnkit.lessons.lesson import Choice, Goal, Lesson, Prediction, Question, Settings, Step
from nnkit.lessons.measure import table_of
from nnkit.lessons.outcome import Condition, Table, all_hold, curve, is_reached
from nnkit.lessons.reading import read_file, read_lesson

__all__ = [
    "Choice",
    "Condition",
    "Goal",
    "Lesson",
    "LessonError",
    "Prediction",
    "Question",
    "Settings",
    "Step",
    "Table",
    "all_hold",
    "curve",
    "find_lessons",
    "is_reached",
    "read_file",
    "read_lesson",
    "table_of",
]
