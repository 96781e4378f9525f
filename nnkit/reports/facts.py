"""What came out of a run, as pairs of a name and a text."""

from nnkit.experiment import Experiment
from nnkit.experiment.layers import layers_of
from nnkit.figures.numbers import epoch_text, percent, scientific
from nnkit.reports.settings import Facts
from nnkit.results.run import Run
from nnkit.results.summary import summary_of

SECONDS = "time to train"
_ENDS = {"stopped": " (stopped)", "diverged": " (the loss became too large for a number)"}


def results_of(run: Run) -> Facts:
    """Return the scores of a run. Losses leave out penalties, so that networks can be compared by them."""
    unit, values = loss_unit(run.experiment), summary_of(run)
    facts = {}
    if values.test_accuracy is not None:
        facts["test accuracy"] = percent(values.test_accuracy)
    if values.test_loss is not None:
        facts[f"test loss ({unit})"] = scientific(values.test_loss)
    if values.best_val_loss is not None and values.best_epoch is not None:
        lowest = f"{scientific(values.best_val_loss)} at epoch {epoch_text(values.best_epoch)}"
        facts[f"lowest validation loss ({unit})"] = lowest
    facts["epochs done"] = f"{epoch_text(values.epochs)}{_ENDS.get(run.outcome, '')}"
    facts["parameters"] = f"{sum(layer.parameters for layer in layers_of(run.experiment)):,}"
    facts[SECONDS] = f"{values.seconds:.1f} s"
    return facts


def loss_unit(experiment: Experiment) -> str:
    """Return in what losses are measured: the loss of a regression has no unit, so its name stands there."""
    return "mean squared error" if experiment.data.classes is None else "nats"
