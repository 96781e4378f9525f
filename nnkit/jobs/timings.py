"""How long trainings take: measured seconds per step by program signature, and seconds of compiling."""

import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from statistics import fmean

from nnkit.datasets import load
from nnkit.datasets.files import DataFileError
from nnkit.experiment import Experiment
from nnkit.jobs.memory import keep_in_memory
from nnkit.results.run import Checkpoint, Progress
from nnkit.training.signature import Signature, signature_of

MAX_PROGRAMS = 32  # that a process keeps, as in nnkit.training.program
MAX_MEASURED = 20  # trainings for each signature: recent ones predict better than the first ones of the day


@dataclass(frozen=True)
class Measurement:
    """What one training took.

    process: the id of the process that trained. steps, seconds: of all of it. first: steps and seconds until the first
    report after the start. A training that compiles reports right after its first chunk.
    """

    process: int
    signature: Signature
    steps: float
    seconds: float
    first: tuple[float, float] | None = None


class Stopwatch:
    """Relays the reports of a training, and measures the time until the first one after its start."""

    def __init__(self, on_progress: Callable[[Progress], None] | None):
        self._on_progress, self._started = on_progress, time.perf_counter()
        self.first: tuple[float, float] | None = None  # epochs and seconds

    def report(self, progress: Progress) -> None:
        if self.first is None and progress.epoch:
            self.first = progress.epoch, self.seconds
        if self._on_progress is not None:
            self._on_progress(progress)

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    def measure(
        self, process: int, experiment: Experiment, epochs: float, start: Checkpoint | None = None
    ) -> Measurement:
        """Return the measurement of a training that ends now after so many epochs, and began at `start`."""
        seconds, signature = self.seconds, signature_for(experiment)
        per_epoch = signature.steps_per_epoch
        before = 0 if start is None else start.epoch * per_epoch + start.step
        first = None if self.first is None else (self.first[0] * per_epoch - before, self.first[1])
        return Measurement(process, signature, epochs * per_epoch - before, seconds, first)


class Timings:
    """Learns from finished trainings and estimates others. Not thread-safe."""

    def __init__(self) -> None:
        # Of each training, its steps and their seconds.
        self._steps: dict[Signature, deque[tuple[float, float]]] = defaultdict(partial(deque, maxlen=MAX_MEASURED))
        self._compiling: dict[Signature, deque[float]] = defaultdict(partial(deque, maxlen=MAX_MEASURED))  # seconds
        self._programs: dict[int, OrderedDict[Signature, None]] = defaultdict(OrderedDict)  # by process, latest last

    def learn(self, measurement: Measurement) -> None:
        """Take a finished training into account."""
        signature, steps, seconds = measurement.signature, measurement.steps, measurement.seconds
        programs = self._programs[measurement.process]
        if signature not in programs:  # compiled during this training
            first_steps, compiling = measurement.first or (steps, seconds)
            steps, seconds = steps - first_steps, seconds - compiling
            self._compiling[signature].append(compiling)
        if steps > 0:
            self._steps[signature].append((steps, seconds))
        programs[signature] = None
        programs.move_to_end(signature)
        if len(programs) > MAX_PROGRAMS:
            programs.popitem(last=False)

    def estimate(self, experiments: Iterable[Experiment], processes: Collection[int]) -> float | None:
        """Return how many seconds the trainings take one after the other; None while that is not known.

        processes: the ids of those that may train. A program counts as compiled if all of them have it.
        """
        seconds, compiling = 0.0, dict[Signature, float]()
        for experiment in dict.fromkeys(experiments):
            signature = signature_for(experiment)
            if signature not in self._steps:
                return None
            seconds += _steps_of(experiment) * self._seconds_per_step(signature)
            if not processes or any(signature not in self._programs.get(each, ()) for each in processes):
                compiling[signature] = fmean(self._compiling[signature])
        return seconds + sum(compiling.values())

    def least(self, experiments: Iterable[Experiment]) -> float:
        """Return how many seconds the trainings take at least: a step takes as long as that of a smaller program."""
        return sum(
            _steps_of(experiment) * self._least_per_step(signature_for(experiment))
            for experiment in dict.fromkeys(experiments)
        )

    def _seconds_per_step(self, signature: Signature) -> float:
        measured = self._steps[signature]
        return sum(seconds for _, seconds in measured) / sum(steps for steps, _ in measured)

    def _least_per_step(self, signature: Signature) -> float:
        """Return the seconds of a step of the program, or of the largest effort among smaller ones; 0 without any."""
        if signature in self._steps:
            return self._seconds_per_step(signature)
        smaller = [
            other
            for other in self._steps
            if other.work <= signature.work and bool(other.capacity) == bool(signature.capacity)
        ]
        return max(map(self._seconds_per_step, smaller), default=0.0)


def _steps_of(experiment: Experiment) -> int:
    return experiment.training.epochs * signature_for(experiment).steps_per_epoch


@keep_in_memory
def signature_for(experiment: Experiment) -> Signature:
    """Return the signature of the program that trains the experiment. Raises DataFileError for damaged data."""
    return signature_of(experiment, load(experiment.data))


def find_signatures(experiments: Iterable[Experiment]) -> None:
    """Find out the signatures of the experiments, which are then kept: it takes time where data are loaded for it."""
    with suppress(DataFileError):  # whoever trains these reads why not
        for experiment in experiments:
            signature_for(experiment)
