"""A lesson file as blocks: a header, and below each heading its fields and its text."""

import re
from dataclasses import dataclass, field

from nnkit.lessons.errors import LessonError

MAX_LETTERS = 64_000  # of a file
NO_BREAK_PERCENT = "\u00a0%"  # no line is broken between a number and its sign
FENCE, HEADER_END = "```", "---"
_HEADING = re.compile(r"(?P<level>#{1,2})\s+(?P<title>\S.*)")
_FIELD = re.compile(r"(?P<name>[a-z]+(?: [a-zA-Z0-9_]+)?):(?:\s+(?P<value>.*))?")


@dataclass(frozen=True)
class Field:
    """A line `name: value` below a heading."""

    name: str
    value: str
    line: int


@dataclass
class Block:
    """level: 0 for the header, 1 for a step, 2 for a part of it. line: of the heading. text: its lines."""

    level: int
    title: str
    line: int
    fields: list[Field] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line for _, line in self.lines).strip()


def split_into_blocks(text: str) -> list[Block]:
    """Return the header and the blocks of a file. Raises LessonError if it has no header or is too long."""
    if len(text) > MAX_LETTERS:
        raise LessonError(1, "file", f"it may have {MAX_LETTERS:,} letters; got {len(text):,}")
    lines = text.lstrip("\ufeff").replace(" %", NO_BREAK_PERCENT).splitlines()
    if not lines or lines[0].strip() != HEADER_END:
        raise LessonError(1, "header", f"the file must begin with a line {HEADER_END}, then title, minutes and goal")
    blocks, is_code = [_header(lines)], False
    start = blocks[0].line + len(blocks[0].lines)
    blocks[0].lines.clear()
    for number, line in enumerate(lines[start:], start + 1):
        heading = None if is_code else _HEADING.fullmatch(line.rstrip())
        is_code ^= line.lstrip().startswith(FENCE)
        if heading:
            blocks.append(Block(len(heading["level"]), heading["title"], number))
        else:
            _add(blocks[-1], number, line)
    return blocks


def _header(lines: list[str]) -> Block:
    """Return the header. Its lines are those of the file that belong to it."""
    header = Block(0, "header", 1)
    for number, line in enumerate(lines[1:], 2):
        header.lines.append((number, line))
        if line.strip() == HEADER_END:
            return header
        found = _FIELD.fullmatch(line.strip())
        if found:
            header.fields.append(Field(found["name"], (found["value"] or "").strip(), number))
        elif line.strip():
            raise LessonError(number, "header", f"a line is written as in “minutes: 20”; got “{line.strip()[:40]}”")
    raise LessonError(len(lines), "header", f"it must end with a line {HEADER_END}")


def _add(block: Block, number: int, line: str) -> None:
    """Take a line as a field if no text came before it, else as text. An empty line ends the fields."""
    found = _FIELD.fullmatch(line.strip()) if block.level and not block.lines else None
    if found:
        block.fields.append(Field(found["name"], (found["value"] or "").strip(), number))
    elif block.level == 0 and line.strip():
        raise LessonError(number, "step", "a step begins with a heading, as in “# How wide?”")
    elif line.strip() or block.fields or block.lines:
        block.lines.append((number, line.rstrip()))
