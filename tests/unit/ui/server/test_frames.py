"""Only messages of visitors reach Streamlit."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.unit.ui.server.asgi import request
from ui.server import frames
from ui.server.frames import Frames


def frame(**content):
    return {"type": "websocket.receive", **content}


def message(**fields):
    return frame(bytes=BackMsg(**fields).SerializeToString())


HONEST = message(rerun_script={"page_name": "mnist", "widget_states": {"widgets": [{"id": "$$ID-1", "int_value": 3}]}})
END = {"type": "websocket.disconnect", "code": 1000}


def arrived(*received):
    """What the app behind gets of these frames, and what goes back while it still sends after each."""
    found = []

    async def app(scope, receive, send):
        while (got := await receive())["type"] == "websocket.receive":
            found.append(got)
            await send({"type": "websocket.send", "bytes": b""})
        await send({"type": "websocket.send", "bytes": b"too late"})

    sent = request(Frames(app), "/_stcore/stream", "websocket", [*received, END])
    return found, [each for each in sent if each["type"] == "websocket.close"], sent


@pytest.fixture
def lines(monkeypatch):
    """The lines of the log."""
    found = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())
    log = logging.Logger("frames")
    log.addHandler(handler)
    monkeypatch.setattr(frames, "_log", log)
    return found


def test_messages_of_visitors_pass_as_they_are(lines):
    kinds = [HONEST, message(stop_script=True), message(app_heartbeat=True), message(file_urls_request={})]
    kinds.append(message(backend_operation_request={"deferred_file": {"file_id": "a"}}))
    found, closed, _ = arrived(*kinds)
    assert found == kinds
    assert not closed
    assert not lines


@pytest.mark.parametrize(
    "dropped",
    [
        message(clear_cache=True),  # it would empty the caches of all visitors
        message(load_git_info=True),
        message(set_run_on_save=True),
        message(debug_shutdown_runtime=True),
        message(backend_operation_request={"install_skills": {}}),
        message(rerun_script={"widget_states": {"widgets": [{"id": "overfitting.edits", "int_value": 3}]}}),
        frame(bytes=b""),
    ],
)
def test_what_no_visitor_sends_is_dropped_with_one_line(dropped, lines):
    found, closed, _ = arrived(dropped, HONEST)
    assert found == [HONEST]
    assert not closed
    assert len(lines) == 1


@pytest.mark.parametrize(("garbage", "code"), [(frame(bytes=b"\xff" * 100), 1002), (frame(text="rerun"), 1003)])
def test_garbage_closes_the_connection_with_one_line_and_nothing_is_sent_afterwards(garbage, code, lines):
    found, (closed,), sent = arrived(HONEST, garbage, HONEST)
    assert found == [HONEST]
    assert closed["code"] == code
    assert sent[-1] == closed
    assert len(lines) == 1
    assert "\n" not in lines[0]


@given(st.binary(max_size=200))
def test_every_frame_passes_or_is_dropped_or_closes(content):
    found, closed, _ = arrived(frame(bytes=content))
    assert len(found) + len(closed) <= 1
