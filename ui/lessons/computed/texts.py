"""The settings of a section as an address writes them, read without its controls."""

from collections.abc import Mapping
from math import isfinite
from typing import TypeVar

from nnkit.experiment.limits import LIMITS

Value = TypeVar("Value")


class Texts:
    """Values by the keys of controls. A control that is not among them has its default.

    Every method raises ValueError for a text that is none of its control.
    """

    def __init__(self, values: Mapping[str, str]):
        self._values = values

    def one_of(self, key: str, options: Mapping[str, Value], default: str) -> Value:
        """Return the option that is written like this."""
        text = self._values.get(key, default)
        if text not in options:
            raise ValueError(f"{key} can't be {text[:40]!r}")
        return options[text]

    def some_of(self, key: str, options: Mapping[str, Value]) -> list[Value]:
        """Return the options of a list with commas; all of them if it has none."""
        named = [part.strip() for part in self._values.get(key, "").split(",") if part.strip()]
        if not set(named) <= set(options):
            raise ValueError(f"{key} can't be {self._values[key][:40]!r}")
        return [value for name, value in options.items() if name in named] or list(options.values())

    def number(self, key: str, low: float, high: float, default: float) -> float:
        number = float(self._values.get(key, default))
        if not isfinite(number) or not low <= number <= high:
            raise ValueError(f"{key} must be a number from {low:g} to {high:g}")
        return number

    def whole(self, key: str, low: float, high: float, default: int) -> int:
        number = self.number(key, low, high, default)
        if number != int(number):
            raise ValueError(f"{key} must be a whole number")
        return int(number)

    def seed(self, key: str) -> int:
        low, high = LIMITS["seed"]
        return self.whole(key, low, high, 0)

    def switch(self, key: str, default: bool) -> bool:
        return self.one_of(key, {"true": True, "false": False}, str(default).lower())
