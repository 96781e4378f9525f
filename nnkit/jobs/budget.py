"""How long a visitor may train without being asked whether that is meant."""

import os
from dataclasses import dataclass

SECONDS, SHARED_SECONDS = 600.0, 60.0


@dataclass(frozen=True)
class Budget:
    """Seconds for one press: alone on the server, and while others train or wait."""

    alone: float = SECONDS
    shared: float = SHARED_SECONDS

    @classmethod
    def from_environment(cls) -> "Budget":
        """Read NNKIT_BUDGET_SECONDS and NNKIT_SHARED_BUDGET_SECONDS. Raise ValueError for what is not a number."""
        return cls(_seconds("NNKIT_BUDGET_SECONDS", SECONDS), _seconds("NNKIT_SHARED_BUDGET_SECONDS", SHARED_SECONDS))


def _seconds(variable: str, default: float) -> float:
    text = os.environ.get(variable, "")
    try:
        seconds = float(text or default)
    except ValueError:
        seconds = -1.0
    if not seconds >= 0:  # NaN, too
        raise ValueError(f"{variable} must be a number of seconds, such as {default:g}; got {text!r}")
    return seconds
