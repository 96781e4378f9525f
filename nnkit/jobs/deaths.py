"""Which experiments end the process that trains them, and are refused for a while."""

from collections.abc import Callable, Iterable
from time import monotonic

from nnkit.experiment import Experiment

MAX_DEATHS = 2
REFUSED_SECONDS = 3600.0


class Deaths:
    """Remembers whose training ended a process. Not thread-safe."""

    def __init__(self, now: Callable[[], float] = monotonic):
        self._now = now
        self._times: dict[Experiment, list[float]] = {}

    def learn(self, experiment: Experiment) -> None:
        """A process has ended while it trained the experiment."""
        self._forget_old()
        self._times.setdefault(experiment, []).append(self._now())

    def refused(self, experiments: Iterable[Experiment]) -> Experiment | None:
        """Return the first of the experiments that has ended MAX_DEATHS processes within REFUSED_SECONDS, or None."""
        self._forget_old()
        return next((each for each in experiments if len(self._times.get(each, ())) >= MAX_DEATHS), None)

    def _forget_old(self) -> None:
        oldest = self._now() - REFUSED_SECONDS
        kept = {each: [time for time in times if time >= oldest] for each, times in self._times.items()}
        self._times = {each: times for each, times in kept.items() if times}
