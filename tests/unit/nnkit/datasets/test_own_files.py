"""Files as spreadsheet programs, pandas and NumPy write them. pandas, which is told their format, is the truth."""

import re
from pathlib import Path

import pandas as pd
import pytest

from nnkit.datasets.own_points.table_file import Choices, TableError, read_outline, read_table
from nnkit.datasets.own_points.typed import read_typed

FILES = Path(__file__).with_name("own_files")
ENGLISH, GERMAN = {"thousands": ","}, {"sep": ";", "decimal": ",", "thousands": "."}
NO_YES, ZERO_ONE = ("no", "yes"), ("0", "1")
# For each file: what pandas has to be told, the labels of class 0 and 1, and what a note says.
CASES = {
    "exam.tsv": ({"sep": "\t", **ENGLISH}, NO_YES, "'1,200' is read as 1200."),
    "excel_blank_row_between.csv": (GERMAN, NO_YES, "Left out: 1 blank line."),
    "excel_blank_rows_above_header.csv": ({**GERMAN, "header": 1}, NO_YES, "Line 2 holds the names of the columns."),
    "excel_blank_rows_at_end.csv": (GERMAN, NO_YES, "Left out: 3 blank lines."),
    "excel_sep_line.csv": ({**GERMAN, "header": 1}, NO_YES, "Left out: the line “sep=;”."),
    "excel_sep_line_bom.csv": ({"header": 1}, NO_YES, "Left out: the line “sep=,”."),
    "excel_trailing_commas.csv": ({}, NO_YES, "Left out: 1 empty column."),
    "excel_trailing_delimiter.csv": (GERMAN, NO_YES, "Left out: 1 empty column."),
    "labels_1_1.0.csv": ({}, ZERO_ONE, ""),
    "labels_2_10.csv": ({}, ("2", "10"), ""),
    "labels_9_10.csv": ({}, ("9", "10"), ""),
    "labels_case.csv": ({}, NO_YES, ""),
    "labels_plus_minus.csv": ({}, ("-1", "+1"), ""),
    "numpy_savetxt_space.csv": ({"sep": " ", "header": None}, ZERO_ONE, "Line 1 holds the first point."),
    "pandas_index.csv": ({"index_col": 0}, ZERO_ONE, "Left out: column 1, which counts the rows."),
    "pandas_numeric_header_labels12.csv": ({}, ("1", "2"), "Line 1 holds the names of the columns."),
    "pandas_numeric_header_target.csv": ({}, ZERO_ONE, "Line 1 holds the names of the columns."),
    "thousands_comma_quoted.csv": (ENGLISH, NO_YES, "'1,200' is read as 1200."),
    "thousands_point_german.csv": (GERMAN, NO_YES, "'1.200' is read as 1200."),
    "thousands_semicolon.csv": ({"sep": ";", **ENGLISH}, NO_YES, "'1,200' is read as 1200."),
    "thousands_tab.csv": ({"sep": "\t", **ENGLISH}, NO_YES, "'1,200' is read as 1200."),
}


def frame_of(name, options):
    """The file's three columns by pandas, without empty rows and columns."""
    frame = pd.read_csv(FILES / name, **options).dropna(axis=1, how="all").dropna(how="all")
    return frame.set_axis(["x1", "x2", "label"], axis=1)


def values(rows):
    return [(x1, x2) for x1, x2, _ in rows]


@pytest.mark.parametrize(("name", "case"), CASES.items())
def test_a_file_is_read_as_pandas_reads_it_when_told_the_format(name, case):
    options, classes, note = case
    frame, table = frame_of(name, options), read_table((FILES / name).read_bytes())
    assert values(table.rows) == list(zip(frame["x1"].astype(float), frame["x2"].astype(float), strict=True))
    labels = [float(label) if label.lstrip("+-")[0].isdigit() else label for label in classes]
    theirs = [label.lower() if isinstance(label, str) else float(label) for label in frame["label"]]
    assert [labels[label] for _, _, label in table.rows] == theirs
    assert table.classes == classes
    assert any(note in line for line in table.notes)


