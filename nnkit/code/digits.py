"""Handwritten digits: how a script loads them, shows them, and shows what the network reads."""

from nnkit.code.cell import NUMPY, PLOTLY, Cell, fill, number
from nnkit.experiment import Mnist

_SUBPLOTS = "from plotly.subplots import make_subplots"

_LOAD = """
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
$parts
print(x_train.shape, "pixels from 0 to", x_train.max())
"""
_LOOK = '''
def show_digits(images, titles, heading):
    """Draw up to ten images (count, 28, 28), each under its title."""
    figure = make_subplots(rows=2, cols=5, subplot_titles=titles, vertical_spacing=0.12)
    for place, image in enumerate(images):
        ink = go.Heatmap(z=image[::-1], colorscale="gray_r", showscale=False)
        figure.add_trace(ink, row=place // 5 + 1, col=place % 5 + 1)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(title=heading, width=900, height=480)
    figure.show()


titles = [str(label) for label in y_train[:10]]
show_digits(x_train[:10], titles, "The first ten training digits")
'''
_SHOW = """
probabilities = model.predict(x_test, batch_size=1_000, verbose=0)
answers = probabilities.argmax(axis=1)
wrong = np.flatnonzero(answers != y_test)
print(f"{len(wrong):,} of {len(y_test):,} test digits are read wrongly")

worst = wrong[np.argsort(-probabilities[wrong].max(axis=1))][:10]
titles = [f"{y_test[number]} read as {answers[number]}" for number in worst]
show_digits(x_test[worst], titles, "The mistakes that the network was most sure of")
"""


def loading(data: Mnist) -> Cell:
    """Return the cell that makes x_ and y_ of the three parts; there is no x_val without a validation share."""
    train = int(data.train_size * (1 - data.validation_share))
    parts = []
    words = "70,000 handwritten digits of 28 × 28 pixels, by Keras's own loader: it downloads 11 MB, once."
    if train < data.train_size:
        held_back = f"{number(train)}:{number(data.train_size)}"
        parts.append(f"x_val, y_val = x_train[{held_back}], y_train[{held_back}]")
        words += f" The last {data.train_size - train:,} of {data.train_size:,} training digits are for validation."
    if train < 60_000:
        parts.append(f"x_train, y_train = x_train[:{number(train)}], y_train[:{number(train)}]")
    return Cell("Load the data", words, fill(_LOAD, parts="\n".join(parts)).replace("\n\n", "\n"), ())


def looking(data: Mnist) -> Cell:
    """Return the cell that draws ten training digits."""
    return Cell("Look at it", "Before you train: what does the network get to see?", fill(_LOOK), (PLOTLY, _SUBPLOTS))


def showing(data: Mnist) -> Cell:
    """Return the cell that draws the worst mistakes on the test digits."""
    words = "The output of ten units with softmax is a probability for each digit; the largest one is the answer."
    return Cell("Look at what it learned", words, fill(_SHOW), (NUMPY,))


def subject(data: Mnist) -> str:
    """Return what the data are, for a heading."""
    return "handwritten digits"
