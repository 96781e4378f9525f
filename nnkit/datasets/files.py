"""Arrays kept in `.npy` files, and the manifest that they are compared with before a value is used.

A folder holds `manifest.json` and a subfolder for each data set with one `.npy` file for each array. The manifest has
an entry for each data set: what is known about it, the script that built it, and size, checksum, shape and type of
each file.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "data"
MANIFEST = "manifest.json"

Entry = dict[str, Any]  # one data set in the manifest, or one of its files


class DataFileError(Exception):
    """A data file is missing or is not what the manifest says; the message names the file and how to restore it."""


def read_arrays(name: str, folder: Path = FOLDER) -> dict[str, np.ndarray]:
    """Return the arrays of a data set by name. Raises DataFileError where a file differs from the manifest.

    The files are mapped into memory, not copied: only values that are used take memory, and processes share it.
    """
    entry = _manifest_entry(name, folder)
    return {Path(file).stem: _read(folder / file, file, entry) for file in entry["files"]}


def write_arrays(name: str, arrays: dict[str, np.ndarray], about: dict[str, str], folder: Path = FOLDER) -> Entry:
    """Write the arrays of a data set and its entry in the folder's manifest; return the entry.

    about: what the entry says of the data set besides its files; `built_by` names the script for error messages.
    """
    (folder / name).mkdir(parents=True, exist_ok=True)
    files = {}
    for key, array in arrays.items():
        file = f"{name}/{key}.npy"
        np.save(folder / file, array, allow_pickle=False)  # not compressed, so that it can be mapped into memory
        files[file] = {**_size_and_checksum(folder / file), "shape": list(array.shape), "dtype": str(array.dtype)}
    entry, path = {**about, "files": files}, folder / MANIFEST
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**entries, name: entry}, indent=2) + "\n", encoding="utf-8")
    return entry


def _read(path: Path, file: str, entry: Entry) -> np.ndarray:
    expected, repair = entry["files"][file], _repair(file, entry)
    try:
        found = _size_and_checksum(path)
    except OSError as error:
        raise DataFileError(f"{path} can't be read ({error.strerror}). {repair}") from None
    if found["bytes"] != expected["bytes"]:
        raise DataFileError(f"{path} has {found['bytes']:,} bytes where {expected['bytes']:,} are expected. {repair}")
    if found["sha256"] != expected["sha256"]:
        raise DataFileError(f"{path} was altered: its SHA-256 is not the one in the manifest. {repair}")
    array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    if (list(array.shape), str(array.dtype)) != (expected["shape"], expected["dtype"]):
        raise DataFileError(
            f"{path} holds {array.dtype} of shape {list(array.shape)}, but its manifest says {expected['dtype']} of "
            f"shape {expected['shape']}. {repair}"
        )
    return array


def _size_and_checksum(path: Path) -> Entry:
    with path.open("rb") as file:
        return {"bytes": os.fstat(file.fileno()).st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _manifest_entry(name: str, folder: Path) -> Entry:
    path = folder / MANIFEST
    try:
        return json.loads(path.read_text(encoding="utf-8"))[name]
    except (OSError, ValueError, KeyError) as error:
        raise DataFileError(
            f"{path} is missing or has no entry for {name} ({type(error).__name__}). "
            f"Restore it with `git checkout data/{MANIFEST}`."
        ) from None


def _repair(file: str, entry: Entry) -> str:
    return f"Restore it with `git checkout data/{file}`, or build it again with `python {entry['built_by']}`."
