"""What a control can be, as far as an address may choose it: its type, its range, its options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

Texts = tuple[str, ...]  # the values of one parameter of an address; several where several can be chosen
NUMBERS, SWITCHES = ("slider", "number_input"), ("toggle", "checkbox")  # by the names of Streamlit's functions
MAX_TEXT = 10_000  # letters of a text; no address that a browser sends is longer


@dataclass(frozen=True)
class Domain:
    """options: the texts that can be chosen, or None where others can be written. several: how many at the same time.

    low, high: the range of a number; None where the value is none. longest: of a text, in letters.
    """

    options: frozenset[str] | None = None
    several: bool = False
    low: float | None = None
    high: float | None = None
    longest: int = MAX_TEXT

    def usable(self, texts: Texts) -> bool:
        """Whether a control can be what its parameter in an address says. Of several values, the last counts."""
        if self.several:  # of none of the options, too
            return texts in ((), ("",)) or self.options is None or not self.options.isdisjoint(texts)
        if not texts:
            return False
        if self.low is not None and self.high is not None:
            return self._is_in_range(texts[-1])
        if self.options is not None:
            return texts[-1] in self.options
        return len(texts[-1]) <= self.longest

    def _is_in_range(self, text: str) -> bool:
        try:
            number = float(text)
        except ValueError:
            return False
        return isfinite(number) and self.low <= number <= self.high  # type: ignore[operator]  # it is a number here


def domain_of(widget: str, arguments: Mapping[str, Any], write: Callable[[Any], Texts]) -> Domain:
    """Return the domain of a control. widget: the name of Streamlit's function; arguments: those it is called with.

    write: gives the texts of an option.
    """
    if widget in NUMBERS:
        return Domain(low=arguments["min_value"], high=arguments["max_value"])
    if widget in SWITCHES:
        return Domain(options=frozenset({"true", "false", "True", "False"}))
    if "options" not in arguments:
        return Domain(longest=arguments.get("max_chars") or MAX_TEXT)
    options = frozenset(write(option)[0] for option in arguments["options"])
    if arguments.get("selection_mode") == "multi":
        return Domain(options, several=True)
    can_be_none = widget in ("segmented_control", "pills") and not arguments.get("required")
    return Domain(options | {""} if can_be_none else options)
