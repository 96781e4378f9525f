"""The lesson files of a folder. One that is wrong does not keep the others from being read."""

import re
from pathlib import Path

from nnkit.lessons.errors import LessonError
from nnkit.lessons.lesson import Lesson
from nnkit.lessons.reading import read_file

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # of a file without its ending: it stands in addresses
ENDING = ".md"


def find_lessons(folder: Path) -> dict[str, Lesson | LessonError]:
    """Return each lesson of a folder by the name of its file, or what is wrong with it."""
    return {path.stem: _read(path) for path in sorted(folder.glob(f"*{ENDING}"))}


def _read(path: Path) -> Lesson | LessonError:
    try:
        if not NAME.fullmatch(path.stem):
            problem = "its name may have small letters, digits and single hyphens, as in “hidden-layer.md”"
            raise LessonError(1, "file", problem)
        return read_file(path)
    except LessonError as error:
        return error
