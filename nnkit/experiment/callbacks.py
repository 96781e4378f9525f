"""Types of the functions that long work calls while it runs."""

from collections.abc import Callable

ShouldStop = Callable[[], bool]  # returns True to end the work early; called several times a second
