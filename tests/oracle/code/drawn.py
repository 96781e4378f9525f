"""Experiments of every kind of data and of choice, small enough that plain Keras trains them in seconds."""

from hypothesis import strategies as st

from nnkit import Curve, Experiment, Groups, Imdb, Mnist, Network, Planar, Training
from nnkit.experiment import ACTIVATIONS, CURVES, FEATURES, GROUP_SHAPES, OPTIMIZERS, PLANAR_SHAPES, Table

seeds = st.integers(0, 1_000)
noises = st.sampled_from((0.0, 0.1, 0.35))
features = st.lists(st.sampled_from(tuple(FEATURES)), min_size=1, max_size=4).map(tuple)
coordinates = st.floats(-3, 3, width=16)


@st.composite
def rows(draw, size):
    points = draw(st.lists(st.tuples(coordinates, coordinates), min_size=size, max_size=size))
    return tuple((x1, x2, number % 2) for number, (x1, x2) in enumerate(points))


planar = st.builds(Planar, st.sampled_from(tuple(PLANAR_SHAPES)), st.integers(20, 120), noises, seeds, features)
edited = st.builds(Planar, st.just("moons"), st.just(20), noises, seeds, features, rows(24))
tables = st.builds(
    Table, rows(60), seeds, features, columns=st.just(('length "cm"', "width\n")), labels=st.just(("no", "yes"))
)
groups = st.builds(Groups, st.sampled_from(tuple(GROUP_SHAPES)), st.integers(3, 5), st.integers(30, 120), noises, seeds)
curves = st.builds(
    Curve, st.sampled_from([name for name in CURVES if name != "corners"]), st.integers(20, 120), noises, seeds
)
corners = st.builds(Curve, st.just("corners"), st.just(40), noises, seeds, st.just(((-0.5, 0.25), (0.0, -0.5))))
digits = st.builds(Mnist, st.integers(100, 400), st.sampled_from((0.0, 0.2)))
reviews = st.builds(Imdb, st.sampled_from((1_000, 2_000)), st.integers(100, 300))
DATA = {
    "planar": planar,
    "edited": edited,
    "tables": tables,
    "groups": groups,
    "curves": curves,
    "corners": corners,
    "digits": digits,
    "reviews": reviews,
}


@st.composite
def experiments(draw, data, max_epochs=12):
    """An experiment on data from this strategy."""
    data = draw(data)
    optimizer = draw(st.sampled_from(tuple(OPTIMIZERS)))
    training = Training(
        optimizer,
        draw(st.sampled_from((0.01, 0.1) if optimizer in ("sgd", "momentum") else (0.001, 0.01))),
        draw(st.none() | st.integers(5, 64)),
        draw(st.integers(1, max_epochs)),
        draw(seeds),
        draw(st.none() | st.integers(1, 3)) if getattr(data, "validation_share", 1) else None,
        draw(st.booleans()),
    )
    network = Network(
        draw(st.lists(st.integers(1, 16), max_size=3).map(tuple)),
        draw(st.sampled_from(tuple(ACTIVATIONS))),
        l1=draw(st.sampled_from((0.0, 0.0, 0.01))),
        l2=draw(st.sampled_from((0.0, 0.0, 0.01))),
        dropout=draw(st.sampled_from((0.0, 0.0, 0.3))),
    )
    return Experiment(data, network, training)
