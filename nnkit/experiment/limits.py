"""The allowed values of every choice, and functions that check them.

A `check_` function takes an object that is being built and the name of one of its attributes. It replaces the value by
the same value as a plain Python object, or raises ValueError with what came and what is allowed.
"""

from collections.abc import Mapping
from itertools import pairwise
from numbers import Integral, Real
from typing import Any

# The smallest and the largest allowed value. Sliders and error messages read them here.
LIMITS: dict[str, tuple[float, float]] = {
    "hidden_layers": (0, 6),
    "units": (1, 128),
    "l1": (0.0, 1.0),
    "l2": (0.0, 1.0),
    "dropout": (0.0, 0.9),
    "learning_rate": (1e-6, 100.0),
    "batch_size": (1, 60_000),
    "epochs": (1, 20_000),
    "seed": (0, 2**31 - 1),
    "patience": (0, 1_000),
    "train_size": (100, 60_000),
    "validation_share": (0.0, 0.5),
    "classes": (3, 5),
    "points": (20, 2_000),
    "noise": (0.0, 1.0),
    "edited": (2, 2_000),
    "rows": (20, 10_000),
    "corners": (2, 20),
    "coordinate": (-1.0, 1.0),
    "reviews": (100, 15_000),
    "vocabulary": (1_000, 10_000),
    "neurons": (2, 4),
    "correlation": (0.0, 0.95),
    "moments": (10, 2_000),
}
MIN_ROWS_PER_CLASS = 5  # in a reader's own table: of five rows, split 60 : 20 : 20, each part gets at least one
MAX_NAME = 40  # characters of a column's name or a label in a reader's own points
MAX_COORDINATE = 1e9  # in a reader's own points: enough for a table of inhabitants, and squares stay finite in float32


