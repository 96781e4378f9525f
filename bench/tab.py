"""A browser's tab without a browser: it shows a page, follows its trainings, and acts as a visitor does."""

import asyncio
import json
import random
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from secrets import token_hex
from time import perf_counter
from typing import Any

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState

from ui.components.clock import JITTER_SECONDS, TICK_SECONDS
from ui.server.visitor_cookie import COOKIE

MAX_SECONDS = 300.0  # for anything that a visitor waits for
CLOCK = "clock"  # the end of the name of the component that calls the script again


class Tab:
    """One connection to the server.

    widgets: by its label, each button, slider and number box on the page, with the name of its fragment.
    progress: the sentence beside each progress bar, by its place on the page.
    errors: messages that tell a visitor that something went wrong.
    """

    def __init__(self, socket: websockets.ClientConnection, address: str):
        self._socket, self._address = socket, address
        self.widgets: dict[str, tuple[Any, str]] = {}
        self.progress: dict[tuple[int, ...], str] = {}
        self.errors: list[str] = []
        self._changed = asyncio.Condition()
        self._finished = 0  # how many script runs are over
        self._ticks: set[asyncio.Task] = set()
        self._page_hash = ""  # Streamlit's name of the page, once it is known

    async def open(self) -> float:
        """Draw the page; return the seconds until it was there."""
        return await self._send(BackMsg())

    async def press(self, label: str) -> float:
        """Press a button; return the seconds until the page had followed."""
        button, fragment = self.widgets[label]
        return await self._act(fragment, WidgetState(id=button.id, trigger_value=True))

    async def slide(self, label: str, value: float) -> float:
        """Move a slider or fill a number box; return the seconds until the page had followed."""
        widget, fragment = self.widgets[label]
        state = WidgetState(id=widget.id)
        if hasattr(widget, "options") and widget.options:
            state.string_array_value.data.append(widget.options[int(value)])
        elif hasattr(widget, "options"):
            state.double_array_value.data.append(value)
        elif widget.data_type == widget.INT:
            state.int_value = int(value)
        else:
            state.double_value = value
        return await self._act(fragment, state)

    async def slide_first(self) -> float | None:
        """Move the first slider of the section by one step; return the seconds, or None where there is no slider."""
        sliders = [each for each, _ in self.widgets.values() if isinstance(each, Slider) and not each.disabled]
        return await self.slide(sliders[0].label, neighbour_of(sliders[0])) if sliders else None

    async def send_bytes(self, content: bytes) -> None:
        """Send what no browser sends."""
        await self._socket.send(content)

    async def wait_for(self, is_there: Callable[["Tab"], bool], seconds: float = MAX_SECONDS) -> float:
        """Wait until the page looks so; return the seconds. Raises TimeoutError after too many."""
        start = perf_counter()
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: is_there(self))
        return perf_counter() - start

    def says(self, *beginnings: str) -> bool:
        """Whether the sentence beside a progress bar begins with one of these."""
        return any(text.startswith(beginnings) for text in self.progress.values())

    async def _act(self, fragment: str, state: WidgetState) -> float:
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.append(state)
        return await self._send(message)

    async def _send(self, message: BackMsg) -> float:
        """Have the script run; return the seconds until a run is over that began later."""
        self._address_to(message)
        start, before = perf_counter(), self._finished
        await self._socket.send(message.SerializeToString())
        await self.wait_for(lambda tab: tab._finished > before)
        return perf_counter() - start

    def _address_to(self, message: BackMsg) -> None:
        """Say in the message on which page the visitor is."""
        page, _, message.rerun_script.query_string = self._address.partition("?")
        if self._page_hash:
            message.rerun_script.page_script_hash = self._page_hash
        else:
            message.rerun_script.page_name = page

    async def listen(self) -> None:
        """Take what the server sends until the connection ends."""
        with suppress(websockets.ConnectionClosed):
            async for content in self._socket:
                async with self._changed:
                    self._take(ForwardMsg.FromString(content))
                    self._changed.notify_all()

    def _take(self, message: ForwardMsg) -> None:
        kind, delta = message.WhichOneof("type"), message.delta
        if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._finished += 1
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        element, place = delta.new_element, tuple(message.metadata.delta_path)
        match element.WhichOneof("type"):
            case "button" | "slider" | "number_input" as name:
                widget = getattr(element, name)
                self.widgets[widget.label] = widget, delta.fragment_id
            case "progress":
                self.progress[place] = element.progress.text
            case "exception":
                self.errors.append(element.exception.message)
            case "alert" if element.alert.format == element.alert.ERROR:
                self.errors.append(element.alert.body)
            case "bidi_component" if element.bidi_component.component_name.endswith(CLOCK):
                task = asyncio.create_task(self._tick(element.bidi_component.id, delta.fragment_id))
                self._ticks.add(task)
                task.add_done_callback(self._ticks.discard)

    async def _tick(self, clock: str, fragment: str) -> None:
        """Do what ui/components/clock.py does in a browser."""
        await asyncio.sleep(TICK_SECONDS + JITTER_SECONDS * random.random())
        message = BackMsg()
        self._address_to(message)
        message.rerun_script.fragment_id = fragment
        trigger = message.rerun_script.widget_states.widgets.add(id=_make_trigger_id(clock, "events"))
        trigger.json_trigger_value = json.dumps([{"event": "tick", "value": True}])
        with suppress(websockets.ConnectionClosed):
            await self._socket.send(message.SerializeToString())


def neighbour_of(slider: Slider) -> float:
    """Return the value one step above the slider's, or one below it at the upper end."""
    value, step = slider.default[0], slider.step or 1
    return value + step if value + step <= slider.max else value - step


def new_visitor() -> str:
    """Return the value of a new browser's cookie."""
    return token_hex(16)


def connected(url: str, cookies: Mapping[str, str], trust: ssl.SSLContext | None = None) -> websockets.connect:
    """Return the context of a connection to the server, as a browser with these cookies makes it."""
    return websockets.connect(
        url.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit")],
        additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
        ssl=trust,
        max_size=None,
        compression=None,
    )


@asynccontextmanager
async def waiting(url: str, address: str, visitor: str) -> AsyncIterator[Tab]:
    """Connect a tab of the visitor to the server. Nothing is drawn before it is opened."""
    async with connected(url, {COOKIE: visitor}) as socket:
        tab = Tab(socket, address)
        listening = asyncio.create_task(tab.listen())
        try:
            yield tab
        finally:
            listening.cancel()
            for tick in list(tab._ticks):
                tick.cancel()


@asynccontextmanager
async def opened(url: str, address: str, visitor: str) -> AsyncIterator[Tab]:
    """Connect a tab of the visitor to the server, and draw the page of the address."""
    async with waiting(url, address, visitor) as tab:
        await tab.open()
        yield tab
