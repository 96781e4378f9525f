"""What a part says while there is nothing to show."""

import pytest

from nnkit.jobs import Job
from tests.processes.trainings import experiment
from ui.training.placeholder import sentence_for
from ui.training.state import State


def job(state, error=None):
    made = Job((experiment(1),), [None])
    made.begin() if state == "running" else None
    made.end(state, error) if state in ("failed", "stopped") else None
    return made


@pytest.mark.parametrize(
    ("state", "followed", "words"),
    [
        (State.IDLE, None, "Nothing is trained yet."),
        (State.UNCONFIRMED, None, "once you press Train"),
        (State.TRAINING, job("waiting"), "waits for its turn"),
        (State.TRAINING, job("running"), "is under way"),
        (State.DONE, job("failed", "No memory."), "The training failed."),
        (State.DONE, job("stopped"), "stopped before it began"),
    ],
)
def test_each_state_has_a_sentence_of_its_own(state, followed, words):
    sentence = sentence_for(state, followed, "the networks")
    assert words in sentence
    assert "You see the networks here" in sentence
