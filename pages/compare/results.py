"""The results of kept runs, a column for each, and the order of the runs by one of them."""

from collections.abc import Callable, Sequence

from nnkit import Experiment
from nnkit.results.summary import Summary, summary_of
from ui.kept.runs import KeptRun
from ui.memoize import memoize_per_run

NAME = "name"
TEST_ACCURACY, TEST_LOSS, LOWEST_LOSS = "test accuracy (%)", "test loss", "lowest validation loss"
# Each column of results: the value of a summary, its factor, and its decimals.
RESULTS: dict[str, tuple[Callable[[Summary], float | None], float, int]] = {
    TEST_ACCURACY: (lambda values: values.test_accuracy, 100, 1),
    "last training (%)": (lambda values: values.accuracy, 100, 1),
    "last validation (%)": (lambda values: values.val_accuracy, 100, 1),
    "best validation (%)": (lambda values: values.best_val_accuracy, 100, 1),
    TEST_LOSS: (lambda values: values.test_loss, 1, 4),
    "last training loss": (lambda values: values.loss, 1, 4),
    "last validation loss": (lambda values: values.val_loss, 1, 4),
    LOWEST_LOSS: (lambda values: values.best_val_loss, 1, 4),
    "lowest at epoch": (lambda values: values.best_epoch, 1, 0),
    "epochs trained": (lambda values: values.epochs, 1, 0),
    "seconds": (lambda values: values.seconds, 1, 1),
}
SORTS = ("when you kept them", NAME, TEST_ACCURACY, TEST_LOSS, LOWEST_LOSS)
HIGHEST_FIRST = (TEST_ACCURACY,)
summary = memoize_per_run(summary_of)


def result_of(item: KeptRun, column: str) -> float | None:
    """Return a value of the run in the unit of the column; None where it is not known."""
    value, factor, _ = RESULTS[column]
    found = None if item.run is None else value(summary(item.run))
    return None if found is None else factor * found


def in_order(items: Sequence[KeptRun], sort: str) -> list[KeptRun]:
    """Return the runs sorted by the name or by a column of results; those without a value come last."""
    if sort == NAME:
        return sorted(items, key=lambda item: item.name.casefold())
    if sort not in RESULTS:
        return list(items)
    sign = -1 if sort in HIGHEST_FIRST else 1

    def place(item: KeptRun) -> tuple[bool, float]:
        value = result_of(item, sort)
        return value is None, 0 if value is None else sign * value

    return sorted(items, key=place)


def result_columns(items: Sequence[KeptRun]) -> list[str]:
    """Return the columns in which at least one run has a value: a regression has no accuracies."""
    return [column for column in RESULTS if any(result_of(item, column) is not None for item in items)]


def predicts_numbers(experiment: Experiment) -> bool:
    """Whether it is a regression: its losses are squared errors, which compare with no other ones."""
    return experiment.data.classes is None
