"""Effects of the words of a vocabulary on the answers of a trained network."""

from dataclasses import dataclass

import numpy as np

from nnkit import Run, Snapshot, load
from nnkit.datasets.imdb.imdb import ReviewTexts, texts
from nnkit.datasets.imdb.tokenize import FIRST_WORD
from nnkit.results.word_effects import word_counts, word_effects
from ui.memoize import memoize_per_run

SAMPLE = slice(0, 50)  # validation reviews over which effects are averaged
RANGE_STARTS = (1, 20, 50, 100, 200, 500, 1_000, 5_000)  # numbers of reviews; each range ends before the next
MIN_WORDS = 5  # in a range, for a mean that says something


@dataclass(frozen=True, eq=False)
class Effects:
    """The effect of each word on the logit, at the last and at the best epoch: (vocabulary,) each.

    last: after the last epoch, or with the best weights if the run has restored them. best: None if the validation
    loss was lowest at the last epoch, or was not measured.
    """

    last: np.ndarray
    last_epoch: float
    best: np.ndarray | None
    best_epoch: float
    counts: np.ndarray  # number of training reviews in which each index occurs
    liked: np.ndarray  # number of positive reviews among them

    @property
    def words(self) -> np.ndarray:
        """The indices of the words that occur in the training reviews."""
        return np.flatnonzero(self.counts[FIRST_WORD:]) + FIRST_WORD

    def strongest(self, count: int, sign: int, effects: np.ndarray | None = None) -> np.ndarray:
        """Return the indices of the words with the largest effects towards positive (sign 1) or negative (-1)."""
        signed = sign * (self.last if effects is None else effects)[self.words]
        order = np.argsort(-signed, kind="stable")[:count]
        return self.words[order[signed[order] > 0]]

    def largest(self, count: int, effects: np.ndarray) -> np.ndarray:
        """Return the indices of the words with the largest effects in either direction."""
        return self.strongest(count, 1, np.abs(effects))

    @property
    def growth(self) -> np.ndarray:
        """The increase of the size of each effect from the best epoch to the last: (vocabulary,)."""
        return np.abs(self.last) - np.abs(self.best)

    def by_rarity(self) -> tuple[list[str], list[int], np.ndarray, np.ndarray]:
        """Group the words by the number of training reviews that contain them.

        Returns the names of the ranges, the number of words in each, and the mean size of their effects at the best
        and at the last epoch.
        """
        names, sizes, means = [], [], []
        for low, high in zip(RANGE_STARTS, (*RANGE_STARTS[1:], None), strict=True):
            words = self.words[self.counts[self.words] >= low]
            words = words if high is None else words[self.counts[words] < high]
            if len(words) >= MIN_WORDS:
                names.append(f"{low:,}+" if high is None else f"{low:,}–{high - 1:,}")
                sizes.append(len(words))
                means.append([np.abs(effects[words]).mean() for effects in (self.best, self.last)])
        before, after = np.array(means).reshape(-1, 2).T
        return names, sizes, before, after


@memoize_per_run
def texts_of(run: Run) -> ReviewTexts:
    """Return the texts and the vocabulary of the data of the run."""
    return texts(run.experiment.data)


@memoize_per_run
def effects_of(run: Run) -> Effects:
    """Compute the effects once for each run, in less than half a second."""
    data, best = load(run.experiment.data), best_snapshot(run)
    sample, last = data.x_val[SAMPLE], run.snapshots[-1]
    at_best = None if best is last else word_effects(run.experiment, best.weights, sample)
    at_last = word_effects(run.experiment, last.weights, sample)
    return Effects(at_last, last.epoch, at_best, best.epoch, *word_counts(data.x_train, data.y_train))


def best_snapshot(run: Run) -> Snapshot:
    """Return the snapshot with the lowest validation loss without penalty; the last one if none was measured."""
    losses = dict(zip(run.history["epoch"], run.data_history["val_loss"], strict=True))
    measured = [snapshot for snapshot in run.snapshots if losses.get(snapshot.epoch) is not None]
    return min(measured, key=lambda snapshot: losses[snapshot.epoch], default=run.snapshots[-1])
