"""Points in the plane: how a script draws them or holds them, shows them, and draws what the network makes of them."""

from collections.abc import Sequence

from nnkit.code.cell import NUMPY, PLOTLY, Cell, fill, number, text, texts
from nnkit.datasets.planar.planar import NEW_POINTS, SPIRAL_TURNS, parts_of
from nnkit.experiment import COORDINATES, Groups, Planar, Row, Table

SPLIT = "from sklearn.model_selection import train_test_split"

# Colours of the classes, which colour-blind readers can tell apart; each class has a mark of its own as well.
_COLOURS = ("#bc5a08", "#2875d2", "#2e9963", "#c2399a", "#8a7a00")
_MARKS = ("circle", "triangle-up", "square", "diamond", "cross")

# The formulas of the features, in x1 and x2. The same names as in nnkit/experiment/options.py.
_FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1²": "x1 * x1",
    "x2²": "x2 * x2",
    "x1·x2": "x1 * x2",
    "sin x1": "np.sin(x1)",
    "sin x2": "np.sin(x2)",
}

_MOONS = '''
def draw(count, seed):
    """Return points (count, 2) on two half circles, and their classes (count,)."""
    return make_moons(count, noise=$noise, random_state=seed)
'''
_CIRCLES = '''
def draw(count, seed):
    """Return points (count, 2) on two circles, and their classes (count,)."""
    return make_circles(count, noise=$noise, factor=0.5, random_state=seed)
'''
_XOR = '''
def draw(count, seed):
    """Return points (count, 2) of a square, and their classes (count,).

    The class is 1 where x1 and x2 differ in sign.
    """
    random = np.random.default_rng(seed)
    classes = random.permutation(np.arange(count) % 2)
    sizes, sign = random.uniform(size=(count, 2)), random.choice((-1, 1), count)
    points = sizes * np.stack([sign, np.where(classes == 1, -sign, sign)], axis=1)
    return points + random.normal(scale=$noise, size=points.shape), classes
'''
_BLOBS = '''
def draw(count, seed):
    """Return points (count, 2) of two round clouds, and their classes (count,)."""
    random = np.random.default_rng(seed)
    classes = random.permutation(np.arange(count) % 2)
    centres = np.array([[-0.5, -0.5], [0.5, 0.5]])[classes]
    return centres + random.normal(scale=$noise, size=centres.shape), classes
'''
_SPIRAL = '''
def draw(count, seed):
    """Return points (count, 2) on the arms of a spiral, and their classes (count,)."""
    random = np.random.default_rng(seed)
    classes = random.permutation(np.arange(count) % $classes)
    share = random.uniform(size=count)  # of the arm, from the middle outwards
    angle = 2 * np.pi * $turns * share + 2 * np.pi / $classes * classes
    points = 3.0 * share[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points + random.normal(scale=$noise, size=points.shape), classes
'''
_CLOUDS = '''
def draw(count, seed):
    """Return points (count, 2) of $classes round clouds, and their classes (count,)."""
    random = np.random.default_rng(seed)
    classes = random.permutation(np.arange(count) % $classes)
    angle = np.pi / 2 + 2 * np.pi / $classes * classes
    centres = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return centres + random.normal(scale=$noise, size=centres.shape), classes
'''
_DRAWINGS = {"moons": _MOONS, "circles": _CIRCLES, "xor": _XOR, "blobs": _BLOBS, "spiral": _SPIRAL}
_FROM_SKLEARN = {"moons": "make_moons", "circles": "make_circles"}

