"""The predictions of a trained network for the test digits, and its confusion matrix."""

from dataclasses import dataclass

import numpy as np

from nnkit import Run, load
from nnkit.results.inference import predict
from ui.memoize import memoize_per_run


@dataclass(frozen=True, eq=False)
class Findings:
    """probabilities: (10000, 10); predicted and truth: (10000,); confusion: (10, 10), a row for each true class."""

    probabilities: np.ndarray
    predicted: np.ndarray
    truth: np.ndarray
    confusion: np.ndarray

    @property
    def confidence(self) -> np.ndarray:
        """The probability of the predicted class of each test digit: (10000,)."""
        return self.probabilities.max(axis=1)

    def worst_mistakes(self, count: int) -> np.ndarray:
        """Return the indices of the wrongly predicted test digits, the most confident prediction first."""
        wrong = np.flatnonzero(self.predicted != self.truth)
        return wrong[np.argsort(-self.confidence[wrong], kind="stable")][:count]

    def in_cell(self, truth: int, predicted: int) -> np.ndarray:
        """Return the indices of the test digits in a cell of the confusion matrix, the most confident first."""
        found = np.flatnonzero((self.truth == truth) & (self.predicted == predicted))
        return found[np.argsort(-self.confidence[found], kind="stable")]


@memoize_per_run
def findings_of(run: Run) -> Findings:
    """Compute the findings once for each run: all visitors who look at the preset share them."""
    data = load(run.experiment.data)
    probabilities = predict(run.experiment, run.weights, data.x_test)
    predicted, truth = probabilities.argmax(axis=1), data.y_test
    confusion = np.zeros((10, 10), "int64")
    np.add.at(confusion, (truth, predicted), 1)
    return Findings(probabilities, predicted, truth, confusion)
