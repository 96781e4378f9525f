"""Tables that get more rows in one message than Streamlit applies in a moment."""

import json
import threading
from contextlib import contextmanager

import pytest
from pandas import isna
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from tests.app.visitor import Part
from ui.kept_tables import MAX_TABLES

MAX_CALLS = 200_000  # of Python functions in an answer; Streamlit alone makes 1,300 for each row
ROWS = ((0.0, 1.0, 0), (1.0, 0.0, 1))


def table():
    import streamlit as st

    from tests.app.ui.test_tables import ROWS
    from ui.points import edit_points

    rows = st.session_state.get("rows", ROWS)
    edited = edit_points(rows, "test", len(rows), height=200, max_rows=2_000)
    st.session_state["edited"] = edited
    st.text(f"{len(rows if edited is None else edited.texts)} rows")


def pasted(count):
    """What a browser sends for rows that were pasted below the others."""
    rows = [{"x1": f"{number / 8}", "x2": "−0.5", "class": number % 2} for number in range(count)]
    return {"edited_rows": {}, "added_rows": rows, "deleted_rows": []}


@contextmanager
def counting_calls():
    """Yields a list with an item for each Python function that scripts call: their number is always the same."""
    calls = []
    threading.setprofile(lambda frame, event, argument: calls.append(1) if event == "call" else None)
    try:
        yield calls
    finally:
        threading.setprofile(None)


def send(part, changes, widget=""):
    """Send changes of the table as a browser does; return how many functions are called until the answer."""
    editor = part.app.get("data_editor")[0]
    states = WidgetStates()
    states.widgets.add(id=widget or editor.proto.id, string_value=json.dumps(changes))
    with counting_calls() as calls:
        part.app._run(states)
    assert not part.app.exception, part.app.exception
    return len(calls)


def edited(part):
    return part.app.session_state["edited"].texts


def test_a_paste_of_two_thousand_rows_is_answered_at_once_and_can_be_edited():
    part = Part(table)
    assert 0 < send(part, pasted(1_998)) < MAX_CALLS
    assert part.says("2000 rows")
    assert not part.app.warning
    rows = edited(part)
    assert rows["x1"].tolist() == ["0", "1", *(str(number / 8) for number in range(1_998))]
    assert rows["class"].tolist() == [0, 1, *(number % 2 for number in range(1_998))]
    changes = {"edited_rows": {"5": {"x1": "7"}}, "added_rows": [], "deleted_rows": [0, 1]}
    assert send(part, changes) < MAX_CALLS
    assert part.says("1998 rows")
    assert edited(part)["x1"].tolist()[:4] == ["0.0", "0.125", "0.25", "7"]


def test_many_changes_at_once_give_the_rows_that_streamlit_makes_of_them(monkeypatch):
    changes = {
        "edited_rows": {str(row): {"x2": str(row), "class": 0} for row in range(2, 62, 2)},
        "added_rows": [*pasted(30)["added_rows"], {"x1": 5, "class": "1"}, {"x2": "abc", "class": None}, {}],
        "deleted_rows": [0, *range(60, 90), 121],
    }
    tables = []
    for pending in (50, 10_000):
        part = Part(table, rows=61 * ROWS)
        monkeypatch.setattr("ui.points.MAX_PENDING", pending)
        send(part, changes)
        tables.append([["" if isna(cell) else cell for cell in row] for row in edited(part).to_numpy().tolist()])
    assert len(tables[0]) == 122 - 32 + 33
    assert tables[0] == tables[1]


def test_all_rows_can_be_deleted_and_new_ones_added():
    part = Part(table, rows=61 * ROWS)
    send(part, {"edited_rows": {}, "added_rows": [], "deleted_rows": [*range(122)]})
    assert part.says("0 rows")
    send(part, {**pasted(3), "deleted_rows": []})
    assert part.says("3 rows")
    assert edited(part)["class"].tolist() == [0, 1, 0]


@pytest.mark.parametrize("count", [20_000, 300_000])
def test_rows_without_number_are_left_out_with_a_sentence(count):
    part = Part(table)
    widget = part.app.get("data_editor")[0].proto.id
    forged = {"edited_rows": {}, "added_rows": [{}] * count, "deleted_rows": []}
    assert send(part, forged) < MAX_CALLS
    assert part.says(f"This table can hold 2,000 rows, so {count - 1_998:,} new rows are left out")
    assert part.says("2000 rows")
    assert part.run().says("left out")
    assert (
        send(part, forged, widget) < MAX_CALLS
    )  # the browser of a forger does not care that the editor is another one
    send(part, {"edited_rows": {"1": {"x1": "3"}}, "added_rows": [], "deleted_rows": []})
    assert not part.app.warning


def test_rows_in_the_first_message_of_a_session_are_counted_too():
    """A browser that connects again sends the changes that it has, before the session has drawn the table."""
    states = WidgetStates()
    states.widgets.add(id=Part(table).app.get("data_editor")[0].proto.id, string_value=json.dumps(pasted(2_500)))
    app = AppTest.from_function(table)
    with counting_calls() as calls:
        app._run(states)
    assert 0 < len(calls) < MAX_CALLS
    assert app.text[0].value == "2000 rows"
    assert "502 new rows are left out" in app.warning[0].value


def test_a_session_keeps_the_edits_of_the_last_tables_only():
    part = Part(table)
    for count in range(1, MAX_TABLES + 2):
        part.app.session_state["rows"] = count * ROWS
        part.run()
        send(part, {**pasted(1), "deleted_rows": []})
        assert part.says(f"{2 * count + 1} rows")
    for count, rows in ((2, 5), (1, 2)):  # the first one has made room for the last
        part.app.session_state["rows"] = count * ROWS
        assert part.run().says(f"{rows} rows")
    assert len(part.app.session_state["kept tables"]) == MAX_TABLES
