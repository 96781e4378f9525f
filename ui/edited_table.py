"""The rows of a table that a reader edits: its coordinates are texts, read as the numbers of a file are.

A column of numbers would make 5 of a pasted 0,5 in the browser, before the app sees it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nnkit.datasets.own_points.typed import read_typed


@dataclass(frozen=True, eq=False)
class EditedTable:
    """A table as a reader has left it.

    texts: coordinates as texts in the first columns, and others. known: by row, the numbers of coordinates that the
    reader has left alone, and None for what the reader has written. coordinates: how many columns hold them.
    """

    texts: pd.DataFrame
    known: tuple[tuple[float | None, ...], ...]
    coordinates: int

    def rows(self) -> tuple[tuple, ...]:
        """Return the rows with coordinates as numbers. Raises TableError, with the place, for what is no number."""
        rows = [list(row) for row in self.texts.itertuples(index=False, name=None)]
        cells = {
            (row, column): _plain(rows[row][column])
            for row, numbers in enumerate(self.known)
            for column, number in enumerate(numbers)
            if number is None
        }
        places = {f"Row {row + 1}, {self.texts.columns[column]}": cell for (row, column), cell in cells.items()}
        typed = dict(zip(cells, read_typed(places), strict=True))
        for row, numbers in enumerate(self.known):
            for column, number in enumerate(numbers):
                rows[row][column] = typed[row, column] if number is None else number
        return tuple(map(tuple, rows))

    def after(self, texts: pd.DataFrame) -> "EditedTable":
        """Return the table after edits. texts: what `st.data_editor` makes of `self.texts`."""
        before, columns = self.texts.to_numpy(), range(self.coordinates)
        known = tuple(
            tuple(
                self.known[row][column] if row < len(before) and cells[column] == before[row][column] else None
                for column in columns
            )
            for row, cells in zip(texts.index, texts.to_numpy(), strict=True)
        )
        return EditedTable(texts.reset_index(drop=True), known, self.coordinates)

    def with_changes(self, changes: Mapping[str, Any], max_rows: int) -> tuple["EditedTable", int]:
        """Return the table after changes as a browser sends them, and how many new rows have no place in it.

        changes: edited_rows, added_rows and deleted_rows as in the state of `st.data_editor`, which takes seconds to
        apply two thousand of them. What is no change of this table is ignored.
        """
        rows = dict(enumerate(self.texts.to_numpy().tolist()))
        for row, cells in changes.get("edited_rows", {}).items():
            if row in rows:
                self._write(rows[row], cells)
        for row in changes.get("deleted_rows", ()):
            rows.pop(row, None)
        added, room = changes.get("added_rows", ()), max(0, max_rows - len(rows))
        for number, cells in enumerate(added[:room], len(self.texts)):
            rows[number] = self._write([None] * len(self.texts.columns), cells)
        frame = pd.DataFrame(list(rows.values()), columns=self.texts.columns, index=list(rows))
        for name in frame.columns[self.coordinates :]:
            frame[name] = frame[name].astype(float if frame[name].hasnans else int)
        return self.after(frame), max(0, len(added) - room)

    def has_rows(self, changes: Mapping[str, Any]) -> bool:
        """Whether the table has all rows that such changes name; `st.data_editor` fails where it has not."""
        named = [*changes.get("edited_rows", {}), *changes.get("deleted_rows", ())]
        return all(isinstance(row, int) and 0 <= row < len(self.texts) for row in named)

    def _write(self, row: list[Any], cells: Mapping[str, Any]) -> list[Any]:
        """Write the cells of a browser into a row, each as its column holds them."""
        for column, name in enumerate(self.texts.columns):
            if name in cells:
                row[column] = _as_text(cells[name]) if column < self.coordinates else _as_number(cells[name])
        return row

    def equals(self, other: "EditedTable") -> bool:
        """Whether both tables look the same."""
        return self.texts.to_numpy().tolist() == other.texts.to_numpy().tolist()


def as_texts(rows: Sequence[Sequence[float]], columns: Sequence[str], decimals: Mapping[str, int]) -> EditedTable:
    """Return a table before any edits. rows: at least one. decimals: of the columns that hold coordinates."""
    frame = pd.DataFrame(rows, columns=list(columns))
    known = tuple(frame[list(decimals)].astype(float).itertuples(index=False, name=None))
    for name, places in decimals.items():
        frame[name] = [_written(value, places) for value in frame[name]]
    return EditedTable(frame, known, len(decimals))


def _written(value: float, decimals: int) -> str:
    """Write a number without zeros at its end: 950.000 would be read as 950,000 in many countries."""
    text = f"{round(value, decimals) + 0.0:.12g}"
    return text if text != "0" or value == 0 else f"{value:.3g}"


def _as_text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _as_number(cell: object) -> int | None:
    """Return a whole number, such as that of a class; None for what is none."""
    try:
        return int(cell)  # type: ignore[call-overload]  # whatever a browser sends
    except (TypeError, ValueError, OverflowError):
        return None


def _plain(cell: object) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""
