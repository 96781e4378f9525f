"""`python -m nnkit.lessons check FILE…`: say of each lesson file what is wrong with it, with line and field."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nnkit.lessons.errors import LessonError
from nnkit.lessons.reading import read_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 if all files are lessons, else 1."""
    parser = argparse.ArgumentParser(prog="python -m nnkit.lessons", description=__doc__)
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="read lesson files and say what is wrong with them")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    return max(map(_check, parser.parse_args(arguments).files))


def _check(path: Path) -> int:
    try:
        lesson = read_file(path)
    except LessonError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    print(f"{path}: “{lesson.title}”, {len(lesson.steps)} steps, {lesson.minutes} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
