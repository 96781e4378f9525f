"""The value of a control from its text in an address."""

from collections.abc import Callable, Mapping
from typing import Any

from ui.controls.domain import NUMBERS, SWITCHES, Domain, Texts


def reader_of(
    widget: str, arguments: Mapping[str, Any], write: Callable[[Any], Texts], domain: Domain
) -> Callable[[str], Any]:
    """Return the function from a text to a value. It raises ValueError for what the control can't be.

    The arguments are those of `domain_of`. Where several options can be chosen, the text lists them with commas.
    """

    def read(text: str) -> Any:
        if domain.several:
            named = [part.strip() for part in text.split(",") if part.strip()]
            return [_option(arguments["options"], write, part) for part in named]
        if not domain.usable((text,)):
            raise ValueError(f"{text!r} is not possible here")
        if widget in NUMBERS:
            kind = type(arguments["min_value"])
            return kind(float(text))
        if widget in SWITCHES:
            return text.lower() == "true"
        if "options" in arguments:
            return None if text == "" else _option(arguments["options"], write, text)
        return text

    return read


def _option(options: Any, write: Callable[[Any], Texts], text: str) -> Any:
    """Return the option that is written like this."""
    for option in options:
        if write(option)[0] == text:
            return option
    raise ValueError(f"{text!r} is not an option")
