"""What a part says while there is nothing to show."""

import pytest

from nnkit.jobs import Job
from tests.processes.trainings import experiment
from ui.training.placeholder import sentence_for


def job(state, error=None):
    made = Job((experiment(1),), [None])
    made.begin() if state == "running" else None
    made.end(state, error) if state in ("failed", "stopped") else None
    return made


@pytest.mark.parametrize(
    ("followed", "words"),
    [
        (None, "No network is trained yet."),
        (job("waiting"), "as soon as there is"),
        (job("running"), "as soon as there is"),
        (job("failed", "No memory."), "The training failed."),
        (job("stopped"), "stopped before it began"),
    ],
)
def test_each_state_of_a_job_has_a_sentence_of_its_own(followed, words):
    sentence = sentence_for(followed, "the networks")
    assert words in sentence
    assert "You see the networks here" in sentence
