"""What the words of a run's vocabulary do to its answers: the numbers behind the page."""

from dataclasses import dataclass

import numpy as np

from nnkit import Run, Snapshot, load
from nnkit.datasets.imdb.imdb import ReviewTexts, texts
from nnkit.datasets.imdb.tokenize import FIRST_WORD
from nnkit.results.word_effects import word_counts, word_effects
from ui.memoize import memoize_per_run

SAMPLE = slice(0, 50)  # validation reviews, over which effects are averaged
RANGES = (1, 20, 50, 100, 200, 500, 1_000, 5_000)  # of numbers of reviews, each up to the next
FEWEST = 5  # words in a range, of which a mean says something


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects on the logit (vocabulary,) at the end and at the best epoch, and in how many training reviews.

    best is None where the lowest validation loss came with the last epoch, or where none was measured. last belongs
    to the last epoch; a run that went back to its best weights ends with those.
    """

    last: np.ndarray
    last_epoch: float
    best: np.ndarray | None
    best_epoch: float
    counts: np.ndarray  # training reviews in which an index occurs
    liked: np.ndarray  # positive ones among them

    @property
    def words(self) -> np.ndarray:
        """The indices of words that occur in the training reviews at all."""
        return np.flatnonzero(self.counts[FIRST_WORD:]) + FIRST_WORD

    def strongest(self, most: int, sign: int, effects: np.ndarray | None = None) -> np.ndarray:
        """Indices of the words with the largest effect towards positive (sign 1) or negative (-1)."""
        signed = sign * (self.last if effects is None else effects)[self.words]
        order = np.argsort(-signed, kind="stable")[:most]
        return self.words[order[signed[order] > 0]]

    def largest(self, most: int, effects: np.ndarray) -> np.ndarray:
        """Indices of the words with the largest effect either way."""
        return self.strongest(most, 1, np.abs(effects))

    @property
    def growth(self) -> np.ndarray:
        """By how much the size of each effect grew from the best epoch to the last: (vocabulary,)."""
        return np.abs(self.last) - np.abs(self.best)

    def by_rarity(self) -> tuple[list[str], list[int], np.ndarray, np.ndarray]:
        """Ranges of numbers of reviews, how many words each has, and the mean size of their effects, best and last."""
        names, sizes, means = [], [], []
        for low, high in zip(RANGES, (*RANGES[1:], None), strict=True):
            words = self.words[self.counts[self.words] >= low]
            words = words if high is None else words[self.counts[words] < high]
            if len(words) >= FEWEST:
                names.append(f"{low:,}+" if high is None else f"{low:,}–{high - 1:,}")
                sizes.append(len(words))
                means.append([np.abs(effects[words]).mean() for effects in (self.best, self.last)])
        before, after = np.array(means).reshape(-1, 2).T
        return names, sizes, before, after


@memoize_per_run
def texts_of(run: Run) -> ReviewTexts:
    """The reviews to read and the vocabulary, of the run's own data."""
    return texts(run.experiment.data)


@memoize_per_run
def effects_of(run: Run) -> Effects:
    """Computed once a run, in less than half a second."""
    data, best = load(run.experiment.data), best_snapshot(run)
    sample, last = data.x_val[SAMPLE], run.snapshots[-1]
    at_best = None if best is last else word_effects(run.experiment, best.weights, sample)
    at_last = word_effects(run.experiment, last.weights, sample)
    return Effects(at_last, last.epoch, at_best, best.epoch, *word_counts(data.x_train, data.y_train))


def best_snapshot(run: Run) -> Snapshot:
    """The weights of the lowest validation loss, among those that were kept; the last where none was measured."""
    losses = dict(zip(run.history["epoch"], run.history["val_loss"], strict=True))
    measured = [snapshot for snapshot in run.snapshots if losses.get(snapshot.epoch) is not None]
    return min(measured, key=lambda snapshot: losses[snapshot.epoch], default=run.snapshots[-1])
