"""Run -> files for use elsewhere. Those for Keras need Keras, and are made in the worker."""

import csv
import io
import tempfile
from pathlib import Path

from nnkit.results.run import HISTORY_KEYS, Run


def keras_archive(run: Run) -> bytes:
    """One `.keras` file, for `keras.saving.load_model`."""
    return _saved(run, lambda model, path: model.save(path), "model.keras")


def architecture_json(run: Run) -> bytes:
    """model.json, for `keras.models.model_from_json`; goes with `weights_h5`."""
    return _trained_model(run).to_json(indent=2).encode()


def weights_h5(run: Run) -> bytes:
    """model.weights.h5, for `load_weights` of the model that `architecture_json` describes."""
    return _saved(run, lambda model, path: model.save_weights(path), "model.weights.h5")


def history_csv(run: Run) -> str:
    """The history as a table: a line for each recorded epoch, empty cells where nothing was measured."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HISTORY_KEYS)
    table.writerows(zip(*(run.history[key] for key in HISTORY_KEYS), strict=True))
    return text.getvalue()


def _trained_model(run: Run):
    from nnkit.training.model import build_model  # loads Keras: only when a file for Keras is asked for

    model = build_model(run.experiment)
    model.set_weights(run.weights)
    model.optimizer.build(model.trainable_variables)  # a file without its variables warns when loaded
    return model


def _saved(run: Run, save, name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        save(_trained_model(run), path)
        return path.read_bytes()
