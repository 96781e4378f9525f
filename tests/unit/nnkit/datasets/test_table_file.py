import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit.datasets.own_points import sheet
from nnkit.datasets.own_points.table_file import Choices, TableError, read_table
from nnkit.experiment import Table

# 20 rows, lines 1 to 20; x1 = 0.5, 1.5, … and x2 = -0, -1, …
ROWS = [(row + 0.5, -float(row), row % 2) for row in range(20)]
LINES = [f"{x1},{x2},{'yes' if label else 'no'}" for x1, x2, label in ROWS]


def file(*changed, header=None, lines=LINES, end="\n"):
    """The file of LINES with changed = (line, text) pairs, line counted from 1 without the header."""
    lines = list(lines)
    for number, text in changed:
        lines[number - 1 : number] = [text]
    return end.join([*([header] if header is not None else []), *lines, ""]).encode()


def error_of(content):
    with pytest.raises(TableError) as caught:
        read_table(content)
    message = str(caught.value)
    assert "Traceback" not in message
    assert len(message) < 400
    return message


def test_a_plain_file():
    table = read_table(file())
    assert table.rows == tuple(ROWS)
    assert table.columns == ("x1", "x2", "class")
    assert table.classes == ("no", "yes")
    assert Table(table.rows).rows == table.rows


def test_a_header_names_the_columns():
    table = read_table(file(header=" height , width ,kind"))
    assert table.columns == ("height", "width", "kind")
    assert table.rows == tuple(ROWS)
    assert read_table(file(header="height,,")).columns == ("height", "x2", "class")
    assert read_table(file(header="h" * 50 + ",b,c")).columns[0] == "h" * 39 + "…"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("header", [None, "a,b,c"])
def test_delimiters_and_line_ends(delimiter, end, header):
    content = file(header=header, end=end).decode().replace(",", delimiter).encode()
    assert read_table(content).rows == tuple(ROWS)


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("header", [None, "a;b;c"])
def test_a_decimal_comma_where_commas_do_not_part_cells(delimiter, header):
    text = file(header=header and header.replace(";", ",")).decode()
    text = text.replace(",", delimiter).replace(".", ",")
    assert read_table(text.encode()).rows == tuple(ROWS)


def test_byte_order_mark_blank_lines_spaces_and_quotes():
    content = b"\xef\xbb\xbf\r\n" + file((2, '\n  \n " 1.5 ", "-1.0","yes "\n'), (3, '"2.5","-2.0","no"'))
    assert read_table(content).rows == tuple(ROWS)
    header = b'\xef\xbb\xbf"the\nheight","a ""b""",c\n'
    assert read_table(header + file()).columns == ("the height", 'a "b"', "c")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e3", 1000),
        ("−1", -1),
        ("1 000", 1000),
        ("1\u202f000", 1000),
        ("1'000", 1000),
        ("1’000.5", 1000.5),
        (" 3.5 ", 3.5),
        ("+2", 2),
        ("-.5", -0.5),
        ("7.", 7),
        ("1E-2", 0.01),
        ("-0", 0),
        ("1e9", 1e9),
    ],
)
def test_numbers(text, value):
    x1 = read_table(file((4, f"{text},1,yes"))).rows[3][0]
    assert (x1, str(x1)) == (value, str(float(value)))


@pytest.mark.parametrize("text", ["nan", "NaN", "inf", "-Infinity", "1_000", "0x10", "10 00", "٣", "1e", "1.2.3", "."])
@pytest.mark.parametrize(("column", "line"), [(1, "{},1,yes"), (2, "1,{},yes")])
@pytest.mark.parametrize("header", [None, "height,width,kind"])
def test_the_error_for_other_text_than_a_number_names_its_place(text, column, line, header):
    message = error_of(file((6, line.format(text)), header=header))
    names = ("height", "width") if header else ("x1", "x2")
    assert message.startswith(f"Line {7 if header else 6}, column {column} ('{names[column - 1]}') holds '{text}'")
    assert "expected is a number such as 3.5" in message


def test_with_commas_between_cells_a_decimal_comma_is_an_error():
    message = error_of(file((2, '"1,5",2,no')))
    assert message.startswith("Line 1 holds '0.5' with a decimal point, and line 2 holds '1,5' with a decimal comma.")


