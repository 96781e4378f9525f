"""Streamlit's own scripts and styles travel compressed: a first visit takes a third of the bytes.

Streamlit sends them as they are and leaves this to a proxy, since it would compress them for every visitor anew. Here
each is compressed once.
"""

import gzip
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(streamlit.__file__).parent / "static"
KINDS = {".js": "text/javascript", ".css": "text/css"}
# The name of such a file holds a hash of its content, so that a browser never has to ask again.
HEADERS = {
    "Cache-Control": "public, immutable, max-age=31536000",
    "Content-Encoding": "gzip",
    "Vary": "Accept-Encoding",
}
_PATH = re.compile(r".*/(static/(?:js|css)/[\w.-]+)")
_IN_PAGE = re.compile(r'"\./(static/(?:js|css)/[\w.-]+)"')


class CompressedScripts:
    """Answers requests for these files from browsers that understand gzip."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = _requested(scope) if scope["type"] == "http" else None
        if name is None:
            await self._app(scope, receive, send)
            return
        content = await run_in_threadpool(compressed, name)
        await Response(content, media_type=KINDS[Path(name).suffix], headers=HEADERS)(scope, receive, send)


@cache
def compressed(name: str) -> bytes:
    """Return a file of Streamlit as it travels. name: below FOLDER."""
    return gzip.compress((FOLDER / name).read_bytes())


def compress_first() -> None:
    """Compress what the first page of every visitor loads. It takes 0.1 s, in which other threads may run."""
    for name in _IN_PAGE.findall((FOLDER / "index.html").read_text(encoding="utf-8")):
        compressed(name)


def _requested(scope: Scope) -> str | None:
    """Return the name of the file that a browser asks for, if it can be sent compressed."""
    headers, match = Headers(scope=scope), _PATH.fullmatch(scope["path"])
    if match is None or scope["method"] != "GET" or "range" in headers:
        return None
    if "gzip" not in headers.get("accept-encoding", "") or Path(match[1]).suffix not in KINDS:
        return None
    return match[1] if (FOLDER / match[1]).is_file() else None
