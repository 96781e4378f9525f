"""What a reader chooses: data + network + training, valid once built.

Plain values only: an `Experiment` is hashable, travels between processes, and turns into JSON and back.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from nnkit.limits import (
    LEAST_OF_A_CLASS,
    check_corners,
    check_member,
    check_number,
    check_rows,
    check_whole,
    checked_whole,
)

# Every choice by name, with the sentence that the controls show for it.
ACTIVATIONS = {
    "relu": "ReLU: passes positive sums on, cuts negative ones to 0",
    "tanh": "tanh: squeezes sums into -1 … 1",
    "sigmoid": "sigmoid: squeezes sums into 0 … 1",
    "elu": "ELU: like ReLU, but bends smoothly towards -1 below 0",
    "linear": "linear: passes sums on as they are",
}
OPTIMIZERS = {
    "sgd": "SGD: a step straight down the gradient",
    "momentum": "Momentum: SGD that keeps 0.9 of its last step",
    "rmsprop": "RMSprop: steps scaled by each weight's recent gradients",
    "adam": "Adam: RMSprop and momentum together",
}
PLANAR_SHAPES = {
    "moons": "Moons: two interleaved half circles",
    "circles": "Circles: a small circle inside a large one",
    "xor": "XOR: four squares like a chessboard's, opposite ones of one class",
    "blobs": "Blobs: two round clouds",
    "spiral": "Spiral: two arms wound into each other",
}
GROUP_SHAPES = {
    "blobs": "Blobs: round clouds, their centres on a circle",
    "spiral": "Spiral: arms wound into each other",
}
CURVES = {
    "sine": "Sine: two periods",
    "chirp": "Chirp: a sine that oscillates faster towards the right",
    "bump": "Bump: a single hill, flat elsewhere",
    "step": "Step: a jump in the middle",
    "sawtooth": "Sawtooth: two ramps with a jump between them",
    "corners": "Own: straight lines between corners that you set",
}
FEATURES = {
    "x1": "x1: how far right a point lies",
    "x2": "x2: how far up",
    "x1²": "x1²: with x2², a single neuron can draw circles and ellipses",
    "x2²": "x2²",
    "x1·x2": "x1·x2: positive where both have one sign, which is XOR",
    "sin x1": "sin x1: waves from left to right",
    "sin x2": "sin x2: waves from below upwards",
}
COORDINATES = ("x1", "x2")
REVIEW_SOURCES = {
    "bundled": "Bundled: 25,000 reviews, 15,000 to train on, 5,000 to validate with, 5,000 to test on",
    "keras": "Keras's own: 50,000 reviews, split 15,000, 10,000, 25,000 as in the chapter; 19 MB to download, once",
}

Row = tuple[float, float, int]  # x1, x2, class 0 or 1
Corner = tuple[float, float]  # x, y


@dataclass(frozen=True)
class Mnist:
    """Handwritten digits; the last share of the training digits is kept for validation, as Keras does."""

    name: ClassVar[str] = "mnist"
    input_shape: ClassVar[tuple[int, ...]] = (28, 28)
    input_scale: ClassVar[float] = 1 / 255  # pixels come as 0 … 255
    classes: ClassVar[int] = 10

    train_size: int = 60_000  # the first so many training digits, validation share included
    validation_share: float = 0.0

    def __post_init__(self) -> None:
        check_whole(self, "train_size")
        check_number(self, "validation_share")


@dataclass(frozen=True)
class Planar:
    """Points of two classes in the plane, drawn from the seed; validation and test are 1,000 fresh ones each."""

    name: ClassVar[str] = "planar"
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[int] = 2

    shape: str = "moons"
    points: int = 200  # to train on
    noise: float = 0.4  # standard deviation of the Gaussian added to both coordinates
    seed: int = 0
    features: tuple[str, ...] = COORDINATES  # what the network gets of a point
    edited: tuple[Row, ...] = ()  # the training points, where a reader has changed what was drawn

    def __post_init__(self) -> None:
        check_member(self, "shape", PLANAR_SHAPES)
        check_whole(self, "points")
        check_number(self, "noise")
        check_whole(self, "seed")
        _check_features(self)
        if isinstance(self.edited, (tuple, list)) and not self.edited:  # JSON knows no tuples
            object.__setattr__(self, "edited", ())
        else:
            check_rows(self, "edited")

    @property
    def input_shape(self) -> tuple[int, ...]:
        return (len(self.features),)


@dataclass(frozen=True)
class Table:
    """Points that a reader brought: split 60 : 20 : 20 by the seed, scaled by mean and deviation of the first part."""

    name: ClassVar[str] = "table"
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[int] = 2

    rows: tuple[Row, ...]
    seed: int = 0
    features: tuple[str, ...] = COORDINATES

    def __post_init__(self) -> None:
        check_rows(self, "rows", LEAST_OF_A_CLASS)
        check_whole(self, "seed")
        _check_features(self)

    @property
    def input_shape(self) -> tuple[int, ...]:
        return (len(self.features),)


@dataclass(frozen=True)
class Imdb:
    """Movie reviews, liked or not, as the set of their most frequent words: an input is 1 where its word occurs.

    An index of the vocabulary is 0 padding, 1 start, 2 unknown, 3 unused, or from 4 on a word, the most frequent first.
    """

    name: ClassVar[str] = "imdb"
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[int] = 2

    vocabulary: int = 10_000  # indices below it are kept, others become 2, as `num_words` does it in Keras
    train_size: int = 15_000  # the first so many reviews of the training part
    source: str = "bundled"

    def __post_init__(self) -> None:
        check_whole(self, "vocabulary")
        object.__setattr__(self, "train_size", checked_whole("reviews", self.train_size, "train_size"))
        check_member(self, "source", REVIEW_SOURCES)

    @property
    def input_shape(self) -> tuple[int, ...]:
        return (self.vocabulary,)


@dataclass(frozen=True)
class Groups:
    """Points of three or more classes in the plane, drawn from the seed as `Planar` draws two."""

    name: ClassVar[str] = "groups"
    input_shape: ClassVar[tuple[int, ...]] = (2,)
    input_scale: ClassVar[float] = 1.0
    features: ClassVar[tuple[str, ...]] = COORDINATES

    shape: str = "blobs"
    classes: int = 3
    points: int = 300  # to train on
    noise: float = 0.4  # standard deviation of the Gaussian added to both coordinates
    seed: int = 0

    def __post_init__(self) -> None:
        check_member(self, "shape", GROUP_SHAPES)
        check_whole(self, "classes")
        check_whole(self, "points")
        check_number(self, "noise")
        check_whole(self, "seed")


@dataclass(frozen=True)
class Curve:
    """A real number y to predict from a number x of -1 … 1: regression, so that there are no classes.

    The points to train on are evenly spaced in x; validation and test are 1,000 fresh ones each at random places.
    """

    name: ClassVar[str] = "curve"
    input_shape: ClassVar[tuple[int, ...]] = (1,)
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[None] = None

    shape: str = "sine"
    points: int = 100  # to train on
    noise: float = 0.0  # standard deviation of the Gaussian added to y
    seed: int = 0
    corners: tuple[Corner, ...] = ()  # of the shape "corners", and of no other

    def __post_init__(self) -> None:
        check_member(self, "shape", CURVES)
        check_whole(self, "points")
        check_number(self, "noise")
        check_whole(self, "seed")
        if self.shape == "corners":
            check_corners(self, "corners")
        elif not isinstance(self.corners, (tuple, list)) or self.corners:  # JSON knows no tuples
            raise ValueError(f"corners must be empty unless the shape is corners; got {self.corners!r}")
        else:
            object.__setattr__(self, "corners", ())


def _check_features(data: Planar | Table) -> None:
    """In the registry's order, so that equal choices are equal experiments."""
    features = data.features
    if isinstance(features, str) or not hasattr(features, "__iter__") or not (features := tuple(features)):
        raise ValueError(f"features must list one or more of {', '.join(FEATURES)}; got {data.features!r}")
    if unknown := [feature for feature in features if not isinstance(feature, str) or feature not in FEATURES]:
        raise ValueError(f"features must be some of {', '.join(FEATURES)}; got {unknown[0]!r}")
    object.__setattr__(data, "features", tuple(feature for feature in FEATURES if feature in features))


