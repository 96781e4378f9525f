"""How handed-in results agree with those of a run."""

from dataclasses import replace

import pytest

from nnkit import Run
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import BUNDLED_RUNS
from nnkit.jobs.store import key_of
from nnkit.lessons import Result, agreements_of, result_of, worst

(DEPTH,), (REVIEWS, *_) = OPENINGS["overfitting/depth"], OPENINGS["imdb/networks"]
OWN = Result(0.5, 0.8)


@pytest.mark.parametrize(
    ("experiment", "early", "end", "agreement"),
    [
        (DEPTH, 0.5, 0.8, "same"),
        (DEPTH, 0.50004, 0.80004, "same"),
        (DEPTH, 0.5 * 1.019, 0.771, "near"),
        (DEPTH, 0.5 * 1.021, 0.8, "other"),
        (DEPTH, 0.5, 0.769, "other"),
        (REVIEWS, 0.5 * 1.09, 0.8, "near"),
        (REVIEWS, 0.5 * 0.89, 0.8, "other"),
        (DEPTH, None, 0.8, "other"),
        (DEPTH, 0.5, None, "other"),
    ],
)
def test_a_result_agrees_within_what_was_measured_between_machines(experiment, early, end, agreement):
    assert agreements_of([experiment], [Result(early, end)], [OWN]) == (agreement,)


def test_the_worst_of_several_counts():
    assert worst([]) == "same"
    assert worst(["same", "near"]) == "near"
    assert worst(["near", "other", "same"]) == "other"


def test_the_result_of_a_run_is_its_last_early_loss_and_its_test_accuracy():
    run = Run.load(BUNDLED_RUNS / f"{key_of(DEPTH)}.npz")
    early = max(epoch for epoch in run.history["epoch"] if epoch <= 60)
    loss = dict(zip(run.history["epoch"], run.history["loss"], strict=True))[early]
    assert result_of(run) == Result(loss, run.test["accuracy"])
    diverged = replace(run, test={"loss": float("nan"), "accuracy": None})
    assert result_of(diverged).end is None
    assert agreements_of([DEPTH], [Result(loss, None)], [result_of(diverged)]) == ("same",)