def test_a_first_row_with_one_number_is_a_row_and_not_a_header():
    assert error_of(file((1, "1_000,1,yes"))).startswith("Line 1, column 1 ('x1') holds '1_000'")


@pytest.mark.parametrize("text", ["1000000001", "-1e10", "1e400", "9" * 5000])
def test_too_large_a_number(text):
    message = error_of(file((3, f"1,{text},yes")))
    assert message.startswith("Line 3, column 2 ('x2') holds '")
    assert "from -1,000,000,000 to 1,000,000,000" in message


@pytest.mark.parametrize(("line", "column"), [(",1,yes", 1), ("1, ,yes", 2), ("1,1,", 3), ('1,1," "', 3)])
def test_an_empty_cell(line, column):
    assert error_of(file((5, line))).startswith(f"Line 5, column {column} (")
    assert "is empty" in error_of(file((5, line)))


@pytest.mark.parametrize(
    ("line", "says"), [("1,2", "2 columns: '1, 2'"), ("5", "1 column: '5'"), ("1,2,yes,4", "4 columns: '1, 2, yes, 4'")]
)
@pytest.mark.parametrize("number", [1, 9])
def test_any_number_of_columns_but_three(line, says, number):
    message = error_of(file((number, line)))
    assert message.startswith(f"Line {number} has {says}. Most lines have 3")


def test_other_delimiters_are_one_column():
    assert error_of(file().replace(b",", b"|")).startswith(
        "Line 1 has 1 column: '0.5|-0.0|no'. Expected are at least three"
    )


def test_a_number_of_the_line_counts_header_blank_lines_and_cells_of_several_lines():
    content = file((2, '\n\n1,2,"ye\ns"'), (3, "1,2"), header='"a\nb",b,c')
    assert error_of(content).startswith("Line 8 has 2 columns")  # 2 of header, row, 2 blank, 2 of a row


def test_a_third_label_is_left_out_and_can_be_chosen():
    others = [*["1,2,maybe"] * 9, "3,4,Maybe"]
    content = file(lines=[*LINES, "5,5,no", *others, "6,6,yes"], header="a,b,kind")
    table = read_table(content)
    assert (table.classes, table.rows) == (("no", "yes"), (*ROWS, (5, 5, 0), (6, 6, 1)))
    assert "Left out: 10 rows with other labels." in table.notes
    two = read_table(content, Choices(classes=("yes", "maybe")))
    assert (two.classes, [label for _, _, label in two.rows]) == (("yes", "maybe"), [0] * 10 + [1] * 10 + [0])
    rest = read_table(content, Choices(classes=(None, "maybe")))
    assert rest.classes == ("all others", "maybe")
    assert [label for _, _, label in rest.rows] == [0] * 21 + [1] * 10 + [0]


def test_only_one_label():
    assert "holds 'no' in all 20 rows; expected are two" in error_of(file(lines=["1,2,no"] * 20))


def test_too_few_rows_of_a_label():
    assert "holds 'rare' in 4 of 30 rows; expected are at least 5" in error_of(
        file(lines=["1,2,often"] * 26 + ["1,2,rare"] * 4)
    )
    assert len(read_table(file(lines=["1,2,often"] * 25 + ["1,2,rare"] * 5)).rows) == 30


def test_too_few_and_too_many_rows():
    assert "has 19 rows of data; expected are at least 20" in error_of(file(lines=LINES[:19]))
    assert "has 0 rows of data" in error_of(b"a,b,c\n")
    assert len(read_table(file(lines=LINES * 500)).rows) == 10_000
    message = error_of(file(lines=[*LINES * 500, "1,2,yes"], header="a,b,c"))
    assert message.startswith("Line 10002 is row 10,001; at most 10,000")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \r\n\n", b"   "])
def test_an_empty_file(content):
    assert error_of(content).startswith("The file is empty. Expected are at least three")


def test_long_labels_are_cut_and_must_stay_different():
    long = ["1,2," + "l" * 60] * 10
    assert read_table(file(lines=["1,2,k"] * 10 + long)).classes == ("k", "l" * 39 + "…")
    assert "both begin with" in error_of(file(lines=["1,2," + "l" * 61] * 10 + long))


