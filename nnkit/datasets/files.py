"""Bundled files, compared with their manifest before a value is used."""

import hashlib
import io
import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "data"


class DataFileError(Exception):
    """A bundled file is missing or not what the manifest says; the message names it and the mend."""


def read_arrays(name: str, folder: Path = FOLDER) -> dict[str, np.ndarray]:
    """The arrays of a bundled npz, by name, after comparing size, checksum, shapes and types."""
    expected = _manifest_entry(name, folder)
    content = _read(folder / name, expected)
    # Inflates member by member; the checksum has vouched for the bytes, and nothing is unpickled.
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        arrays = {key: archive[key] for key in archive.files}
    found = {key: {"shape": list(array.shape), "dtype": str(array.dtype)} for key, array in arrays.items()}
    if found != expected["arrays"]:
        raise DataFileError(
            f"{folder / name} holds {found}, but its manifest says {expected['arrays']}. {_mend(name, expected)}"
        )
    return arrays


def _manifest_entry(name: str, folder: Path) -> dict:
    path = folder / "manifest.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))[name]
    except (OSError, ValueError, KeyError) as error:
        raise DataFileError(
            f"{path} is missing or has no entry for {name} ({type(error).__name__}). "
            f"Restore it with `git checkout data/manifest.json`."
        ) from None


def _read(path: Path, expected: dict) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataFileError(f"{path} can't be read ({error.strerror}). {_mend(path.name, expected)}") from None
    if len(content) != expected["bytes"]:
        raise DataFileError(
            f"{path} has {len(content):,} bytes where {expected['bytes']:,} are expected. {_mend(path.name, expected)}"
        )
    if hashlib.sha256(content).hexdigest() != expected["sha256"]:
        raise DataFileError(
            f"{path} was altered: its SHA-256 is not the one in the manifest. {_mend(path.name, expected)}"
        )
    return content


def _mend(name: str, expected: dict) -> str:
    return f"Restore it with `git checkout data/{name}`, or build it again with `python {expected['built_by']}`."
