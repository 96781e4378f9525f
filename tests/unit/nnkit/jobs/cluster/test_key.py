"""How calls in the cluster are named: equal trainings have the same name at every server."""

import subprocess
import sys
from pathlib import Path

from nnkit.jobs import worker
from nnkit.jobs.cluster.key import key_of_call
from tests.processes import trainings
from tests.processes.trainings import experiment

ROOT = Path(__file__).resolve().parents[5]


def test_another_process_gives_a_training_the_same_name():
    code = """
from nnkit.jobs import worker
from nnkit.jobs.cluster.key import key_of_call
from tests.processes.trainings import experiment
print(key_of_call(worker.train_and_measure, (worker.train, experiment(seed=3))))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == key_of_call(worker.train_and_measure, (worker.train, experiment(seed=3)))


def test_where_a_training_goes_on_from_does_not_change_its_name():
    whole, rest = ((worker.train, experiment(), *more) for more in ((), ("a checkpoint",)))
    assert key_of_call(worker.train_and_measure, whole) == key_of_call(worker.train_and_measure, rest)


def test_other_experiments_and_other_functions_have_other_names():
    calls = [(worker.train, experiment(seed)) for seed in (1, 2)] + [(trainings.count, experiment(1))]
    assert len({key_of_call(worker.train_and_measure, call) for call in calls}) == 3


def test_calls_that_train_nothing_are_never_shared():
    assert key_of_call(trainings.double, (1,)) != key_of_call(trainings.double, (1,))
