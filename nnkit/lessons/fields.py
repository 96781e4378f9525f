"""The fields of a block, each read once; what is left at the end is an error."""

from collections.abc import Callable, Collection
from typing import TypeVar

from nnkit.lessons.blocks import Block
from nnkit.lessons.errors import LessonError
from nnkit.lessons.lesson import Rule, Settings

RULES: tuple[Rule, ...] = ("open", "locked", "hidden")
OTHERS = "others"  # stands for all controls that a step does not name
MAX_VALUE = 1_000  # letters

Value = TypeVar("Value")


class Fields:
    """The fields of a block by their names."""

    def __init__(self, block: Block):
        self.block = block
        self._left = {each.name: each for each in block.fields}
        if len(self._left) < len(block.fields):
            names = [each.name for each in block.fields]
            again = next(each for number, each in enumerate(block.fields) if each.name in names[:number])
            raise LessonError(again.line, again.name, "it is there twice")

    def text(self, name: str, default: str | None = None) -> str:
        """Return the value of a field. Raises LessonError if it is missing and has no default, or is too long."""
        return self.read(name, str, default)

    def one_of(self, name: str, options: Collection[str], default: str | None = None) -> str:
        def check(text: str) -> str:
            if text not in options:
                raise ValueError(f"it must be one of {', '.join(options)}; got “{text[:60]}”")
            return text

        return self.read(name, check, default)

    def read(self, name: str, read: Callable[[str], Value], default: Value | None = None) -> Value:
        """Return what `read` makes of a field; a ValueError of it becomes a LessonError."""
        found = self._left.pop(name, None)
        if found is None or not found.value:
            if found is None and default is not None:
                return default
            line = self.block.line if found is None else found.line
            raise LessonError(line, name, f"“{self.block.title}” needs it")
        if len(found.value) > MAX_VALUE:
            raise LessonError(found.line, name, f"it may have {MAX_VALUE} letters; got {len(found.value):,}")
        try:
            return read(found.value)
        except ValueError as error:
            raise LessonError(found.line, name, str(error)) from None

    def settings(self, word: str) -> Settings:
        """Return the pairs of the fields such as `set overfitting_noise: 0.2`; word: the first one of their names."""
        names = [name for name in self._left if name.startswith(f"{word} ")]
        return tuple((name.removeprefix(f"{word} "), self.text(name)) for name in names)

    def rules(self) -> tuple[tuple[tuple[str, Rule], ...], Rule]:
        """Return the rule of each control that is named, and the rule of all others."""
        found: dict[str, Rule] = {}
        for rule in RULES:
            line = self._left[rule].line if rule in self._left else 0
            names: tuple[str, ...] = self.read(rule, _names, ())
            for key in names:
                if key in found:
                    raise LessonError(line, rule, f"“{key}” is {found[key]} already")
                found[key] = rule
        others = found.pop(OTHERS, "open")
        return tuple(found.items()), others

    def finish(self) -> None:
        """Raise LessonError if a field is left."""
        for each in self._left.values():
            raise LessonError(each.line, each.name, f"“{self.block.title}” has no field of this name")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)
