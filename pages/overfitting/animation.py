"""The training animation of a run on points in the plane."""

import plotly.graph_objects as go

from nnkit import Run, load
from nnkit.datasets import Dataset, plane_points
from nnkit.datasets.planar.bayes import bayes_accuracy, bayes_map
from nnkit.experiment import Planar, Table
from nnkit.figures import (
    Background,
    FrameMetrics,
    Grids,
    PlanarFrame,
    Points,
    names_of,
    plan_animation,
    planar_animation,
)
from nnkit.figures.planar_animation.plan import AnimationPlan
from nnkit.results.grid import grid_around, hidden_maps, probability_map
from nnkit.results.inference import evaluate
from ui.components.window import FIGURE_HEIGHT


def animation_of(run: Run, narrow: bool = False, height: int = FIGURE_HEIGHT) -> go.Figure:
    """Draw the training animation, with as many snapshots as it has room for.

    narrow: the layout for a phone, as tall as it has to be. height: of the other one, in px.
    """
    data = run.experiment.data
    plan = plan_animation((len(data.features), *run.experiment.network.hidden, 1), len(run.snapshots))
    points = plane_points(data)
    grids = Grids(*(grid_around(points.x_train, side) for side in (plan.side, plan.neuron_side)))
    network = (data.features, run.experiment.network.activation)
    frames, background = frames_of(run, plan, grids), background_of(data, points, grids)
    return planar_animation(frames, run.history, grids, background, network, None if narrow else height)


def frames_of(run: Run, plan: AnimationPlan, grids: Grids) -> list[PlanarFrame]:
    """Return the maps of each planned snapshot, and its loss and accuracy."""
    experiment, data = run.experiment, load(run.experiment.data)
    frames = []
    for index in plan.snapshots:
        epoch, weights = run.snapshots[index].epoch, run.snapshots[index].weights
        train = evaluate(experiment, weights, data.x_train, data.y_train)
        validation = evaluate(experiment, weights, data.x_val, data.y_val) if len(data.y_val) else {}
        metrics = FrameMetrics(epoch, **train, **{f"val_{name}": value for name, value in validation.items()})
        answers = probability_map(experiment, weights, grids.fine)
        neurons = hidden_maps(experiment, weights, grids.coarse)
        frames.append(PlanarFrame(answers, neurons, weights, metrics))
    return frames


def background_of(data: Planar | Table, points: Dataset, grids: Grids) -> Background:
    """Return the points and, if their distribution is known, the map and the accuracy of the best classifier."""
    train, validation = Points(points.x_train, points.y_train), Points(points.x_val, points.y_val)
    if not isinstance(data, Planar):
        return Background(train, validation, names=names_of(data))
    return Background(train, validation, bayes_map(data, grids.fine.x1, grids.fine.x2), bayes_accuracy(data))
