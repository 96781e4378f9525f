"""Timing, and the table that a benchmark prints."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, what it came to, and what it has to reach."""

    what: str
    found: float
    low: float = float("-inf")
    high: float = float("inf")
    unit: str = ""
    parts: str = ""  # the measurements that a ratio was made of

    @property
    def reached(self) -> bool:
        return self.low <= self.found <= self.high

    def __str__(self) -> str:
        bounds = [f"at least {self.low:g}"] if self.low > float("-inf") else []
        bounds += [f"at most {self.high:g}"] if self.high < float("inf") else []
        verdict = "reached" if self.reached else "MISSED"
        return f"| {self.what} | {' and '.join(bounds)} | {self.found:.3g} {self.unit} | {self.parts} | {verdict} |"


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """The median duration of so many repetitions."""
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)
