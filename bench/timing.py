"""Timing, and the lines of the table that a benchmark prints."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measurement:
    """One line of the table: a measured value and its limits."""

    name: str
    value: float
    low: float = float("-inf")
    high: float = float("inf")
    unit: str = ""
    details: str = ""  # the two measurements of a ratio, or all values of a median or mean

    @property
    def reached(self) -> bool:
        return self.low <= self.value <= self.high

    def __str__(self) -> str:
        bounds = [f"at least {self.low:g}"] if self.low > float("-inf") else []
        bounds += [f"at most {self.high:g}"] if self.high < float("inf") else []
        verdict = "reached" if self.reached else "MISSED"
        return f"| {self.name} | {' and '.join(bounds)} | {self.value:.3g} {self.unit} | {self.details} | {verdict} |"


def median_seconds(function: Callable[[], Any], repetitions: int = 1) -> float:
    """The median duration of a function over some repetitions."""
    durations = []
    for _ in range(repetitions):
        start = time.perf_counter()
        function()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)
