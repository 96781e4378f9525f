"""The lines that compare what a script has trained with what the app has shown."""

from nnkit.code.cell import NUMPY, Cell, fill
from nnkit.code.training import COMPARED_EPOCHS
from nnkit.experiment import Experiment
from nnkit.results.run import Run

MAX_COMPARED = 10  # losses that a script lists
AGREES, DIFFERS = "AGREES with the app", "DIFFERS from the app"  # how a script ends

# Measured by `make test-exports` over all presets and drawn experiments; docs/measurements.md has the table.
LOSS_TOLERANCE = 0.001  # relative, in the first epochs; the largest difference was 4e-6 for a preset
ACCURACY_TOLERANCE = 0.03  # of the test set, at the end; 5,000 epochs of 50 units ended up to 0.019 apart
DROPOUT_TOLERANCE = 0.05  # the same with dropout
ERROR_TOLERANCE = 0.2  # relative, of a regression's test loss at the end

_TEST = """
test = model.evaluate(x_test, y_test, batch_size=1_000, verbose=0, return_dict=True)
print("on the test set:", {name: round(value, 4) for name, value in test.items()})
"""
_EPOCHS = """
# Training loss in the app, by epoch. Initial weights and order of the samples are the
# same, so only the rounding of float32 differs, which training magnifies.
APP_LOSS = {
    $losses
}
here = [history["loss"][epoch - 1] for epoch in APP_LOSS]
there = np.array(list(APP_LOSS.values()))
apart = max(abs(here - there) / (there + 1e-4))
print(f"training loss until epoch {max(APP_LOSS)}: {apart:.1e} apart, relative to it;")
print("up to $tolerance is rounding")
agrees.append(apart <= $tolerance)
"""
_ACCURACY = """
# Accuracy on the test set in the app.
# $reason
APP_ACCURACY, tolerance = $accuracy, max($tolerance, 1.5 / len(x_test))
print(f"test accuracy: {test['accuracy']:.4f} here, {APP_ACCURACY:.4f} in the app;")
print(f"up to {tolerance:.4f} apart is $usual")
agrees.append(abs(test["accuracy"] - APP_ACCURACY) <= tolerance)
"""
_ERROR = """
# Mean squared error on the test set in the app.
# $reason
APP_ERROR = $error
print(f"test loss: {test['loss']:.5f} here, {APP_ERROR:.5f} in the app;")
print("up to a share of $tolerance apart is $usual")
agrees.append(abs(test["loss"] - APP_ERROR) <= $tolerance * APP_ERROR + 1e-4)
"""
_VERDICT = """
verdict = "$agrees" if all(agrees) else "$differs"
print(f"This run {verdict}.")
"""
_ROUNDING = {"reason": "Differences by rounding grow with every step.", "usual": "fine"}
_DROPOUT = {"reason": "Dropout leaves out other units here.", "usual": "usual; with few samples it can be more"}


def comparing(experiment: Experiment, run: Run | None) -> Cell:
    """Return the cell that evaluates `model` on the test data and, where there is a run, compares it with that."""
    first, end = ([], []) if run is None else (_first_epochs(experiment, run), _end(experiment, run))
    parts = [fill(_TEST)]
    if first or end:
        parts += ["agrees = []", *first, *end, fill(_VERDICT, agrees=AGREES, differs=DIFFERS)]
    words = "The test data were not used until here."
    if run is not None and run.outcome != "finished":
        how = "diverged" if run.outcome == "diverged" else "was stopped"
        words += f" In the app, this training {how} after epoch {run.epochs_done:,.0f}; it is not compared at its end."
    heading = "Test it, and compare with the app" if run else "Test it"
    return Cell(heading, words, "\n\n".join(parts), (NUMPY,) if first else ())


def _first_epochs(experiment: Experiment, run: Run) -> list[str]:
    """Return the lines that compare the losses of the first epochs; none with dropout, or before the first epoch."""
    if experiment.network.dropout:
        return []
    known = {
        epoch: loss
        for epoch, loss in zip(run.history["epoch"], run.history["loss"], strict=True)
        if epoch <= COMPARED_EPOCHS and loss is not None
    }
    if not known:
        return []
    epochs = list(known)[:: -(-len(known) // MAX_COMPARED)]
    losses = "\n    ".join(f"{epoch}: {known[epoch]:.6g}," for epoch in epochs)
    return [fill(_EPOCHS, losses=losses, tolerance=LOSS_TOLERANCE)]


def _end(experiment: Experiment, run: Run) -> list[str]:
    """Return the lines that compare the results on the test data; none for a run that did not finish."""
    if run.outcome != "finished":
        return []
    chance = _DROPOUT if experiment.network.dropout else _ROUNDING
    accuracy, loss = run.test["accuracy"], run.test["loss"]
    if accuracy is not None:
        tolerance = DROPOUT_TOLERANCE if experiment.network.dropout else ACCURACY_TOLERANCE
        return [fill(_ACCURACY, **chance, accuracy=f"{accuracy:.4f}", tolerance=tolerance)]
    return [fill(_ERROR, **chance, error=f"{loss:.6g}", tolerance=ERROR_TOLERANCE)]
