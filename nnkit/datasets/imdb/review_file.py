"""How reviews lie in a file: an uncompressed npz without pickle, so that it can be mapped into memory."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nnkit.datasets.files import DataFileError
from nnkit.datasets.imdb.reviews import Reviews

REVIEW_FILE = "imdb.npz"
MAX_INDICES = 10_000  # of the vocabulary, those that stand for no word included
KERAS_FOLDER = "keras-imdb"  # in the cache: Keras's own reviews, once they are downloaded


def cache_folder() -> Path:
    """Where downloads are kept, as runs are: NNKIT_CACHE, or .cache/nnkit in the user's home."""
    try:
        return Path(os.environ.get("NNKIT_CACHE") or Path.home() / ".cache" / "nnkit")
    except RuntimeError:
        raise DataFileError("This user has no home to keep downloads in. Set NNKIT_CACHE to a folder.") from None


def packed(sequences: Sequence[np.ndarray], labels: Sequence[int], words: Sequence[str]) -> dict[str, np.ndarray]:
    """The arrays of the file from each review's indices, its label, and the words from index 4 on.

    tokens (all indices,) uint16 and token_offsets (reviews + 1,) int64: the indices in order.
    words (entries,) uint16 and word_offsets (reviews + 1,) int64: the distinct ones, as in `Reviews`.
    labels (reviews,) uint8: 1 where the film was liked. vocabulary (bytes,) uint8: UTF-8, a word a line.
    """
    offsets = np.cumsum([0, *map(len, sequences)])
    tokens = np.concatenate(sequences).astype("uint16")
    reviews = Reviews.of_tokens(tokens, offsets, MAX_INDICES)
    return {  # in an order in which both arrays of two bytes a value begin at even places of the file
        "tokens": tokens,
        "word_offsets": reviews.offsets,
        "token_offsets": offsets,
        "words": reviews.words,
        "labels": np.array(labels, "uint8"),
        "vocabulary": np.frombuffer("\n".join(words).encode(), "uint8"),
    }


def write_reviews(path: Path, arrays: dict[str, np.ndarray], about: dict[str, str]) -> dict:
    """Write the file; its manifest entry, beginning with what is known about it."""
    np.savez(path, **arrays)  # not compressed: loading maps the file into memory, once for all processes
    content = path.read_bytes()
    entry = {**about, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    shapes = {name: {"shape": list(array.shape), "dtype": str(array.dtype)} for name, array in arrays.items()}
    return {**entry, "arrays": shapes}
