"""The headers of every answer that tell a browser what a page of the app may do."""

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.settings import Settings

# What the app needs besides its own files:
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' blob:",  # components of ours arrive as texts, which Streamlit turns into modules
    "style-src": "'self' 'unsafe-inline'",  # Streamlit and Plotly set styles while they draw
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' ws: wss:",  # not every browser counts websockets of the same server as 'self'
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE = re.compile("<script>(.*?)</script>", re.DOTALL)  # its own short scripts, which no file holds


class Headers:
    """Adds the headers to all answers."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self._app, self._headers = app, headers_of(settings.frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def headers_of(frame_ancestors: Sequence[str]) -> dict[str, str]:
    """Return the headers. frame_ancestors: other sites that may show the app in a frame."""
    scripts = " ".join((POLICY["script-src"], *map(_hash_of, _INLINE.findall(PAGE.read_text(encoding="utf-8")))))
    policy = {**POLICY, "script-src": scripts, "frame-ancestors": " ".join(("'self'", *frame_ancestors))}
    return {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


def _hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
