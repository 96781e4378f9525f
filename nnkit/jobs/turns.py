"""In which order waiting jobs get their turn: one after the other for each visitor, round and round."""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from itertools import count

from nnkit.jobs.job import Job

MAX_VISITORS = 1_000  # whose last turn is remembered


def visitor_of(session: str) -> str:
    """Return who submits under this name: "visitor.part", since each part of a page submits under a name of its own."""
    return session.partition(".")[0]


def address_of(session: str) -> str:
    """Return what stands for the visitor's address: "visitor@address.part"; "" for names without one."""
    return visitor_of(session).partition("@")[2]


def visitors_of(job: Job) -> set[str]:
    """Return those who wait for the job."""
    return {visitor_of(session) for session in job.followers}


def addresses_of(job: Job) -> set[str]:
    """Return the addresses of those who wait for the job."""
    return {address_of(session) for session in job.followers}


class Turns:
    """Remembers whose turn it was. Not thread-safe."""

    def __init__(self) -> None:
        self._numbers = count()
        self._last: OrderedDict[str, int] = OrderedDict()  # the number of each visitor's last turn, the latest last

    def take(self, job: Job) -> None:
        """It is the job's turn now."""
        number = next(self._numbers)
        for visitor in visitors_of(job):
            self._last[visitor] = number
            self._last.move_to_end(visitor)
        while len(self._last) > MAX_VISITORS:
            self._last.popitem(last=False)

    def order(self, jobs: Iterable[Job]) -> list[Job]:
        """Sort waiting jobs, given in order of arrival, by their turns; those in the background come last.

        In a round everybody has one turn. In each, those come first whose last turn is the longest ago. A job whose
        turn is not over comes before all others.
        """
        waiting: Counter[str] = Counter()
        keys = []
        for place, job in enumerate(jobs):
            visitors = visitors_of(job)
            rounds = min((waiting[visitor] for visitor in visitors), default=0)
            last = min((self._last.get(visitor, -1) for visitor in visitors), default=-1)
            waiting.update(visitors)
            keys.append(((job.background, job.turn_since is None, rounds, last, place), job))
        return [job for _, job in sorted(keys, key=lambda pair: pair[0])]
