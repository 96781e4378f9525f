"""The lessons of this server: the files of the folder `lessons`."""

from functools import lru_cache
from pathlib import Path

from nnkit.lessons import Lesson, LessonError, find_lessons

FOLDER = Path(__file__).resolve().parents[2] / "lessons"

Found = dict[str, Lesson | LessonError]


def library() -> Found:
    """Return each lesson by its name in addresses, or what is wrong with its file. A new file needs no restart."""
    files = sorted(FOLDER.glob("*.md"))
    return _read(tuple((path.name, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=1)
def _read(_files: tuple[tuple[str, int], ...]) -> Found:
    return find_lessons(FOLDER)