def is_number(value: Any) -> bool:
    """Return whether the value is a real number. True and False are none, nor is a text that holds a number."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_number_within(value: Any, low: float, high: float) -> bool:
    """Return whether the value is a real number from low to high. NaN never is."""
    return is_number(value) and bool(low <= value <= high)


def is_class(value: Any) -> bool:
    """Return whether the value is the number of one of two classes, 0 or 1."""
    return is_number(value) and value in (0, 1)


def checked_whole(limit: str, value: Any, label: str, hint: str = "") -> int:
    """Return the value as int. Raises ValueError unless it is a whole number within LIMITS[limit].

    label: what the error message calls the value. hint: what else is allowed, for the message.
    """
    low, high = LIMITS[limit]
    if not is_number_within(value, low, high) or not isinstance(value, Integral):
        raise ValueError(f"{label} must be a whole number from {low:,} to {high:,}{hint}; got {value!r}")
    return int(value)


def check_whole(choice: Any, name: str, hint: str = "") -> None:
    """Check that the attribute is a whole number within LIMITS[name]; keep it as int."""
    object.__setattr__(choice, name, checked_whole(name, getattr(choice, name), name, hint))


def check_number(choice: Any, name: str) -> None:
    """Check that the attribute is a number within LIMITS[name]; keep it as float."""
    value, (low, high) = getattr(choice, name), LIMITS[name]
    if not is_number_within(value, low, high):
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}; got {value!r}")
    object.__setattr__(choice, name, float(value) + 0.0)  # -0.0 becomes 0.0: equal choices are one text


def check_member(choice: Any, name: str, allowed: Mapping[str, str]) -> None:
    """Check that the attribute is one of the allowed names."""
    value = getattr(choice, name)
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")


def check_texts(choice: Any, name: str) -> None:
    """Check that the attribute is a pair of texts of at most MAX_NAME characters; keep it as a tuple."""
    value = getattr(choice, name)
    texts = tuple(value) if isinstance(value, (tuple, list)) else ()  # JSON knows no tuples
    if len(texts) != 2 or not all(isinstance(text, str) and 0 < len(text) <= MAX_NAME for text in texts):
        raise ValueError(f"{name} must be a pair of texts of 1 to {MAX_NAME} characters; got {value!r}")
    object.__setattr__(choice, name, texts)


def check_rows(choice: Any, name: str, min_rows_per_class: int = 1) -> None:
    """Check that the attribute lists rows of x1, x2 and class; keep it as a tuple of (float, float, int).

    Coordinates are within ±MAX_COORDINATE, classes are 0 or 1, each on at least min_rows_per_class rows, and the
    number of rows is within LIMITS[name].
    """
    rows, (low, high) = getattr(choice, name), LIMITS[name]
    if isinstance(rows, str) or not hasattr(rows, "__iter__"):
        raise ValueError(f"{name} must list rows of x1, x2 and class, such as (0.5, -1.0, 1); got {rows!r}")
    checked = tuple(_checked_row(number, row, name) for number, row in enumerate(rows, 1))
    if not low <= len(checked) <= high:
        raise ValueError(f"{name} must hold from {low:,} to {high:,} rows; got {len(checked):,}")
    ones = sum(label for _, _, label in checked)
    if min(ones, len(checked) - ones) < min_rows_per_class:
        raise ValueError(
            f"{name} must hold both classes, at least {min_rows_per_class} of each; "
            f"got {len(checked) - ones:,} of class 0 and {ones:,} of class 1"
        )
    object.__setattr__(choice, name, checked)


def _checked_row(number: int, row: Any, name: str) -> tuple[float, float, int]:
    try:
        x1, x2, label = row
        if not all(map(is_number, (x1, x2, label))):
            raise TypeError
        x1, x2, whole = float(x1) + 0.0, float(x2) + 0.0, int(label)
    except (TypeError, ValueError, OverflowError):  # OverflowError: 10**400 as a coordinate, or an infinite class
        raise ValueError(f"row {number} of {name} must be x1, x2 and class, all numbers; got {row!r}") from None
    if not all(is_number_within(x, -MAX_COORDINATE, MAX_COORDINATE) for x in (x1, x2)):
        raise ValueError(f"row {number} of {name} must have coordinates within ±{MAX_COORDINATE:g}; got {row!r}")
    if not is_class(label):
        raise ValueError(f"row {number} of {name} must be of class 0 or 1; got {label!r}")
    return x1, x2, whole


def check_corners(choice: Any, name: str) -> None:
    """Check that the attribute lists pairs x, y with increasing x; keep it as a tuple of (float, float).

    x and y are within LIMITS["coordinate"], the number of pairs within LIMITS[name].
    """
    corners, (fewest, most), (low, high) = getattr(choice, name), LIMITS[name], LIMITS["coordinate"]
    if isinstance(corners, str) or not hasattr(corners, "__iter__"):
        raise ValueError(f"{name} must list pairs x, y, such as (-1.0, 0.5); got {corners!r}")
    checked = tuple(_checked_corner(number, corner, low, high) for number, corner in enumerate(corners, 1))
    if not fewest <= len(checked) <= most:
        raise ValueError(f"{name} must hold from {fewest} to {most} pairs; got {len(checked):,}")
    for number, ((before, _), (x, _)) in enumerate(pairwise(checked), 2):
        if x <= before:
            raise ValueError(f"corner {number} must lie to the right of the one before, at {before:g}; got x = {x:g}")
    object.__setattr__(choice, name, checked)


def _checked_corner(number: int, corner: Any, low: float, high: float) -> tuple[float, float]:
    try:
        x, y = corner
        if not (is_number(x) and is_number(y)):
            raise TypeError
    except (TypeError, ValueError):
        raise ValueError(f"corner {number} must be a pair of numbers x, y; got {corner!r}") from None
    if not (is_number_within(x, low, high) and is_number_within(y, low, high)):
        raise ValueError(f"corner {number} must have x and y from {low:g} to {high:g}; got {corner!r}")
    return float(x) + 0.0, float(y) + 0.0
