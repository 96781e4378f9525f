"""The file that a script needs beside it, where Keras has no loader for the data."""

import io

import numpy as np

from nnkit.code.reviews import FILE
from nnkit.datasets.imdb.imdb import load_imdb
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Data, Imdb


def data_file_name(data: Data) -> str | None:
    """Return the name of that file; None where the script needs none."""
    return FILE if isinstance(data, Imdb) and data.source == "bundled" else None


def data_file() -> bytes:
    """Return the content of the file for the bundled reviews: an npz of 4 MB, whatever the vocabulary.

    Raises DataFileError where the app's own files are missing or damaged.
    """
    data = load_imdb(Imdb())
    parts = [part for part in (data.x_train, data.x_val, data.x_test) if isinstance(part, Reviews)]
    lengths = np.concatenate([part.lengths for part in parts])
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        words=np.concatenate([part.words for part in parts]),
        offsets=np.concatenate([[0], np.cumsum(lengths)]),
        labels=np.concatenate([data.y_train, data.y_val, data.y_test]).astype("uint8"),
    )
    return buffer.getvalue()
