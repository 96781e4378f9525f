"""What a screen reader announces of a training."""

from dataclasses import replace

import pytest

from nnkit.jobs import Job
from nnkit.results.run import Progress, Run
from tests.processes.trainings import experiment
from ui.training.announcement import describe_job

FIRST, SECOND = experiment(1), experiment(2)
FIRST = replace(FIRST, training=replace(FIRST.training, epochs=8))


def run_of(one, accuracy=0.5, outcome="finished"):
    history = {"epoch": [1], "loss": [0.5], "accuracy": [0.5], "val_loss": [0.5], "val_accuracy": [0.5]}
    return Run(one, history, (), {"loss": 0.25, "accuracy": accuracy}, outcome=outcome, epochs_done=3)


def started(*experiments):
    job = Job(experiments, [None] * len(experiments))
    job.begin()
    return job


def test_one_network_is_announced_at_its_start_in_quarters_and_at_its_end():
    job, sentences = started(FIRST), []
    for epoch in range(9):
        job.report(Progress(FIRST, epoch, 0.0))
        sentences.append(describe_job(job))
    job.keep(run_of(FIRST, 0.9385))
    job.end("finished")
    sentences.append(describe_job(job))
    assert list(dict.fromkeys(sentences)) == [
        "Training begins: 8 epochs.",
        "Training: 25\u00a0% done.",
        "Training: 50\u00a0% done.",
        "Training: 75\u00a0% done.",
        "Training has finished. Test accuracy: 93.8\u00a0%.",
    ]


def test_several_networks_are_one_training():
    job = started(FIRST, SECOND)
    assert describe_job(job) == "Training begins: 2 networks."
    job.keep(run_of(FIRST, 0.75))
    assert describe_job(job) == "Training: 50\u00a0% done."
    job.keep(run_of(SECOND, 0.5))
    job.end("finished")
    assert describe_job(job) == "Training has finished: 2 networks. Best test accuracy: 75.0\u00a0%."


@pytest.mark.parametrize("experiments", [(FIRST,), (FIRST, SECOND)])
def test_predicted_numbers_have_an_error_instead_of_an_accuracy(experiments):
    job = started(*experiments)
    for each in experiments:
        job.keep(run_of(each, None))
    job.end("finished")
    assert "mean squared error on the test samples: 0.25." in describe_job(job).lower()


def test_problems_are_announced():
    failed, stopped, cut_short, diverged = (started(FIRST) for _ in range(4))
    failed.end("failed", "There is no memory left.")
    stopped.end("stopped")
    cut_short.keep(run_of(FIRST, outcome="stopped"))
    cut_short.end("stopped")
    diverged.keep(run_of(FIRST, outcome="diverged"))
    diverged.end("finished")
    assert describe_job(failed) == "The training has failed. The message on the page says why."
    assert describe_job(stopped) == "The training was stopped before it began."
    assert describe_job(cut_short) == "The training was stopped. Test accuracy: 50.0\u00a0%."
    assert describe_job(diverged) == "The training has diverged. Test accuracy: 50.0\u00a0%."
