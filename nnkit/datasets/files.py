"""Bundled files, compared with their manifest before a value is used."""

import hashlib
import json
import os
import struct
import zipfile
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "data"


class DataFileError(Exception):
    """A bundled file is missing or not what the manifest says; the message names it and the mend."""


def read_arrays(name: str, folder: Path = FOLDER) -> dict[str, np.ndarray]:
    """The arrays of a bundled npz, by name, after comparing size, checksum, shapes and types.

    They are mapped into memory, not copied: only what is used takes any, and processes share it.
    """
    path, expected = folder / name, _manifest_entry(name, folder)
    _compare(path, expected)
    with zipfile.ZipFile(path) as archive:
        arrays = {Path(member.filename).stem: _mapped(path, archive, member) for member in archive.infolist()}
    found = {key: {"shape": list(array.shape), "dtype": str(array.dtype)} for key, array in arrays.items()}
    if found != expected["arrays"]:
        raise DataFileError(
            f"{path} holds {found}, but its manifest says {expected['arrays']}. {_mend(name, expected)}"
        )
    return arrays


def _mapped(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray:
    """A member of an uncompressed npz: where its values begin follows from the zip's and the array's own headers."""
    with archive.open(member) as file:
        np.lib.format.read_magic(file)
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
        header = file.tell()
    with path.open("rb") as file:
        file.seek(
            member.header_offset + 26
        )  # a local file header: 30 bytes, two of them lengths, a name, an extra field
        lengths = struct.unpack("<HH", file.read(4))
    return np.asarray(np.memmap(path, dtype, "r", member.header_offset + 30 + sum(lengths) + header, shape))


def _manifest_entry(name: str, folder: Path) -> dict:
    path = folder / "manifest.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))[name]
    except (OSError, ValueError, KeyError) as error:
        raise DataFileError(
            f"{path} is missing or has no entry for {name} ({type(error).__name__}). "
            f"Restore it with `git checkout data/manifest.json`."
        ) from None


def _compare(path: Path, expected: dict) -> None:
    try:
        with path.open("rb") as file:
            size, digest = os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataFileError(f"{path} can't be read ({error.strerror}). {_mend(path.name, expected)}") from None
    if size != expected["bytes"]:
        raise DataFileError(
            f"{path} has {size:,} bytes where {expected['bytes']:,} are expected. {_mend(path.name, expected)}"
        )
    if digest != expected["sha256"]:
        raise DataFileError(
            f"{path} was altered: its SHA-256 is not the one in the manifest. {_mend(path.name, expected)}"
        )


def _mend(name: str, expected: dict) -> str:
    return f"Restore it with `git checkout data/{name}`, or build it again with `python {expected['built_by']}`."