def test_a_readers_text_is_quoted_and_cut():
    message = error_of(file((2, f"1,{'<b>' * 100},no"), header="a\x1b[31m,\x07bell,c"))
    assert message.startswith("Line 3, column 2 ('\\x07bell') holds '" + ("<b>" * 100)[:39] + "…'; expected")


def test_other_encodings():
    assert error_of("1,2,ä\n1,2,ö\n".encode("latin-1")).startswith("Line 1 holds the byte 0xe4")
    assert error_of(file() + b"1,2,\xff\n").startswith("Line 21 holds the byte 0xff")
    assert read_table(file().decode().encode("utf-16")).rows == tuple(ROWS)  # “Unicode text” of spreadsheet programs
    assert error_of(file().decode().encode("utf-16")[:-1]).startswith("Line ")
    assert error_of(file().decode().encode("utf-16-le")).startswith("Line 1 holds the byte 0x00")
    assert "UTF-8" in error_of(file((3, "1,2,\0no")))


@pytest.mark.parametrize("line", ['1,2,"no', '1,2,"no" x', '"1,2,no'])
def test_a_lone_quotation_mark(line):
    assert error_of(file((20, line), header="a,b,c")).startswith("Line 21 has a quotation mark")


@pytest.mark.parametrize(
    "content",
    [b",", b";", b"\t", b"\n", b"\r", b'"', b"\0", b"1", b" ", b'",\n', b",,\n", b"1,2,\n", b"a\n", b"\xff", b'"\n'],
)
def test_two_megabytes_of_anything_are_an_error_after_few_readings(content, monkeypatch):
    text, read = (content * 2_000_000)[:2_000_000], []

    class CountedLines(io.StringIO):
        def __next__(self):
            line = super().__next__()
            read.append(len(line))
            return line

    monkeypatch.setattr(sheet.io, "StringIO", CountedLines)
    error_of(text)
    assert sum(read) <= 4 * len(text)  # by each of three delimiters, and then by the right one
    read.clear()
    error_of(text + b"x")
    assert not read


@pytest.mark.parametrize("cell", ["9" * 131_000, "1e" + "9" * 131_000, "0." + "x" * 131_000, "y" * 1_900_000])
def test_cells_of_huge_length_are_an_error(cell):
    assert error_of(file((3, f"{cell},1,no"))).startswith("Line 3")


coordinates = st.floats(-1e9, 1e9).map(lambda value: value + 0.0)
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z", "N"]), min_size=1, max_size=40)
numbers = st.integers(-999, 999).map(str)


@st.composite
def tables(draw):
    """Rows with two labels, at least 5 of each and 20 in all."""
    pairs = st.lists(words, min_size=2, max_size=2, unique_by=str.casefold)
    one, other = draw(pairs | st.lists(numbers, min_size=2, max_size=2, unique=True))
    kinds = [one] * draw(st.integers(10, 20)) + [other] * draw(st.integers(10, 20))
    return [(draw(coordinates), draw(coordinates), label) for label in draw(st.permutations(kinds))]


@given(tables(), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_what_the_csv_module_writes_is_read_back(rows, delimiter, end, header, mark):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerows([("first", "second", "third")] * header + rows)
    table = read_table(stream.getvalue().encode("utf-8-sig" if mark else "utf-8"))
    assert [(x1, x2, table.classes[label]) for x1, x2, label in table.rows] == rows
    labels = {row[2] for row in rows}
    are_numbers = all(label.removeprefix("-").isdigit() for label in labels)
    assert table.classes == tuple(sorted(labels, key=int if are_numbers else str.casefold))
    assert table.columns == (("first", "second", "third") if header else ("x1", "x2", "class"))


@given(st.binary(max_size=300) | st.text('",;\t\n\r 0.1e-aä\0', max_size=300).map(str.encode))
def test_any_bytes_are_a_table_or_a_table_error(content):
    for whole in (content, file() + content, content + file()):
        with suppress(TableError):
            assert Table(read_table(whole).rows)


def test_an_error_about_labels_counts_columns_from_one():
    lines = [f"{7 * number % 10}.5,{3 * number % 11}.25,{'no' if number == 5 else 'yes'}" for number in range(30)]
    assert error_of(file(lines=lines, header="left,right,class")).startswith("Column 3 ('class') holds 'no' in 1 of 30")
