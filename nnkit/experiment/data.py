"""The data specs: one class for each data set, with what a reader chooses of it. An object is valid once built."""

from dataclasses import dataclass
from typing import ClassVar

from nnkit.experiment.limits import (
    MIN_ROWS_PER_CLASS,
    check_corners,
    check_member,
    check_number,
    check_rows,
    check_texts,
    check_whole,
    checked_whole,
)
from nnkit.experiment.options import COORDINATES, CURVES, FEATURES, GROUP_SHAPES, PLANAR_SHAPES, REVIEW_SOURCES

Row = tuple[float, float, int]  # x1, x2, class 0 or 1
Corner = tuple[float, float]  # x, y


@dataclass(frozen=True)
class Mnist:
    """Handwritten digits. The last share of the training digits is kept for validation, as Keras does it."""

    name: ClassVar[str] = "mnist"
    input_shape: ClassVar[tuple[int, ...]] = (28, 28)
    input_scale: ClassVar[float] = 1 / 255  # pixels are stored as 0 … 255
    classes: ClassVar[int] = 10

    train_size: int = 60_000  # how many training digits are used, validation share included
    validation_share: float = 0.0

    def __post_init__(self) -> None:
        check_whole(self, "train_size")
        check_number(self, "validation_share")


@dataclass(frozen=True)
class Planar:
    """Points of two classes in the plane, drawn from the seed; 1,000 more for validation and 1,000 for the test."""

    name: ClassVar[str] = "planar"
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[int] = 2

    shape: str = "moons"
    points: int = 200  # for training
    noise: float = 0.4  # standard deviation of the Gaussian noise added to both coordinates
    seed: int = 0
    features: tuple[str, ...] = COORDINATES  # the network's inputs for a point
    edited: tuple[Row, ...] = ()  # the training points after a reader's changes; empty without changes

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
    """A reader's own points, split 60 : 20 : 20 by the seed.

    Coordinates are scaled by the mean and the standard deviation of the training part. Names do not change the
    training; figures show them.
    """

    name: ClassVar[str] = "table"
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[int] = 2

    rows: tuple[Row, ...]
    seed: int = 0
    features: tuple[str, ...] = COORDINATES
    columns: tuple[str, str] = COORDINATES  # the reader's names of x1 and x2
    labels: tuple[str, str] = ("0", "1")  # and of class 0 and class 1

    def __post_init__(self) -> None:
        check_rows(self, "rows", MIN_ROWS_PER_CLASS)
        check_whole(self, "seed")
        check_texts(self, "columns")
        check_texts(self, "labels")
        _check_features(self)

    @property
    def input_shape(self) -> tuple[int, ...]:
        return (len(self.features),)


@dataclass(frozen=True)
class Imdb:
    """Movie reviews, favourable or not. A review is the set of its words: an input is 1 where its word occurs.

    Indices of the vocabulary: 0 padding, 1 start, 2 unknown, 3 unused, and from 4 on words, the most frequent first.
    """

    name: ClassVar[str] = "imdb"
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[int] = 2

    vocabulary: int = 10_000  # indices below it are kept, others become 2, as with Keras's `num_words`
    train_size: int = 15_000  # how many reviews of the training part are used
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
    """Points of three or more classes in the plane, drawn from the seed as those of `Planar`."""

    name: ClassVar[str] = "groups"
    input_shape: ClassVar[tuple[int, ...]] = (2,)
    input_scale: ClassVar[float] = 1.0
    features: ClassVar[tuple[str, ...]] = COORDINATES

    shape: str = "blobs"
    classes: int = 3
    points: int = 300  # for training
    noise: float = 0.4  # standard deviation of the Gaussian noise added to both coordinates
    seed: int = 0

    def __post_init__(self) -> None:
        check_member(self, "shape", GROUP_SHAPES)
        check_whole(self, "classes")
        check_whole(self, "points")
        check_number(self, "noise")
        check_whole(self, "seed")


@dataclass(frozen=True)
class Curve:
    """A regression: a real number y to predict from a number x in -1 … 1. There are no classes.

    The training points are evenly spaced in x; 1,000 more for validation and 1,000 for the test have a random x.
    """

    name: ClassVar[str] = "curve"
    input_shape: ClassVar[tuple[int, ...]] = (1,)
    input_scale: ClassVar[float] = 1.0
    classes: ClassVar[None] = None

    shape: str = "sine"
    points: int = 100  # for training
    noise: float = 0.0  # standard deviation of the Gaussian noise added to y
    seed: int = 0
    corners: tuple[Corner, ...] = ()  # only for the shape "corners"

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
    """Put the features into the order of FEATURES, each once, so that equal choices are equal experiments.

    Raises ValueError where they are none, or a name is unknown.
    """
    features = data.features
    if isinstance(features, str) or not hasattr(features, "__iter__") or not (features := tuple(features)):
        raise ValueError(f"features must list one or more of {', '.join(FEATURES)}; got {data.features!r}")
    if unknown := [feature for feature in features if not isinstance(feature, str) or feature not in FEATURES]:
        raise ValueError(f"features must be some of {', '.join(FEATURES)}; got {unknown[0]!r}")
    object.__setattr__(data, "features", tuple(feature for feature in FEATURES if feature in features))


Data = Mnist | Planar | Table | Imdb | Groups | Curve
DATA: dict[str, type[Data]] = {spec.name: spec for spec in (Mnist, Planar, Table, Imdb, Groups, Curve)}