Data = Mnist | Planar | Table | Imdb | Groups | Curve
DATA: dict[str, type[Data]] = {kind.name: kind for kind in (Mnist, Planar, Table, Imdb, Groups, Curve)}


@dataclass(frozen=True)
class Network:
    """A stack of dense layers. Penalties and dropout act on the hidden layers, as in the chapter.

    The output layer follows the data: softmax over the classes, one sigmoid unit for two, one linear unit for numbers.
    """

    hidden: tuple[int, ...] = (15,)  # units of each hidden layer
    activation: str = "relu"  # of the hidden layers
    l1: float = 0.0  # λ of λ Σ|w| over the hidden layers' kernels
    l2: float = 0.0  # λ of λ Σw² over the hidden layers' kernels
    dropout: float = 0.0  # share of each hidden layer's outputs set to 0 while training

    def __post_init__(self) -> None:
        if isinstance(self.hidden, str) or not hasattr(self.hidden, "__iter__"):
            raise ValueError(f"hidden must list the units of each hidden layer, such as (15,); got {self.hidden!r}")
        hidden = tuple(checked_whole("units", units, "every entry of hidden") for units in self.hidden)
        checked_whole("hidden_layers", len(hidden), "the number of hidden layers")
        object.__setattr__(self, "hidden", hidden)
        check_member(self, "activation", ACTIVATIONS)
        for name in ("l1", "l2", "dropout"):
            check_number(self, name)


