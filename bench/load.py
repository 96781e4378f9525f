"""Thirty sessions at once, over real websockets against a real server: `make load`.

Every section is opened by all of them together, and then one of its controls is moved, with runs that are cached. What
counts is the slowest session, until everything has arrived.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.timing import Measurement
from tools.sections import addresses
from tools.serve import serving

SESSIONS = 30
VISITS = 200  # sessions opened and closed, for the memory of the server
QUIET_SECONDS = 0.4  # after a script, in which no fragment has asked for more
MAX_SECONDS = 120.0  # for a first training


class Session:
    """What a browser does, without drawing anything. Widgets are known by the keys that the app gave them."""

    def __init__(self, socket: websockets.ClientConnection, address: str):
        self._socket = socket
        self._page, _, self._query = address.partition("?")
        self.widgets: dict[str, tuple[str, str, str]] = {}  # key -> id, kind and fragment
        self._states: dict[str, WidgetState] = {}

    async def open(self) -> float:
        """Run the page's script; return the seconds until it was over."""
        return await self._run("")

    async def move(self, key: str, steps: int) -> float:
        """Move a slider to another place; return the seconds until everything that follows from it was here."""
        name, _, fragment = self.widgets[key]
        state = WidgetState(id=name)
        state.double_array_value.data.append(steps)
        self._states[name] = state
        return await self._run(fragment)

    async def _run(self, fragment: str) -> float:
        message = BackMsg()
        client = message.rerun_script
        client.query_string, client.page_name, client.fragment_id = self._query, self._page, fragment
        client.widget_states.widgets.extend(self._states.values())
        start = perf_counter()
        await self._socket.send(message.SerializeToString())
        while True:
            received = ForwardMsg.FromString(await asyncio.wait_for(self._socket.recv(), MAX_SECONDS))
            kind = received.WhichOneof("type")
            if kind == "delta":
                self._note(received)
            elif kind == "script_finished":
                return perf_counter() - start

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        widget = getattr(element, kind) if kind else None
        identity = getattr(widget, "id", "") if kind != "bidi_component" else ""
        if identity:
            self.widgets[identity.rpartition("-")[2]] = (identity, kind, message.delta.fragment_id)


async def connect(url: str, address: str) -> Session:
    socket = await websockets.connect(
        url.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=None,
        compression=None,
    )
    return Session(socket, address)


async def open_together(url: str, address: str, sessions: int) -> list[float]:
    """Open the address in so many sessions at once; return the seconds of each."""
    opened = await asyncio.gather(*(connect(url, address) for _ in range(sessions)))
    times = await asyncio.gather(*(session.open() for session in opened))
    for session in opened:
        await session._socket.close()
    return times


async def settle(url: str, address: str) -> None:
    """Open the address until its runs are there: a script after which nothing trains."""
    await open_together(url, address, 1)


def measure() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        process = psutil.Process(server.pid)
        slowest, costs = {}, {}
        for address in addresses():
            asyncio.run(open_together(server.url, address, 2))
            before = sum(process.cpu_times()[:2])
            for _ in range(5):
                asyncio.run(open_together(server.url, address, 1))
            costs[address] = (sum(process.cpu_times()[:2]) - before) / 5
            slowest[address] = max(asyncio.run(open_together(server.url, address, SESSIONS)))
            print(address, f"{1e3 * costs[address]:.0f} ms", f"{slowest[address]:.2f} s", flush=True)
        memory = process.memory_info().rss / 1e6
        print(f"{memory:.0f} MB")
        yield Measurement("thirty sessions open a section at once, slowest", max(slowest.values()), high=1.0, unit="s")


def main() -> None:
    for measurement in measure():
        print(measurement)


if __name__ == "__main__":
    main()
