import pandas as pd
import pytest

from nnkit.datasets.own_points.errors import TableError
from ui.edited_table import as_texts

ROWS = ((1 / 3, -2.0, 0), (61_200.0, 1e-7, 1), (950.0, 0.12345, 1))
COLUMNS = ("x1", "x2", "class")


@pytest.fixture
def table():
    return as_texts(ROWS, COLUMNS, {"x1": 3, "x2": 3})


def edited(table, changes, added=(), deleted=()):
    """What `st.data_editor` returns: rows keep their numbers, and new ones get the next."""
    texts = table.texts.copy()
    for (row, name), text in changes.items():
        texts.loc[row, name] = text
    texts = pd.concat([texts, pd.DataFrame(added, columns=COLUMNS, index=range(len(texts), len(texts) + len(added)))])
    return table.after(texts.drop(index=list(deleted)))


def test_numbers_are_written_short_and_without_zeros_at_their_end(table):
    assert table.texts["x1"].tolist() == ["0.333", "61200", "950"]
    assert table.texts["x2"].tolist() == ["-2", "1e-07", "0.123"]


def test_what_is_left_alone_keeps_all_its_digits(table):
    assert table.rows() == ROWS
    after = edited(table, {(2, "x1"): "0,5"}, added=[("2,25", "−1", 0)], deleted=[1])
    assert after.rows() == (ROWS[0], (0.5, 0.12345, 1), (2.25, -1.0, 0))
    again = edited(after, {(0, "class"): 1})  # the rows are counted anew
    assert again.rows() == ((*ROWS[0][:2], 1), (0.5, 0.12345, 1), (2.25, -1.0, 0))


def test_a_table_without_changes_equals_the_first_one(table):
    assert edited(table, {}).equals(table)
    assert edited(edited(table, {(0, "x1"): "1"}), {(0, "x1"): "0.333"}).equals(table)
    assert not edited(table, {(0, "class"): 1}).equals(table)


@pytest.mark.parametrize("empty", [None, "", " \u00a0", float("nan")])
def test_an_empty_cell_is_named(table, empty):
    with pytest.raises(TableError, match="Row 2, x2 is empty"):
        edited(table, {(1, "x2"): empty}).rows()


def test_a_cell_that_holds_no_number_or_two_is_named(table):
    with pytest.raises(TableError, match="Row 1, x1 holds 'abc'; expected is a number"):
        edited(table, {(0, "x1"): "abc"}).rows()
    with pytest.raises(TableError, match=r"Row 1, x2 holds '1,200', which can mean 1200 or 1\.2"):
        edited(table, {(0, "x2"): "1,200"}).rows()
    assert edited(table, {(0, "x2"): "1,200", (1, "x2"): "0,5"}).rows()[0][1] == 1.2
    assert not edited(table, {}, deleted=[0, 1, 2]).rows()