_PARTS = """
# Each part has a seed of its own, so that no two parts share their points.
points_train, y_train = draw($count, seed=$train)
points_val, y_val = draw($new, seed=$val)
points_test, y_test = draw($new, seed=$test)
"""
_EDITED = """
# The training points as they were after your changes: x1, x2 and class.
rows = np.array(
    $rows
)
points_train, y_train = rows[:, :2], rows[:, 2].astype(int)
"""
_TABLE = """
# Your own points: $column_1, $column_2 and class.
rows = np.array(
    $rows
)
points, y = rows[:, :2], rows[:, 2].astype(int)

# A fifth of the rows for the test, a fifth for validation. All parts have the same
# shares of the classes.
split = {"test_size": $fifth, "random_state": $seed}
rest, test = train_test_split(np.arange(len(y)), stratify=y, **split)
train, val = train_test_split(rest, stratify=y[rest], **split)
points_train, points_val, points_test = points[train], points[val], points[test]
y_train, y_val, y_test = y[train], y[val], y[test]

# Both columns are scaled by mean and standard deviation of the training part, but for
# a column that is constant.
mean, deviation = points_train.mean(axis=0), points_train.std(axis=0)
varies = deviation > 1e-12 * np.abs(points).max(axis=0)
deviation = np.where(varies, deviation, 1.0)
"""
_INPUTS = '''
def inputs(points):
    """Return what the network gets to see of points (n, 2): (n, $count)."""
    $body


x_train = inputs(points_train)
x_val = inputs(points_val)
x_test = inputs(points_test)
'''
_LOOK = '''
LABELS = $labels
COLOURS = $colours
MARKS = $marks


def scatter(points, y):
    """Return the points of each class as a trace of Plotly's."""
    return [
        go.Scatter(
            x=points[y == label, 0],
            y=points[y == label, 1],
            mode="markers",
            name=LABELS[label],
            marker={"color": COLOURS[label], "symbol": MARKS[label]},
        )
        for label in range(len(LABELS))
    ]


figure = go.Figure(scatter(points_train, y_train))
figure.update_layout(title="The training points")
figure.update_layout(xaxis_title=$x_title, yaxis_title=$y_title)
figure.show()
'''
_GRID = """
low, high = points_train.min(axis=0), points_train.max(axis=0)
margin = 0.1 * (high - low) + 1e-9
low, high = low - margin, high + margin
x1, x2 = np.linspace(low[0], high[0], 200), np.linspace(low[1], high[1], 200)
grid = np.stack(np.meshgrid(x1, x2), axis=-1).reshape(-1, 2)
outputs = model.predict(inputs(grid), batch_size=len(grid), verbose=0)
"""
_BOUNDARY = """
$grid

background = go.Contour(
    x=x1,
    y=x2,
    z=outputs.reshape(200, 200),
    colorscale=[[0, "#f0a868"], [0.5, "#f2f2f2"], [1, "#84b0e8"]],
    contours={"start": 0, "end": 1, "size": 0.1},
    colorbar={"title": "P(" + LABELS[1] + ")", "x": 1.15},
)
boundary = go.Contour(
    x=x1,
    y=x2,
    z=outputs.reshape(200, 200),
    contours={"start": 0.5, "end": 0.5, "size": 1, "coloring": "lines"},
    colorscale=[[0, "black"], [1, "black"]],
    line={"width": 3},
    showscale=False,
)
figure = go.Figure([background, boundary, *scatter(points_train, y_train)])
figure.update_layout(title="Where the network is sure of a class, and its boundary")
figure.update_layout(xaxis_title=$x_title, yaxis_title=$y_title)
figure.show()
"""
_REGIONS = """
$grid

regions = go.Heatmap(
    x=x1,
    y=x2,
    z=outputs.argmax(axis=1).reshape(200, 200),
    colorscale=[[k / (len(COLOURS) - 1), colour] for k, colour in enumerate(COLOURS)],
    opacity=0.4,
    showscale=False,
)
figure = go.Figure([regions, *scatter(points_train, y_train)])
figure.update_layout(title="The most likely class in every place")
figure.update_layout(xaxis_title=$x_title, yaxis_title=$y_title)
figure.show()
"""


def loading(data: Planar | Table | Groups) -> Cell:
    """Return the cell that makes x_ and y_ of the three parts, and the points that they come from."""
    imports = [NUMPY]
    if isinstance(data, Table):
        words, code = _own_points(data)
        imports.append(SPLIT)
    else:
        words, code = _drawn_points(data)
        if data.shape in _FROM_SKLEARN and isinstance(data, Planar):
            imports.append(f"from sklearn.datasets import {_FROM_SKLEARN[data.shape]}")
    return Cell("Load the data", words, f"{code.strip()}\n\n\n{_inputs(data)}", tuple(imports))


