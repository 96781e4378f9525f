"""When a worker process counts as hanging. Rules without processes."""

from collections.abc import Callable
from time import monotonic

from nnkit.results.run import Progress

REPORT_SECONDS = (
    60.0  # without a report or an answer; the first compiling of a large network takes ten on a slow machine
)
STOP_SECONDS = 3.0  # without an answer to a request to stop
BUSY_STOP_SECONDS = 20.0  # the same, while the process loads or compiles: it cannot answer, but it will


class Watchdog:
    """Watches one call in a process."""

    def __init__(self, cpu_seconds: Callable[[], float], now: Callable[[], float] = monotonic):
        """cpu_seconds: returns the processor time that the process has used so far."""
        self._cpu_seconds, self._now = cpu_seconds, now
        self._heard = now()
        self._trains = False  # whether a report said that an epoch has passed: from then on it asks whether to stop
        self._asked: tuple[float, float] | None = None  # when it was asked to stop, with its processor time until then

    def heard(self, progress: Progress) -> None:
        """The process has reported."""
        self._heard, self._trains = self._now(), progress.epoch > 0

    def asked_to_stop(self) -> None:
        """The process has been asked to stop."""
        self._asked = self._now(), self._cpu_seconds()

    def is_hanging(self) -> bool:
        """Whether to wait no longer."""
        now = self._now()
        if now - self._heard > REPORT_SECONDS:
            return True
        if self._asked is None or now - self._asked[0] <= STOP_SECONDS:
            return False
        is_busy = not self._trains and self._cpu_seconds() > self._asked[1]
        return not is_busy or now - self._asked[0] > BUSY_STOP_SECONDS
