"""Files that workers make when a visitor asks for them. Visitors who wait for one occupy no thread of the server."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ClassVar

from streamlit.logger import get_logger
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import app_session, get_instance
from streamlit.runtime.backend_operation_handler import DeferredFileHandler

MAX_WAIT_SECONDS = 600.0  # a file is made after the training that is under way
MAX_WAITING = 8  # files for which one session may wait at the same time
_log = get_logger(__name__)


class WorkerFile:
    """The data of a download button: a file that a worker makes.

    start: has a worker make it, and returns the Future of its bytes.
    """

    def __init__(self, start: Callable[[], Future]):
        self._start = start
        self._content: bytes | None = None

    def __call__(self) -> bytes:
        """Return the bytes: those that `wait` has waited for, or else wait here, as without a server."""
        content, self._content = self._content, None
        made: bytes = self._start().result(MAX_WAIT_SECONDS) if content is None else content
        return made

    async def wait(self) -> None:
        """Wait until the file is made. Raises what the worker raises, and TimeoutError after MAX_WAIT_SECONDS."""
        future = await asyncio.to_thread(self._start)  # the caller's thread makes it where there are no workers
        self._content = await asyncio.wait_for(asyncio.wrap_future(future), MAX_WAIT_SECONDS)


class WaitingFileHandler(DeferredFileHandler):
    """Streamlit's handler of such downloads without its threads: one waits for each file, and there are few of them."""

    _waiting: ClassVar[Counter[str]] = Counter()  # how many files each session waits for

    async def handle(self, request: BackendOperationRequest, session_id: str) -> BackendOperationResponse:
        if self._waiting[session_id] >= MAX_WAITING:
            return _failed(request, "This session waits for too many files")
        self._waiting[session_id] += 1
        try:
            file = data_of(request.deferred_file.file_id)
            if isinstance(file, WorkerFile):
                await file.wait()
            return await super().handle(request, session_id)
        except Exception as error:
            _log.warning("A file for a download was not made: %s", error)
            return _failed(request, "Failed to generate file for download")
        finally:
            self._waiting.subtract([session_id])
            if not self._waiting[session_id]:
                del self._waiting[session_id]


def data_of(file_id: str) -> Any:
    """Return what a download button was given as its data; None for an unknown id."""
    entry: Any = get_instance().media_file_mgr._deferred_callables.get(file_id)
    return entry and entry["callable"]


def wait_without_threads() -> None:
    """Have Streamlit use the handler above for sessions that begin from now on."""
    app_session.DeferredFileHandler = WaitingFileHandler  # type: ignore[attr-defined]  # it is imported there


def _failed(request: BackendOperationRequest, reason: str) -> BackendOperationResponse:
    return BackendOperationResponse(request_id=request.request_id, error_msg=reason)
