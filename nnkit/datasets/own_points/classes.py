"""Which labels of a reader's file become class 0 and class 1."""

from collections import Counter
from collections.abc import Sequence

from nnkit.datasets.own_points.columns import MAX_LABELS
from nnkit.datasets.own_points.errors import MAX_SHOWN, TableError, cut, shown
from nnkit.datasets.own_points.labels import Key
from nnkit.datasets.own_points.outline import Classes, Outline
from nnkit.experiment.limits import LIMITS, MIN_ROWS_PER_CLASS

OTHERS = "all others"


def choose_classes(keys: Sequence[Key], outline: Outline) -> Classes:
    """Return the reader's choice, or the two most frequent labels in their order.

    keys: of the label of each row. Raises TableError where labels or rows are too few.
    """
    column, labels = f"Column {outline.columns[2] + 1} ({shown(outline.names[outline.columns[2]])})", outline.labels
    if len(keys) < LIMITS["rows"][0]:
        raise TableError(_too_few(len(keys)))
    if len(labels) < 2:
        raise TableError(
            f"{column} holds {shown(labels[keys[0]])} in all {len(keys):,} rows; expected are two different labels. "
            f"Add rows of another."
        )
    if len(labels) > MAX_LABELS:
        raise TableError(
            f"{column} holds {len(labels):,} different labels; expected are two, and at most {MAX_LABELS} to choose "
            f"from. Choose another column for the label."
        )
    zero, one = outline.choices.classes or _most_frequent(keys, labels)
    if one not in labels or not (zero is None or zero in labels) or zero == one:  # of another column
        zero, one = _most_frequent(keys, labels)
    _check(keys, (zero, one), outline, column)
    return zero, one


def name_of(key: Key | None, outline: Outline) -> str:
    """Return the text of a label, cut."""
    return OTHERS if key is None else cut(outline.labels[key])


def _most_frequent(keys: Sequence[Key], labels: dict[Key, str]) -> tuple[Key, Key]:
    """Return the two most frequent labels in their order, which also decides between equals."""
    counts, places = Counter(keys), {key: place for place, key in enumerate(labels)}
    chosen = sorted(counts, key=lambda key: (-counts[key], places[key]))[:2]
    first, second = sorted(chosen, key=places.__getitem__)
    return first, second


def _check(keys: Sequence[Key], classes: Classes, outline: Outline, column: str) -> None:
    """Raise TableError where a class has too few rows, or both have names that look the same."""
    zero, one = classes
    ones = sum(key == one for key in keys)
    counts = {one: ones, zero: len(keys) - ones if zero is None else sum(key == zero for key in keys)}
    label, count = min(counts.items(), key=lambda item: item[1])
    if count < MIN_ROWS_PER_CLASS:
        raise TableError(
            f"{column} holds {shown(name_of(label, outline))} in {count} of {len(keys):,} rows; expected are at least "
            f"{MIN_ROWS_PER_CLASS} of each label. Add rows of this one."
        )
    if sum(counts.values()) < LIMITS["rows"][0]:
        raise TableError(_too_few(sum(counts.values())))
    if name_of(zero, outline) == name_of(one, outline):
        raise TableError(
            f"{column} holds two labels that both begin with {shown(outline.labels[one])}. "
            f"Shorten them to {MAX_SHOWN} characters."
        )


def _too_few(rows: int) -> str:
    return f"The file has {rows} rows of data; expected are at least {LIMITS['rows'][0]}. Add some."
