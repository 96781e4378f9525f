"""Uploaded files are bounded, in Streamlit's own manager of uploaded files and behind its own routes."""

import asyncio

import pytest
from starlette.applications import Starlette
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_routes import create_upload_routes

from ui.server.uploads import MAX_FILES, MAX_FILES_EACH, BoundUploads


class Runtime:
    """All sessions but one are connected."""

    def is_active_session(self, session):
        return session != "gone"


@pytest.fixture
def manager(monkeypatch):
    monkeypatch.setattr("streamlit.web.server.starlette.starlette_routes.is_xsrf_enabled", lambda: False)
    return MemoryUploadedFileManager("/_stcore/upload_file")


@pytest.fixture
def app(manager):
    return BoundUploads(Starlette(routes=create_upload_routes(Runtime(), manager, "")))


def request(app, method, session, file):
    """Send a file, or have it deleted, as a browser does; return the status of the answer."""
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n1,2\r\n--x--\r\n'
    path, statuses = f"/_stcore/upload_file/{session}/{file}", []
    headers = [(b"content-type", b"multipart/form-data; boundary=x"), (b"content-length", str(len(body)).encode())]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": headers}

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        statuses.append(message.get("status"))

    asyncio.run(app(scope, receive, send))
    return statuses[0]


def files_of(manager, session):
    return list(manager.file_storage.get(session, ()))


def test_a_session_keeps_its_last_files(app, manager):
    for number in range(MAX_FILES_EACH + 2):
        assert request(app, "PUT", "a", number) == 204
    request(app, "PUT", "b", 0)
    assert files_of(manager, "a") == [str(number) for number in range(2, MAX_FILES_EACH + 2)]
    assert files_of(manager, "b") == ["0"]
    request(app, "DELETE", "a", 3)  # what the browser deletes makes room
    request(app, "PUT", "a", "new")
    assert files_of(manager, "a") == ["2", *(str(number) for number in range(4, MAX_FILES_EACH + 2)), "new"]


def test_all_sessions_together_keep_the_last_files(app, manager):
    for session in range(MAX_FILES + 3):
        request(app, "PUT", f"s{session}", "f")
    kept = [session for session in manager.file_storage if files_of(manager, session)]
    assert kept == [f"s{session}" for session in range(3, MAX_FILES + 3)]


def test_what_streamlit_refuses_counts_for_nothing(app, manager):
    request(app, "PUT", "a", "f")
    for number in range(2 * MAX_FILES):
        assert request(app, "PUT", "gone", number) == 400
    assert files_of(manager, "a") == ["f"]