def looking(data: Planar | Table | Groups) -> Cell:
    """Return the cell that draws the training points."""
    count = data.classes
    labels = data.labels if isinstance(data, Table) else tuple(f"class {label}" for label in range(count))
    code = fill(
        _LOOK,
        labels=texts(labels),
        colours=texts(_COLOURS[:count]),
        marks=texts(_MARKS[:count]),
        **_axis_titles(data),
    )
    return Cell("Look at it", "Before you train: what does the network have to separate?", code, (PLOTLY,))


def showing(data: Planar | Table | Groups) -> Cell:
    """Return the cell that draws the boundary between two classes, or the regions of several."""
    template = _BOUNDARY if data.classes == 2 else _REGIONS
    code = fill(template, grid=fill(_GRID), **_axis_titles(data))
    return Cell("Look at what it learned", "The network is asked at 200 × 200 places of the plane.", code, (PLOTLY,))


def subject(data: Planar | Table | Groups) -> str:
    """Return what the points are, for a heading."""
    if isinstance(data, Table):
        return f"{len(data.rows):,} points of your own"
    kind = {"xor": "XOR", "spiral": "a spiral"}.get(data.shape, data.shape)
    edited = " (edited)" if isinstance(data, Planar) and data.edited else ""
    arms = f"{data.classes} classes, " if isinstance(data, Groups) else ""
    return f"{arms}{kind}{edited}"


def _drawn_points(data: Planar | Groups) -> tuple[str, str]:
    """Return the words and the lines that draw the points of all parts."""
    template = _CLOUDS if isinstance(data, Groups) and data.shape == "blobs" else _DRAWINGS[data.shape]
    turns = SPIRAL_TURNS * 2 / data.classes
    drawing = fill(template, noise=data.noise, classes=data.classes, turns=turns)
    seeds = {name: seed for name, _, seed in parts_of(data.points, data.seed)}
    parts = fill(_PARTS, count=number(data.points), new=number(NEW_POINTS), **seeds)
    edited = ""
    if isinstance(data, Planar) and data.edited:
        edited = "\n" + fill(_EDITED, rows=_rows(data.edited))
    words = (
        f"{data.points:,} points to train on, drawn from a seed with noise of standard deviation {data.noise:g}; "
        f"{NEW_POINTS:,} new ones to validate with and as many for the test."
    )
    return words, f"{drawing}\n\n\n{parts}\n{edited}"


def _own_points(data: Table) -> tuple[str, str]:
    """Return the words and the lines that hold a reader's points, split and scaled as the app does it."""
    code = fill(
        _TABLE,
        column_1=text(data.columns[0]),
        column_2=text(data.columns[1]),
        rows=_rows(data.rows),
        fifth=number(-(-len(data.rows) // 5)),
        seed=data.seed,
    )
    return f"{len(data.rows):,} points of your own, written into these lines.", code


def _rows(rows: Sequence[Row]) -> str:
    """Return rows as the lines of a list in a list, indented by four spaces from the second line on."""
    lines = "".join(f"        [{x1!r}, {x2!r}, {label}],\n" for x1, x2, label in rows)
    return f"[\n{lines}    ]"


def _inputs(data: Planar | Table | Groups) -> str:
    """Return the lines of the function `inputs`, from points to what the network sees."""
    points = "((points - mean) / deviation)" if isinstance(data, Table) else "points"
    if data.features == COORDINATES:
        body = f'return {points}.astype("float32")'
    else:
        formulas = ", ".join(_FEATURES[feature] for feature in data.features)
        body = f'x1, x2 = {points}.astype("float32").T\n    return np.stack([{formulas}], axis=1)'
    return fill(_INPUTS, count=len(data.features), body=body)


def _axis_titles(data: Planar | Table | Groups) -> dict[str, str]:
    x, y = data.columns if isinstance(data, Table) else COORDINATES
    return {"x_title": text(x), "y_title": text(y)}
