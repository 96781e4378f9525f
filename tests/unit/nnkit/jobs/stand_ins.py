"""An engine and a training that a test controls, without worker processes."""

import os
import threading
import time
from dataclasses import replace

import numpy as np

from nnkit import Progress
from nnkit.jobs import InlineEngine, JobFailed, WorkerDied
from nnkit.jobs.errors import TrainingLeft
from nnkit.jobs.memory import resident_bytes
from nnkit.results.run import Checkpoint
from tests.processes.trainings import run_of

TIMEOUT = 60.0  # seconds that a test waits at most for something that happens soon


class ThreadEngine:
    """Runs functions in the queue's own threads."""

    background = True

    def __init__(self, slots=1):
        self.slots = slots

    def run(self, slot, function, args, on_progress=None, should_stop=None):
        hooks = {} if on_progress is None else {"on_progress": on_progress, "should_stop": should_stop}
        return function(*args, **hooks)

    def warm(self):
        pass

    def pids(self):
        return [os.getpid()]

    def memory(self):
        return resident_bytes(self.pids())

    def others_wait(self):
        return False

    def shutdown(self):
        pass


class DyingEngine(ThreadEngine):
    """An engine whose processes end, each after the next epoch of the list; None: before the training begins."""

    def __init__(self, *epochs):
        super().__init__()
        self.epochs = list(epochs)

    def run(self, slot, function, args, on_progress=None, should_stop=None):
        if not self.epochs:
            return super().run(slot, function, args, on_progress, should_stop)
        if (epoch := self.epochs.pop(0)) is not None:
            on_progress(Progress(args[1], epoch, 0.0, None))
        raise WorkerDied("it ended")


class SharedEngine(ThreadEngine):
    """An engine whose trainings go on for others when they are asked to stop; `others` is set until they have ended."""

    def __init__(self):
        super().__init__()
        self.others = threading.Event()
        self.others.set()

    def run(self, slot, function, args, on_progress=None, should_stop=None):
        while self.others.is_set() and args[1].training.seed == 1:
            if should_stop():
                raise TrainingLeft("it goes on for others")
            time.sleep(0.01)
        return super().run(slot, function, args, on_progress, should_stop)


class StuckEngine(InlineEngine):
    """Takes jobs and never gets anywhere: what is submitted is looked at, and not what comes of it."""

    background = True

    def __init__(self):
        super().__init__()
        self.ended = threading.Event()

    def run(self, *call, **hooks):
        self.ended.wait()
        raise JobFailed("The test is over.")

    def shutdown(self):
        self.ended.set()


class Gate:
    """Trainings that end only when the test releases their seeds, or when they shall stop.

    Each time that a training is stopped, it has learned for one more epoch.
    started: the seeds of the trainings in the order in which they began or went on.
    """

    def __init__(self):
        self.started, self._released, self._changed = [], set(), threading.Condition()

    def train(self, experiment, on_progress, should_stop, checkpoint=None):
        epoch = 1 + (checkpoint.epoch if checkpoint else 0)
        on_progress(Progress(experiment, epoch, float(epoch)))
        with self._changed:
            self.started.append(experiment.training.seed)
            self._changed.notify_all()
            while experiment.training.seed not in self._released:
                if should_stop():
                    return self._stopped(experiment, epoch)
                self._changed.wait(0.01)
        return run_of(experiment)

    def _stopped(self, experiment, epoch):
        run = run_of(experiment, epoch, "stopped")
        variables = (np.zeros(25_000, "float32"),)
        checkpoint = Checkpoint(epoch, 0, run.history, run.penalties, run.snapshots, variables, float(epoch))
        return replace(run, epochs_done=epoch, checkpoint=checkpoint)

    def release(self, *seeds):
        with self._changed:
            self._released |= set(seeds)
            self._changed.notify_all()

    def wait_started(self, *seeds):
        """Wait until exactly these trainings have begun, in this order."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.started == list(seeds), TIMEOUT), self.started
