"""A regression: how a script draws points near a curve, shows them, and draws what the network makes of them."""

from nnkit.code.cell import NUMPY, PLOTLY, Cell, fill, number
from nnkit.datasets.planar.planar import NEW_POINTS, parts_of
from nnkit.experiment import Curve

# y on the curve, in x. The same names as in nnkit/experiment/options.py.
_FORMULAS = {
    "sine": "np.sin(2 * np.pi * x)",
    "chirp": "np.sin(np.pi * (x + 1) ** 2)",
    "bump": "np.exp(-((4 * x) ** 2))",
    "step": "np.where(x < 0, -0.5, 0.5)",
    "sawtooth": "np.where(x < 0, 2 * x + 1, 2 * x - 1)",
}
_LOAD = '''
def curve(x):
    """Return y without noise."""
    return $formula


def draw(count, seed, even=False):
    """Return x (count, 1), evenly spaced or random, and y (count,) with noise."""
    random = np.random.default_rng(seed)
    x = np.linspace(-1, 1, count) if even else random.uniform(-1, 1, count)
    y = curve(x) + random.normal(scale=$noise, size=count)
    return x[:, None].astype("float32"), y.astype("float32")


# Each part has a seed of its own, so that no two parts share their points.
x_train, y_train = draw($count, seed=$train, even=True)
x_val, y_val = draw($new, seed=$val)
x_test, y_test = draw($new, seed=$test)
'''
_LOOK = """
x_line = np.linspace(-1, 1, 500)
points = go.Scatter(x=x_train[:, 0], y=y_train, mode="markers", name="training points")
truth = go.Scatter(x=x_line, y=curve(x_line), name="curve without noise")
points.marker.color = "#bc5a08"
truth.line = {"color": "#6f757d", "dash": "dot"}
figure = go.Figure([points, truth])
figure.update_layout(title="The training points", xaxis_title="x", yaxis_title="y")
figure.show()
"""
_SHOW = """
prediction = model.predict(x_line[:, None], batch_size=len(x_line), verbose=0)[:, 0]
network = go.Scatter(x=x_line, y=prediction, name="network")
network.line = {"color": "#2875d2", "width": 3}
figure = go.Figure([points, truth, network])
figure.update_layout(title="The network's answers", xaxis_title="x", yaxis_title="y")
figure.show()
"""


def loading(data: Curve) -> Cell:
    """Return the cell that makes x_ and y_ of the three parts."""
    if data.shape == "corners":
        x, y = (", ".join(map(repr, values)) for values in zip(*data.corners, strict=True))
        formula = f"np.interp(x, [{x}], [{y}])"
    else:
        formula = _FORMULAS[data.shape]
    seeds = {name: seed for name, _, seed in parts_of(data.points, data.seed)}
    code = fill(
        _LOAD,
        formula=formula,
        noise=data.noise,
        count=number(data.points),
        new=number(NEW_POINTS),
        **seeds,
    )
    words = (
        f"{data.points:,} evenly spaced points to train on, with noise of standard deviation {data.noise:g} in y; "
        f"{NEW_POINTS:,} at random places to validate with and as many for the test."
    )
    return Cell("Load the data", words, code, (NUMPY,))


def looking(data: Curve) -> Cell:
    """Return the cell that draws the training points and the curve."""
    return Cell("Look at it", "Before you train: what does the network have to follow?", fill(_LOOK), (PLOTLY,))


def showing(data: Curve) -> Cell:
    """Return the cell that draws the network's predictions over the curve."""
    return Cell("Look at what it learned", "The network's prediction beside the curve.", fill(_SHOW), (PLOTLY,))


def subject(data: Curve) -> str:
    """Return what the curve is, for a heading."""
    return "a curve of your own" if data.shape == "corners" else f"a curve ({data.shape})"
