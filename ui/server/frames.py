"""What comes by a websocket: only messages that the app's own browsers send reach Streamlit."""

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.logger import get_logger
from streamlit.proto.BackMsg_pb2 import BackMsg

UNSUPPORTED, PROTOCOL_ERROR = 1003, 1002  # codes with which a websocket is closed
# Streamlit understands more, for developers: emptying the caches of all visitors, and asking git about the code.
KINDS = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}
OPERATIONS = {"deferred_file", "dataframe_chunk"}  # of the last kind
WIDGET = "$$"  # how Streamlit's ids of widgets begin; others would be names in the session
_log = get_logger(__name__)


class Frames:
    """Closes a websocket whose frames are no messages of Streamlit, and drops messages that no visitor sends."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        is_closed = False

        async def send_while_open(message: Message) -> None:
            if not is_closed:
                await send(message)

        async def receive_checked() -> Message:
            nonlocal is_closed
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                code, reason = judge(message)
                if not reason:
                    return message
                if code:
                    _log.warning("Closed a connection: it sent %s", reason)
                    is_closed = True
                    await send({"type": "websocket.close", "code": code})
                    return {"type": "websocket.disconnect", "code": code}
                _log.info("Dropped a message: %s", reason)

        await self._app(scope, receive_checked, send_while_open)


def judge(message: Message) -> tuple[int, str]:
    """Return why a frame is not let through, "" if it is, and the code to close with, 0 to stay connected."""
    content = message.get("bytes")
    if content is None:
        return UNSUPPORTED, "text, where messages are bytes"
    try:
        parsed = BackMsg.FromString(content)
    except DecodeError:
        return PROTOCOL_ERROR, f"{len(content):,} bytes that are no message"
    kind = parsed.WhichOneof("type")
    if kind not in KINDS:
        return 0, f"{kind or 'an empty one'} is not for visitors"
    if not all(state.id.startswith(WIDGET) for state in parsed.rerun_script.widget_states.widgets):
        return 0, "it has values of widgets that are none"
    operation = parsed.backend_operation_request.WhichOneof("payload") if kind == "backend_operation_request" else None
    if operation is not None and operation not in OPERATIONS:
        return 0, f"{operation} is not for visitors"
    return 0, ""
