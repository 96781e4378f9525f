"""The functions that long work asks on its way."""

from collections.abc import Callable

ShouldStop = Callable[[], bool]  # whether to end the work early; asked several times a second
