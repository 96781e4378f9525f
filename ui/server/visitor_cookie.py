"""A cookie that tells visitors apart, so that one with many tabs still gets one share of the workers.

It holds a random number, is forgotten with the browser, and is no login: whoever sends none counts by the tab.
"""

import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from secrets import token_hex

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "nnkit_visitor"
_VALUE = re.compile("[0-9a-f]{32}")


class VisitorCookie:
    """Gives every browser that opens a page the cookie, unless it has it."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _opens_page(scope):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure = "; Secure" if scope.get("scheme") == "https" else ""
                cookie = f"{COOKIE}={token_hex(16)}; Path=/; HttpOnly; SameSite=Lax{secure}"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def visitor_in(cookies: Mapping[str, str]) -> str | None:
    """Return who the visitor is by these cookies; None without a cookie of ours."""
    value = cookies.get(COOKIE)
    return value if isinstance(value, str) and _VALUE.fullmatch(value) else None  # AppTest has no real cookies


def _opens_page(scope: Scope) -> bool:
    """Whether a browser without the cookie asks for a page, and not for one of its files."""
    headers = Headers(scope=scope)
    if scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
        return False
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return True
    return visitor_in({name: morsel.value for name, morsel in cookies.items()}) is None
