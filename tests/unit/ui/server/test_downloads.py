"""Visitors who wait for files of workers occupy no thread of the server."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import app_session
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from ui.server import downloads
from ui.server.downloads import MAX_WAITING, WaitingFileHandler, WorkerFile, wait_without_threads

THREADS = 2
SECONDS = 60  # the time limit of a scenario on a busy machine


@pytest.fixture
def manager(monkeypatch):
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    monkeypatch.setattr(downloads, "get_instance", lambda: SimpleNamespace(media_file_mgr=manager))
    return manager


def request(manager, data):
    """The message of a press on a download button with such data."""
    message = BackMsg()
    place = str(len(manager._deferred_callables))
    message.backend_operation_request.deferred_file.file_id = manager.add_deferred(data, "text/plain", place, "a.txt")
    return message.backend_operation_request


def content_of(manager, response):
    name = response.deferred_file.url.rsplit("/", 1)[1].split(".")[0]
    return next(file.content for key, file in manager._storage._files_by_id.items() if name.startswith(key[:20]))


def with_few_threads(scenario):
    """Run it on an event loop that has THREADS threads for all that waits."""

    async def run():
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        return await asyncio.wait_for(scenario(), SECONDS)

    return asyncio.run(run())


def test_a_file_that_is_ready_comes_while_others_wait(manager):
    handler = WaitingFileHandler(lambda: manager)
    futures = [Future() for _ in range(7)]

    async def scenario():
        waits = [request(manager, WorkerFile(lambda made=made: made)) for made in futures]
        waiting = [asyncio.create_task(handler.handle(each, f"visitor {n}")) for n, each in enumerate(waits)]
        await asyncio.sleep(0.05)  # all of them have begun to wait
        other = await handler.handle(request(manager, lambda: b"x1,x2"), "another visitor")
        assert other.deferred_file.url
        assert not any(task.done() for task in waiting)
        for number, made in enumerate(futures):
            made.set_result(b"model %d" % number)
        return [other, *await asyncio.gather(*waiting)]

    responses = with_few_threads(scenario)
    assert not any(response.error_msg for response in responses)
    contents = [content_of(manager, response) for response in responses]
    assert contents == [b"x1,x2", *(b"model %d" % number for number in range(7))]


def test_without_this_handler_it_would_not_come(manager):
    handler = DeferredFileHandler(lambda: manager)
    made = Future()

    async def scenario():
        waits = [request(manager, lambda: made.result(SECONDS)) for _ in range(THREADS)]
        waiting = [asyncio.create_task(handler.handle(each, "visitor")) for each in waits]
        await asyncio.sleep(0.05)
        other = asyncio.create_task(handler.handle(request(manager, lambda: b"x1,x2"), "another visitor"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(other), 0.2)
        made.set_result(b"model")
        await asyncio.gather(other, *waiting)

    with_few_threads(scenario)


def test_a_session_waits_for_a_few_files_at_a_time_and_then_for_more(manager):
    handler, made = WaitingFileHandler(lambda: manager), Future()

    async def scenario():
        waits = [request(manager, WorkerFile(lambda: made)) for _ in range(MAX_WAITING)]
        waiting = [asyncio.create_task(handler.handle(each, "visitor")) for each in waits]
        await asyncio.sleep(0.05)
        too_many = await handler.handle(request(manager, WorkerFile(lambda: made)), "visitor")
        made.set_result(b"model")
        await asyncio.gather(*waiting)
        return too_many, await handler.handle(request(manager, WorkerFile(lambda: made)), "visitor")

    too_many, later = with_few_threads(scenario)
    assert too_many.error_msg
    assert later.deferred_file.url
    assert not handler._waiting


def test_a_file_that_fails_and_an_unknown_one_are_told(manager):
    failed = Future()
    failed.set_exception(ValueError("no"))
    handler = WaitingFileHandler(lambda: manager)
    unknown = BackMsg()
    unknown.backend_operation_request.deferred_file.file_id = "unknown"

    async def scenario():
        first = await handler.handle(request(manager, WorkerFile(lambda: failed)), "visitor")
        return first, await handler.handle(unknown.backend_operation_request, "visitor")

    assert all(response.error_msg for response in with_few_threads(scenario))
    assert not handler._waiting


def test_streamlit_uses_it_for_new_sessions(monkeypatch):
    monkeypatch.setattr(app_session, "DeferredFileHandler", app_session.DeferredFileHandler)
    wait_without_threads()
    session = SimpleNamespace(_script_data=SimpleNamespace(main_script_path="app.py"))
    dispatcher = app_session.AppSession._create_backend_operation_dispatcher(session)
    assert any(isinstance(handler, WaitingFileHandler) for handler in dispatcher._handlers.values())