@dataclass(frozen=True)
class Training:
    """How the weights are found."""

    optimizer: str = "rmsprop"
    learning_rate: float = 0.001
    batch_size: int | None = 128  # samples a step; None: all of them (full batch)
    epochs: int = 10
    seed: int = 0  # of the initial weights, the order of the samples and dropout
    patience: int | None = None  # epochs without a lower validation loss after which training stops; None: never
    restore_best: bool = False  # whether it then goes back to the weights of the lowest validation loss

    def __post_init__(self) -> None:
        check_member(self, "optimizer", OPTIMIZERS)
        check_number(self, "learning_rate")
        if self.patience is not None:
            check_whole(self, "patience", hint=", or None to train for all epochs")
        if not isinstance(self.restore_best, bool):
            raise ValueError(f"restore_best must be True or False; got {self.restore_best!r}")
        if self.batch_size is not None:
            check_whole(self, "batch_size", hint=", or None for full batch")
        check_whole(self, "epochs")
        check_whole(self, "seed")


@dataclass(frozen=True)
class Experiment:
    """Everything that decides how a run comes out."""

    data: Data
    network: Network
    training: Training

    def __post_init__(self) -> None:
        for name, kind in (("data", Data), ("network", Network), ("training", Training)):
            if not isinstance(getattr(self, name), kind):
                raise ValueError(f"{name} must be {_kind_names(kind)}; got {getattr(self, name)!r}")
        if self.training.patience is not None and getattr(self.data, "validation_share", 1.0) == 0:
            raise ValueError("patience needs data to validate with; got a validation_share of 0")

    def to_json(self) -> str:
        """One line of JSON with sorted keys: equal experiments give equal text."""
        return json.dumps(
            {
                "data": {"name": self.data.name, **asdict(self.data)},
                "network": asdict(self.network),
                "training": asdict(self.training),
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> "Experiment":
        """The experiment that `to_json` wrote. Raises ValueError on anything else."""
        try:
            parts = json.loads(text)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"an experiment must be JSON text; got {str(text)[:80]!r} ({error})") from None
        parts = _exact_keys("an experiment", parts, {"data", "network", "training"})
        data = dict(_mapping("data", parts["data"]))
        name = data.pop("name", None)
        if not isinstance(name, str) or name not in DATA:
            raise ValueError(f"data name must be one of {', '.join(DATA)}; got {name!r}")
        return cls(
            data=_build(DATA[name], data),
            network=_build(Network, parts["network"]),
            training=_build(Training, parts["training"]),
        )


def _moons(units: int, **against_overfitting: float) -> Experiment:
    """The chapter's planar cells: one hidden layer on 200 noisy points, 5,000 steps of plain gradient descent."""
    network = Network((units,), "tanh", **against_overfitting)
    return Experiment(Planar(), network, Training("sgd", 1.0, None, 5_000))


def _imdb(units: int, **against_overfitting: float) -> Experiment:
    """The chapter's cells on reviews: two hidden layers, 20 epochs."""
    return Experiment(Imdb(), Network((units, units), **against_overfitting), Training(batch_size=512, epochs=20))


PRESETS: dict[str, Experiment] = {
    "mnist": Experiment(Mnist(), Network(), Training()),
    **{f"moons-{units}": _moons(units) for units in (1, 3, 5, 20, 50)},
    "moons-50-l1": _moons(50, l1=0.001),
    "moons-50-dropout": _moons(50, dropout=0.25),
    "imdb-baseline": _imdb(16),
    "imdb-smaller": _imdb(8),
    "imdb-l2": _imdb(8, l2=0.001),
    "imdb-dropout": _imdb(8, l2=0.001, dropout=0.5),
}


def _kind_names(kind: Any) -> str:
    return " or ".join(part.__name__ for part in getattr(kind, "__args__", (kind,)))


def _mapping(label: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{label} must be a JSON object; got {value!r}")
    return value


def _exact_keys(label: str, value: Any, keys: set[str]) -> Mapping[str, Any]:
    if set(_mapping(label, value)) != keys:
        raise ValueError(f"{label} must have exactly {', '.join(sorted(keys))}; got {', '.join(sorted(value))}")
    return value


def _build(kind: type, values: Any) -> Any:
    return kind(**_exact_keys(kind.__name__, values, {field.name for field in fields(kind)}))
