"""Movie reviews: how a script loads them, shows them, and shows what the network reads."""

from nnkit.code.cell import NUMPY, PLOTLY, Cell, fill, number
from nnkit.experiment import Imdb

FILE = "reviews.npz"  # lies beside the script: the bundled reviews, which Keras has no loader for

_BUNDLED = """
# reviews.npz belongs beside this file: you get it where you got this one. Review i has
# the words with the numbers words[offsets[i] : offsets[i + 1]], each once.
with np.load("reviews.npz") as file:
    words, offsets, labels = file["words"], file["offsets"], file["labels"]
reviews = np.split(words, offsets[1:-1])
train, val, test = slice(0, $train), slice(15_000, 20_000), slice(20_000, 25_000)
y_train, y_val, y_test = labels[train], labels[val], labels[test]
train, val, test = reviews[train], reviews[val], reviews[test]
"""
_KERAS = """
(train, y_train), (test, y_test) = keras.datasets.imdb.load_data(num_words=VOCABULARY)
val, y_val = train[15_000:], y_train[15_000:]
train, y_train = train[:$train], y_train[:$train]
"""
_LOAD = '''
VOCABULARY = $vocabulary  # words; a rarer one gets number 2, unknown

$source

def multi_hot(reviews):
    """Return a matrix (reviews, VOCABULARY): 1 for each word of a review, else 0."""
    matrix = np.zeros((len(reviews), VOCABULARY), "uint8")
    for row, words in zip(matrix, reviews, strict=True):
        words = np.asarray(words)
        row[np.where(words < VOCABULARY, words, 2)] = 1
    return matrix


x_train, x_val, x_test = multi_hot(train), multi_hot(val), multi_hot(test)
print(f"{x_train.shape[0]:,} reviews; {x_train.mean():.1%} of their numbers are 1")
'''
_LOOK = """
distinct_words = x_train.sum(axis=1, dtype=int)
figure = go.Figure(go.Histogram(x=distinct_words, marker={"color": "#2875d2"}))
figure.update_layout(title="Training reviews by their number of different words")
figure.update_layout(xaxis_title="different words", yaxis_title="reviews")
figure.show()
print(f"{y_train.mean():.1%} of the training reviews are positive")
"""
_SHOW = """
probability = model.predict(x_test, batch_size=1_000, verbose=0)[:, 0]
traces = [
    go.Histogram(x=probability[y_test == label], name=name, xbins={"size": 0.05})
    for label, name in enumerate(("negative", "positive"))
]
figure = go.Figure(traces)
figure.update_layout(title="The network's answers to the test reviews")
figure.update_layout(xaxis_title="P(positive)", yaxis_title="reviews")
figure.update_layout(barmode="overlay", colorway=["#bc5a08", "#2875d2"])
figure.update_traces(opacity=0.6)
figure.show()
"""


def loading(data: Imdb) -> Cell:
    """Return the cell that makes x_ and y_ of the three parts."""
    if data.source == "bundled":
        source, words = _BUNDLED, "25,000 movie reviews from the file reviews.npz, each the set of its words."
    else:
        source, words = _KERAS, "50,000 movie reviews, by Keras's own loader: it downloads 17 MB, once."
    code = fill(_LOAD, vocabulary=number(data.vocabulary), source=fill(source, train=number(data.train_size)) + "\n")
    return Cell("Load the data", words, code, (NUMPY,))


def looking(data: Imdb) -> Cell:
    """Return the cell that draws how many words the training reviews have."""
    return Cell("Look at it", "Before you train: what does the network get to see?", fill(_LOOK), (PLOTLY,))


def showing(data: Imdb) -> Cell:
    """Return the cell that draws the network's answers on the test reviews."""
    words = "The output is the probability that a review is positive. The more the two colours part, the better."
    return Cell("Look at what it learned", words, fill(_SHOW), (PLOTLY,))


def subject(data: Imdb) -> str:
    """Return what the data are, for a heading."""
    return "movie reviews"