def test_every_file_has_a_test():
    others = {"iris_like_5cols.csv", "pandas_index_2cols_wrong.csv", "paste_decimal_comma.tsv"}
    assert {path.name for path in FILES.iterdir()} == {*CASES, *others}


def test_of_five_columns_any_two_can_be_chosen():
    content, frame = (FILES / "iris_like_5cols.csv").read_bytes(), pd.read_csv(FILES / "iris_like_5cols.csv")
    table = read_table(content)
    assert table.columns == ("sl", "sw", "species")
    assert "x1 is 'sl', x2 is 'sw', the label is 'species'." in table.notes
    chosen = read_table(content, Choices(columns=(3, 0, 4)))
    assert chosen.columns == ("pw", "sl", "species")
    assert values(chosen.rows) == list(zip(frame["pw"], frame["sl"], strict=True))


def test_an_index_is_no_input_unless_the_reader_says_so():
    content = (FILES / "pandas_index_2cols_wrong.csv").read_bytes()
    with pytest.raises(TableError, match=r"Column 1 counts the rows. Besides the label there is 1 column of numbers"):
        read_table(content)
    outline = read_outline(content, Choices())  # the page can still offer the columns
    assert outline.names == ("column 1", "x", "label")
    table = read_table(content, Choices(columns=(0, 1, 2)))
    assert values(table.rows)[:3] == [(0, 1.02), (1, 2.72), (2, 1.56)]


def test_a_pasted_line_with_decimal_commas():
    content = (FILES / "paste_decimal_comma.tsv").read_text()
    assert read_typed(dict(enumerate(content.split()))) == [0.5, 2.25]
    with pytest.raises(TableError, match="Line 1 has 2 columns: '0,5, 2,25'"):
        read_table(content.encode())


def test_classes_can_be_swapped():
    content = (FILES / "labels_plus_minus.csv").read_bytes()
    table = read_table(content)
    swapped = read_table(content, Choices(classes=table.keys[::-1]))
    assert swapped.classes == ("+1", "-1")
    assert [1 - label for _, _, label in swapped.rows] == [label for _, _, label in table.rows]


def numbers(*pairs, delimiter=";", header="a;b;label"):
    """A file of 20 rows that repeats the pairs, with labels in turn."""
    rows = [delimiter.join((*pairs[row % len(pairs)], ["no", "yes"][row % 2])) for row in range(20)]
    return "\n".join([header.replace(";", delimiter), *rows] if header else rows).encode()


@pytest.mark.parametrize(
    ("delimiter", "pair", "examples", "with_point"),
    [
        (";", ("1,200", "61,200"), "'1,200' (1,200 or 1.2) and '61,200' (61,200 or 61.2)", 1200),
        (" ", ("1,200", "2,500"), "'1,200' (1,200 or 1.2) and '2,500' (2,500 or 2.5)", 1200),
        (",", ('"1,200"', '"61,200"'), "'1,200' (1,200 or 1.2) and '61,200' (61,200 or 61.2)", 1200),
        ("\t", ("1.200", "61.200"), "'1.200' (1.2 or 1,200) and '61.200' (61.2 or 61,200)", 1.2),
    ],
)
def test_numbers_that_can_be_read_in_two_ways_are_refused_with_two_examples(delimiter, pair, examples, with_point):
    content = numbers(pair, delimiter=delimiter)
    with pytest.raises(TableError, match=re.escape(examples)):
        read_table(content)
    point, comma = (read_table(content, Choices(numbers=name)).rows[0][0] for name in ("1,234.5", "1.234,5"))
    assert point == with_point
    assert {point, comma} == {1200, 1.2}


@pytest.mark.parametrize("delimiter", [",", " "])
def test_three_decimals_are_decimals_where_a_program_has_written_the_file(delimiter):
    assert read_table(numbers(("1.234", "5.678"), delimiter=delimiter)).rows[0][:2] == (1.234, 5.678)


