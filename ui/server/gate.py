"""Who may connect: decided from the headers alone, before Streamlit looks at them.

Streamlit asks the internet for its own address where an Origin is foreign. On a network that does not answer, each
such attempt would block all visitors for seconds.
"""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.logger import get_logger

from ui.server.settings import Settings

METRICS_PATH = "/_stcore/metrics"
POLICY_VIOLATION = 1008  # the code with which a websocket is closed
_log = get_logger(__name__)


class Gate:
    """Refuses hosts that are not allowed, sites that are not allowed, and the metrics unless they are open.

    What it lets through carries no foreign Origin any more.
    """

    def __init__(self, app: ASGIApp, settings: Settings):
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = MutableHeaders(scope=scope)
        origin, host = headers.get("origin"), headers.get("host", "")
        if refusal := self._refusal(scope["path"], origin, host):
            await _refuse(scope, receive, send, *refusal)
            return
        if origin is None or is_own(origin, host):
            await self._app(scope, receive, send)
            return
        scope = {**scope, "headers": [each for each in scope["headers"] if each[0].lower() != b"origin"]}
        await self._app(scope, receive, _allowing(origin, send) if scope["type"] == "http" else send)

    def _refusal(self, path: str, origin: str | None, host: str) -> tuple[int, str] | None:
        """Return the status and the reason with which a request is refused, or None if it is let through."""
        settings = self._settings
        if settings.hosts and not is_among(host, settings.hosts):
            return 400, f"host {host!r} is not among the allowed ones"
        if not settings.metrics and METRICS_PATH in path:
            return 404, ""
        if origin is None or is_own(origin, host) or origin.lower() in settings.origins:
            return None
        if not config.get_option("server.enableCORS"):
            return None
        return 403, f"site {origin!r} is not among the allowed ones"


def is_own(origin: str, host: str) -> bool:
    """Whether a page of this server itself asks."""
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:  # no address at all, such as http://[
        return False


def is_among(host: str, names: tuple[str, ...]) -> bool:
    """Whether a host is one of the names. *.example.org stands for all names that end with .example.org."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return any(name.endswith(each[1:]) if each.startswith("*.") else name == each for each in names)


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
    if reason:
        _log.warning("Refused a connection: %s", reason[:200])
    if scope["type"] == "websocket":
        await receive()  # its opening
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    await PlainTextResponse("Not found" if status == 404 else "Not allowed", status)(scope, receive, send)


def _allowing(origin: str, send: Send) -> Send:
    """Return `send` with the headers by which a browser lets an allowed site read an answer."""

    async def send_allowing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers.add_vary_header("Origin")
        await send(message)

    return send_allowing
