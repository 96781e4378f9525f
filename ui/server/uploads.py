"""Uploaded files lie in the server's memory: of each visitor, and of all, only the last ones stay."""

import re
from collections import OrderedDict

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.uploaded_file_manager import UploadedFile

MAX_FILES_EACH = 4  # for each open page; a file has at most 2 MB, and the app reads it as soon as it is there
MAX_FILES = 24
_PATH = re.compile(r".*/_stcore/upload_file/([^/]+)/([^/]+)")


def content_of(upload: object) -> bytes | None:
    """Return the content of what the value of a `st.file_uploader` is; None without a file, and for a deleted one."""
    return upload.getvalue() if isinstance(upload, UploadedFile) else None


class BoundUploads:
    """Has Streamlit delete the oldest files when there are too many. Streamlit itself keeps them with their session."""

    def __init__(self, app: ASGIApp):
        self._app = app
        self._files: OrderedDict[str, str] = OrderedDict()  # the session of each file by its address, the oldest first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match = _PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if match is None:
            await self._app(scope, receive, send)
            return
        done = False

        async def send_and_look(message: Message) -> None:
            nonlocal done
            done = done or message.get("status") == 204  # neither refused nor for a session that does not exist
            await send(message)

        await self._app(scope, receive, send_and_look)
        if done:
            await self._count(scope, match[1])

    async def _count(self, scope: Scope, session: str) -> None:
        """A file of the session has been uploaded or deleted."""
        self._files.pop(scope["path"], None)
        if scope["method"] == "PUT":
            self._files[scope["path"]] = session
            for path in self._surplus(session):
                del self._files[path]
                await self._delete(scope, path)

    def _surplus(self, session: str) -> list[str]:
        """Return the addresses of files that have to go: of the session that has uploaded one, or of all."""
        own = [path for path, owner in self._files.items() if owner == session]
        return own[:-MAX_FILES_EACH] or list(self._files)[:-MAX_FILES]

    async def _delete(self, scope: Scope, path: str) -> None:
        """Ask for the file to be deleted, as the browser of the request would: with its cookies and headers."""

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            pass  # nobody waits for the answer

        await self._app({**scope, "method": "DELETE", "path": path, "raw_path": path.encode()}, receive, send)
