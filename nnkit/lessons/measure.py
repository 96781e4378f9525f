"""The table of what finished runs have reached."""

from collections import Counter
from collections.abc import Sequence

from nnkit.experiment.layers import layers_of
from nnkit.lessons.outcome import Row, Table
from nnkit.results.run import Run

_NAMES = {
    "epoch": "epoch",
    "loss": "training loss",
    "accuracy": "training accuracy",
    "val_loss": "validation loss",
    "val_accuracy": "validation accuracy",
}  # of columns, by the names in a history


def table_of(runs: Sequence[Run]) -> Table:
    """Return the table of runs. Its rows are the recorded epochs of a single run, or the ends of several.

    A run whose best weights were restored ends at their epoch.
    """
    histories = [_rows(run) for run in runs]
    finals = _with_solved([_final(run, rows) for run, rows in zip(runs, histories, strict=True) if rows])
    return Table(tuple(histories[0]) if len(runs) == 1 else finals, finals)


def _rows(run: Run) -> list[Row]:
    history, fixed = run.data_history, _fixed(run)
    columns = [history[key] for key in _NAMES]
    rows = [dict(zip(_NAMES.values(), values, strict=True)) for values in zip(*columns, strict=True)]
    return [{**row, "gap": _gap(row), **fixed} for row in rows]


def _final(run: Run, rows: Sequence[Row]) -> Row:
    end = run.restored_epoch if run.restored_epoch is not None else run.epochs_done
    last = min(rows, key=lambda row: abs((row["epoch"] or 0.0) - end))
    return {**last, "test loss": run.test["loss"], "test accuracy": run.test["accuracy"]}


def _with_solved(finals: Sequence[Row]) -> tuple[Row, ...]:
    """Count for each network those of its size that get all training samples right."""
    solved = Counter(row["hidden units"] for row in finals if row["training accuracy"] == 1)
    return tuple({**row, "solved": float(solved[row["hidden units"]])} for row in finals)


def _fixed(run: Run) -> dict[str, float | None]:
    """Return what is the same in all epochs."""
    network = run.experiment.network
    return {
        "hidden units": float(sum(network.hidden)),
        "hidden layers": float(len(network.hidden)),
        "parameters": float(sum(layer.parameters for layer in layers_of(run.experiment))),
        "l1": network.l1,
        "l2": network.l2,
        "dropout": network.dropout,
        "learning rate": run.experiment.training.learning_rate,
    }


def _gap(row: Row) -> float | None:
    training, validation = row["training loss"], row["validation loss"]
    return None if training is None or validation is None else validation - training
