"""What a server makes of a training that another one has stopped."""

from dataclasses import replace

import pytest

from nnkit.jobs import worker
from nnkit.jobs.cluster.engine import _further
from nnkit.jobs.worker import CallResult
from nnkit.results.run import Checkpoint
from tests.processes.trainings import experiment, run_of


def test_a_training_that_another_server_has_stopped_goes_on_from_there():
    run = run_of(experiment(), outcome="stopped")
    last = Checkpoint(2, 0, run.history, run.penalties, run.snapshots, (), 1.0)
    stopped = CallResult((replace(run, checkpoint=last), "a measurement"))
    assert _further((worker.train, experiment(), None), stopped) == (worker.train, experiment(), last)


@pytest.mark.parametrize("result", [None, CallResult(failure="it failed"), CallResult((run_of(experiment()), None))])
def test_without_a_checkpoint_it_begins_as_before(result):
    assert _further((worker.train, experiment(), None), result) == (worker.train, experiment(), None)
