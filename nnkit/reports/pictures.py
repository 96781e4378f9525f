"""The figures of a report: of one run, and of several side by side."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from nnkit import figures as draw
from nnkit.datasets import Dataset, load, plane_points
from nnkit.datasets.planar.bayes import bayes_map
from nnkit.datasets.planar.curves import HIGH, LOW, curve_of
from nnkit.experiment import Curve, Experiment, Groups, Mnist, Planar, Table
from nnkit.figures.overlaid import MAX_RUNS
from nnkit.figures.style import TEXT, escape_html
from nnkit.results.grid import grid_around, probability_map, probability_maps
from nnkit.results.inference import predict
from nnkit.results.run import Run

WIDE, HALF, THIRD = "wide", "half", "third"  # how much of the page's width a figure takes
MAX_MAPS = 12  # networks of a comparison whose maps are drawn
SIDE = 64  # grid points along an edge of a map
PLACES = 201  # of a drawn curve
HEIGHT, MAP_HEIGHT, SMALL_HEIGHT, WIDE_HEIGHT = 240, 320, 258, 430  # px
MIN_WEIGHTS = 20  # of a network whose weights are drawn as a histogram
MAX_UNITS = 20  # neurons whose weights are drawn as images


class Picture(NamedTuple):
    """A figure, and how wide it is: WIDE, HALF or THIRD."""

    figure: go.Figure
    width: str


def pictures_of(run: Run) -> list[Picture]:
    """Return the figures of one run: its curves, what the network answers, and its weights."""
    epochs = run.experiment.training.epochs
    pictures = [
        Picture(_in_unit(draw.loss_curve(run.data_history, height=HEIGHT, epochs=epochs), run.experiment), HALF)
    ]
    if run.experiment.data.classes is not None:
        pictures.append(Picture(draw.accuracy_curve(run.history, height=HEIGHT, epochs=epochs), HALF))
    kernels = _kernels(run)
    if sum(map(len, kernels.values())) < MIN_WEIGHTS:
        return [*pictures, *_answers(run)]
    return [*pictures, *_answers(run), Picture(draw.weight_histograms(kernels, HEIGHT), HALF)]


def comparison_of(runs: Mapping[str, Run]) -> list[Picture]:
    """Return the figures of several runs: the curves of the first MAX_RUNS, and the maps of the first MAX_MAPS."""
    some = dict(list(runs.items())[:MAX_RUNS])
    histories = {name: run.data_history for name, run in some.items()}
    first = next(iter(some.values())).experiment
    measures = ["loss"] if first.data.classes is None else ["loss", "accuracy"]
    curves = [_in_unit(draw.overlaid_runs(histories, measure, height=HEIGHT + 60), first) for measure in measures]
    maps = [picture for name, run in list(runs.items())[:MAX_MAPS] for picture in _answers(run, name)]
    return [*(Picture(curve, WIDE) for curve in curves), *maps]


def _answers(run: Run, name: str = "") -> list[Picture]:
    """Return what the network answers, where there is a figure of it. name: for one of several runs."""
    data = run.experiment.data
    if isinstance(data, Planar | Table):
        return [_plane(run, data, name)]
    if isinstance(data, Curve):
        return [Picture(_titled(_fit(run, data), name), HALF)]
    if isinstance(data, Groups):
        return [Picture(_titled(_regions(run), name), HALF)]
    if isinstance(data, Mnist) and not name:
        return _digits(run)
    return []


def _plane(run: Run, data: Planar | Table, name: str) -> Picture:
    train = _training_points(plane_points(data))
    grid = grid_around(train.coordinates, SIDE)
    figure = draw.decision_map(
        grid,
        probability_map(run.experiment, run.weights, grid),
        train,
        bayes_map=bayes_map(data, grid.x1, grid.x2) if isinstance(data, Planar) else None,
        title=f"<b>{escape_html(name)}</b>" if name else "",
        height=SMALL_HEIGHT if name else MAP_HEIGHT,
        compact=bool(name),
        names=draw.names_of(data),
    )
    if name:
        return Picture(figure, THIRD)
    figure.layout.legend.title.text = figure.layout.legend.title.text.replace("   ", "<br>")  # half a page is narrow
    figure.layout.margin.t += 16
    return Picture(figure, HALF)


def _fit(run: Run, data: Curve) -> go.Figure:
    train, x = _training_points(load(data)), np.linspace(LOW, HIGH, PLACES, dtype="float32")
    answers = predict(run.experiment, run.weights, x[:, None])[:, 0]
    return draw.curve_fit(x, curve_of(data, x), answers, (train.coordinates[:, 0], train.labels), MAP_HEIGHT)


def _regions(run: Run) -> go.Figure:
    train = _training_points(load(run.experiment.data))
    grid = grid_around(train.coordinates, SIDE)
    return draw.regions_map(grid, probability_maps(run.experiment, run.weights, grid), train, MAP_HEIGHT)


def _training_points(data: Dataset) -> draw.Points:
    return draw.Points(np.asarray(data.x_train), data.y_train)


def _digits(run: Run) -> list[Picture]:
    """Return the confusion matrix of the test digits, and the weights of the first layer as images."""
    data = load(run.experiment.data)
    answers = predict(run.experiment, run.weights, data.x_test).argmax(axis=1)
    counts = np.zeros((10, 10), "int64")
    np.add.at(counts, (data.y_test, answers), 1)
    images = draw.weight_images(run.weights[0], max_units=MAX_UNITS, columns=10)
    return [Picture(draw.confusion_matrix(counts, height=WIDE_HEIGHT), WIDE), Picture(images, WIDE)]


def _kernels(run: Run) -> dict[str, np.ndarray]:
    """Return all weights of each layer by the layer's name, biases left out."""
    kernels = [kernel.ravel() for kernel in run.weights[::2]]
    return {f"hidden layer {place}": kernel for place, kernel in enumerate(kernels[:-1], 1)} | {
        "output layer": kernels[-1]
    }


def _titled(figure: go.Figure, name: str) -> go.Figure:
    """Write the name of the network over its figure, which has a legend there already."""
    if name:
        title = figure.layout.legend.title.text or ""
        lines = "<br>".join(filter(None, (f"<b>{escape_html(name)}</b>", title)))
        figure.layout.legend.title = {"text": lines, "side": "top", "font": {"size": TEXT}}
        figure.layout.margin.t += 16
    return figure


def _in_unit(figure: go.Figure, experiment: Experiment) -> go.Figure:
    """Name the loss of a regression, which is a mean squared error and has no unit."""
    if experiment.data.classes is None:
        figure.layout.yaxis.title.text = "mean squared error"
        for trace in figure.data:
            if trace.hovertemplate:
                trace.hovertemplate = trace.hovertemplate.replace(" nats", "")
    return figure