def test_a_third_column_decides_how_numbers_are_read():
    rows = [f"1,200;2,400;{row},5;{['no', 'yes'][row % 2]}" for row in range(20)]
    assert read_table("\n".join(["a;b;c;label", *rows]).encode()).rows[0][:2] == (1.2, 2.4)


@pytest.mark.parametrize(
    ("header", "pair", "is_header"),
    [
        ("2019;2020;growth", ("1.5", "2.5"), True),
        ("2010;2020;growth", ("1.5", "2.5"), True),
        ("0;1;2", ("1.5", "2.5"), True),
        (";0;1", ("1.5", "2.5"), True),
        ("7;3;no", ("1.5", "2.5"), False),  # a genuine first point
        ("7;3;yes", ("5", "6"), False),
        ("0;1;no", ("1", "0"), False),
        ("7;3;maybe", ("5", "6"), False),
        ("0.5;1.5;maybe", ("1.5", "2.5"), False),
        ("0;1;target", ("5", "6"), True),
        ("height;3;no", ("1.5", "2.5"), False),  # its first cell will be named as wrong
    ],
)
def test_names_and_a_first_point_are_told_apart(header, pair, is_header):
    content = numbers(pair, header=header)
    outline = read_outline(content, Choices())
    assert (outline.header is not None) == is_header
    other = read_outline(content, Choices(header=not is_header))
    assert (other.header is not None) != is_header
    assert len(outline.lines) == (20 if is_header else 21)


@pytest.mark.parametrize(
    ("above", "left_out"),
    [
        ("Measurements 2024;;\n", "the title in line 1"),
        ("Measurements\n\n", "1 blank line, the title in line 1"),
        ("\ufeff\ufeff", ""),
        ('"sep=;"\r\n', "the line “sep=;”"),
    ],
)
def test_what_stands_above_a_table_is_left_out(above, left_out):
    table = read_table(above.encode() + numbers(("1,5", "2,5")))
    assert table.columns == ("a", "b", "label")
    assert len(table.rows) == 20
    assert ", ".join(note for note in table.notes if "Left out" in note) == (
        f"Left out: {left_out}." if left_out else ""
    )


def test_a_table_of_r_has_no_name_for_the_numbers_of_its_rows():
    rows = [f'"{row + 1}" {row}.5 2.25 "{["no", "yes"][row % 2]}"' for row in range(20)]
    table = read_table("\n".join(['"x1" "x2" "label"', *rows]).encode())
    assert table.columns == ("x1", "x2", "label")
    assert table.rows[3][:2] == (3.5, 2.25)
    assert "Left out: column 1, which counts the rows." in table.notes


def test_the_label_may_stand_first():
    rows = [f"{['no', 'yes'][row % 2]},{row}.25,{row * row}.75" for row in range(30)]
    table = read_table("\n".join(["kind,a,b", *rows]).encode())
    assert table.columns == ("a", "b", "kind")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["0,5", "2,25"], [0.5, 2.25]),
        (["0.5", "2,25"], [0.5, 2.25]),  # one is typed, one is pasted
        (["1.234"], [1.234]),  # as the app writes it
        (["1,234", "0,5"], [1.234, 0.5]),
        (["1.234,5", "1 200", "−3"], [1234.5, 1200, -3]),
        (["1e3", "7"], [1000, 7]),
    ],
)
def test_typed_numbers(cells, expected):
    assert read_typed(dict(enumerate(cells))) == expected


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["1,200"], "Row 1 holds '1,200', which can mean 1200 or 1.2."),
        (["1,200", "2.25"], "Row 1 holds '1,200', which can mean 1200 or 1.2."),
        (["1.200", "0,5"], "Row 1 holds '1.200', which can mean 1.2 or 1200."),
        (["0,5", "abc"], "Row 2 holds 'abc'; expected is a number"),
        ([""], "Row 1 is empty; expected is a number"),
    ],
)
def test_typed_numbers_that_are_refused(cells, says):
    with pytest.raises(TableError, match=says):
        read_typed({f"Row {row}": cell for row, cell in enumerate(cells, 1)})
