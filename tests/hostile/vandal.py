"""A session that sends forged messages to a server, and one beside it that moves a slider."""

import asyncio
from dataclasses import dataclass, field
from time import perf_counter

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.tab import connected, new_visitor, opened
from tests.hostile.forged import Forger
from ui.server.visitor_cookie import COOKIE

MAX_SECONDS = 60.0
PAUSE = 0.1  # s between two moves of the slider


@dataclass
class Page:
    """What a browser gets of a page: the ids of its widgets and fragments, and exceptions, as often as they come."""

    widgets: set[str] = field(default_factory=set)
    fragments: set[str] = field(default_factory=set)
    exceptions: list[str] = field(default_factory=list)

    def take(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if message.delta.fragment_id:
            self.fragments.add(message.delta.fragment_id)
        if element.HasField("exception"):
            self.exceptions.append(f"{element.exception.type}: {element.exception.message}")
        if kind := element.WhichOneof("type"):
            self.widgets.add(getattr(getattr(element, kind), "id", ""))


async def open_page(socket, address, page):
    """Run the script of the address until it is over."""
    message = BackMsg()
    message.rerun_script.page_name, _, message.rerun_script.query_string = address.partition("?")
    await socket.send(message.SerializeToString())
    while True:
        received = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(), MAX_SECONDS))
        page.take(received)
        if received.WhichOneof("type") == "script_finished":
            return


async def attack(url, address, messages, seconds, seed):
    """Send so many forged messages, one in so many seconds; return the exceptions that came back.

    Where the server closes the connection, a new one begins.
    """
    page, sent, forger = Page(), 0, None
    while sent < messages:
        async with connected(url, {COOKIE: new_visitor()}) as socket:
            await open_page(socket, address, page)
            forger = forger or Forger(sorted(page.widgets - {""}), sorted(page.fragments), seed)
            listening = asyncio.create_task(_listen(socket, page))
            try:
                while sent < messages:
                    await socket.send(forger.message())
                    sent += 1
                    await asyncio.sleep(seconds)
            except websockets.ConnectionClosed:
                pass
            finally:
                listening.cancel()
    return page.exceptions


async def _listen(socket, page):
    try:
        async for content in socket:
            page.take(ForwardMsg.FromString(content))
    except websockets.ConnectionClosed:
        return


async def move_slider(url, address, until):
    """Move the first slider of a section again and again until the event is set; return the seconds of each time."""
    times = []
    async with opened(url, address, new_visitor()) as tab:
        while not until.is_set():
            times.append(await tab.slide_first())
            await asyncio.sleep(PAUSE)
    return times


async def attack_beside(url, addresses, messages, seconds, beside):
    """Attack the addresses one after the other while a slider of another section is moved.

    messages: to all of them together. Returns the exceptions that came back, and the seconds of each move.
    """
    over, share, start = asyncio.Event(), messages // len(addresses), perf_counter()
    moving = asyncio.create_task(move_slider(url, beside, over))
    exceptions = []
    for seed, address in enumerate(addresses):
        exceptions += await attack(url, address, share, seconds, seed)
    assert perf_counter() - start >= share * len(addresses) * seconds
    over.set()
    return exceptions, await moving
