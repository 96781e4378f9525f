"""Lessons: text files of steps that lead through the app, read and checked. `docs/teaching.md` has the format."""

from nnkit.lessons.allowed import not_allowed
from nnkit.lessons.errors import LessonError
from nnkit.lessons.fitting import check_fits
from nnkit.lessons.folder import find_lessons
from nnkit.lessons.genuine import Agreement, agreements_of, result_of, worst
from nnkit.lessons.handin import HandIn, HandInError, Result, Work, checked_student, digest_of, has_own_points
from nnkit.lessons.handin_code import MAX_CODE, decode, encode
from nnkit.lessons.lesson import Choice, Goal, Lesson, Prediction, Question, Settings, Step
from nnkit.lessons.measure import table_of
from nnkit.lessons.outcome import Condition, Table, all_hold, curve, is_reached
from nnkit.lessons.plain import plain_lesson
from nnkit.lessons.reading import read_file, read_lesson

__all__ = [
    "MAX_CODE",
    "Agreement",
    "Choice",
    "Condition",
    "Goal",
    "HandIn",
    "HandInError",
    "Lesson",
    "LessonError",
    "Prediction",
    "Question",
    "Result",
    "Settings",
    "Step",
    "Table",
    "Work",
    "agreements_of",
    "all_hold",
    "check_fits",
    "checked_student",
    "curve",
    "decode",
    "digest_of",
    "encode",
    "find_lessons",
    "has_own_points",
    "is_reached",
    "not_allowed",
    "plain_lesson",
    "read_file",
    "read_lesson",
    "result_of",
    "table_of",
    "worst",
]
