"""Run -> files for use elsewhere. Files for Keras are made in the worker, since they need Keras."""

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nnkit.results.run import HISTORY_KEYS, Run

if TYPE_CHECKING:
    import keras


def keras_archive(run: Run) -> bytes:
    """The content of model.keras, for `keras.saving.load_model`."""
    return _saved(run, lambda model, path: model.save(path), "model.keras")


def architecture_json(run: Run) -> bytes:
    """The content of model.json, for `keras.models.model_from_json`. `weights_h5` gives its weights."""
    return _trained_model(run).to_json(indent=2).encode()


def weights_h5(run: Run) -> bytes:
    """The content of model.weights.h5, for `load_weights` of the model that `architecture_json` describes."""
    return _saved(run, lambda model, path: model.save_weights(path), "model.weights.h5")


def history_csv(run: Run) -> str:
    """The history as a table with one line per recorded epoch. Cells without a value are empty."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HISTORY_KEYS)
    table.writerows(zip(*(run.history[key] for key in HISTORY_KEYS), strict=True))
    return text.getvalue()


def _trained_model(run: Run) -> "keras.Sequential":
    """The compiled model with the weights of the run."""
    from nnkit.training.model import build_model  # here, because it loads Keras

    model = build_model(run.experiment)
    model.set_weights(run.weights)
    model.optimizer.build(model.trainable_variables)  # else Keras warns when it loads the file
    return model


def _saved(run: Run, save: Callable[["keras.Sequential", Path], None], name: str) -> bytes:
    """The content of the file `name` that `save` writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        save(_trained_model(run), path)
        return path.read_bytes()
