"""How well a trained network does on its test data, as it is compared with others."""

from typing import NamedTuple

from nnkit.results.inference import penalty
from nnkit.results.run import Run


class Score(NamedTuple):
    """Accuracy as a share of 1, and loss without penalties in nats, so that networks with different ones compare."""

    accuracy: float
    loss: float


def score_of(run: Run) -> Score:
    """Return the score of the final weights on the test data. Raises ValueError for a regression: no accuracy."""
    accuracy, loss = run.test["accuracy"], run.test["loss"]
    if accuracy is None or loss is None:
        raise ValueError(f"a score needs classes; got a run on {run.experiment.data.name}")
    return Score(accuracy, loss - penalty(run.experiment, run.weights))
