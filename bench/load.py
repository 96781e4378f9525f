"""Thirty sessions that open a section and move a slider together, against a real server: `make load`.

They talk over real websockets. What counts is the slowest session, until its script is over and everything has
arrived. The runs are cached.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider

from bench.timing import Measurement
from tools.sections import addresses
from tools.serve import Server, serving

SESSIONS = 30
ALONE = 5  # sessions that open a section one after the other, for the processor time of its script
MAX_SECONDS = 120.0  # for a first training
IDLE_SECONDS = 1.0  # in which the workers use next to no processor time when they are done


class Session:
    """A visitor without a browser: a websocket to the server, and the sliders that the page has shown."""

    def __init__(self, socket: websockets.ClientConnection, address: str):
        self.socket, self.address = socket, address
        self.sliders: list[tuple[Slider, str]] = []  # each with the name of its fragment

    async def open(self) -> float:
        """Run the script of the address; return the seconds until it was over."""
        return await self._run(BackMsg())

    async def change(self) -> float:
        """Move the first slider of the section by one step; return the seconds until the page has followed."""
        slider, fragment = self.sliders[0]
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        state = message.rerun_script.widget_states.widgets.add(id=slider.id)
        if slider.type == Slider.SELECT_SLIDER:  # it is sent as the text of its option
            state.string_array_value.data.append(slider.options[round(neighbour_of(slider))])
        else:
            state.double_array_value.data.append(neighbour_of(slider))
        return await self._run(message)

    async def _run(self, message: BackMsg) -> float:
        message.rerun_script.page_name, _, message.rerun_script.query_string = self.address.partition("?")
        start = perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            received = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), MAX_SECONDS))
            element = received.delta.new_element
            if element.HasField("exception"):
                raise RuntimeError(f"{self.address}: {element.exception.message}")
            if element.HasField("slider") and not element.slider.disabled:
                self.sliders.append((element.slider, received.delta.fragment_id))
            if received.WhichOneof("type") == "script_finished":
                return perf_counter() - start


def neighbour_of(slider: Slider) -> float:
    """Return the value one step above the slider's, or one below it at the upper end."""
    value, step = slider.default[0], slider.step or 1
    return value + step if value + step <= slider.max else value - step


@asynccontextmanager
async def connected(url: str, address: str) -> AsyncIterator[Session]:
    """Connect a session to the server."""
    stream, streamlit = url.replace("http", "ws") + "/_stcore/stream", websockets.Subprotocol("streamlit")
    async with websockets.connect(stream, subprotocols=[streamlit], max_size=None, compression=None) as socket:
        yield Session(socket, address)


async def visit(url: str, address: str, together: asyncio.Barrier) -> tuple[float, float | None]:
    """Open the address and move its first slider, each together with the others.

    Returns the seconds of both; None for the second where the section has no slider.
    """
    async with connected(url, address) as session:
        await together.wait()
        opened = await session.open()
        await together.wait()
        return opened, await session.change() if session.sliders else None


async def visit_together(url: str, address: str, sessions: int) -> list[tuple[float, float | None]]:
    """Visit the address in so many sessions at once; return the seconds of each."""
    together = asyncio.Barrier(sessions)
    return await asyncio.gather(*(visit(url, address, together) for _ in range(sessions)))


async def warm_up(server: Server, address: str) -> None:
    """Compute once what all share: stay in the section until what its slider trains is trained."""
    async with connected(server.url, address) as session:
        await session.open()
        if session.sliders:
            await session.change()
        before = -1.0
        while (now := _cpu_seconds_of_workers(server)) - before > 0.1 * IDLE_SECONDS:
            before = now
            await asyncio.sleep(IDLE_SECONDS)


def _cpu_seconds_of_workers(server: Server) -> float:
    """The processor time of the server's worker processes so far."""
    times = [child.cpu_times() for child in psutil.Process(server.pid).children(recursive=True)]
    return sum(each.user + each.system for each in times)


async def open_alone(url: str, address: str) -> None:
    """Open the address in one session."""
    async with connected(url, address) as session:
        await session.open()


class Load(NamedTuple):
    """What a section costs: the processor time of its script, and the slowest of many sessions, in seconds."""

    script: float
    opened: float
    changed: float | None  # None where the section has no slider


def measure_section(server: Server, address: str) -> Load:
    process = psutil.Process(server.pid)
    asyncio.run(warm_up(server, address))
    before = sum(process.cpu_times()[:2])
    for _ in range(ALONE):
        asyncio.run(open_alone(server.url, address))
    script = (sum(process.cpu_times()[:2]) - before) / ALONE
    opened, changed = zip(*asyncio.run(visit_together(server.url, address, SESSIONS)), strict=True)
    return Load(script, max(opened), None if None in changed else max(changed))


def measure() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        loads = {address: measure_section(server, address) for address in addresses()}
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
    moved = {address: load.changed for address, load in loads.items() if load.changed is not None}
    opened = {address: load.opened for address, load in loads.items()}
    yield _slowest(f"{SESSIONS} sessions open a section at once, slowest", opened, 1.0, "s")
    yield _slowest(f"{SESSIONS} sessions move a slider at once, slowest", moved, 1.0, "s")
    scripts = {address: 1e3 * load.script for address, load in loads.items()}
    yield _slowest("processor time of a section's script", scripts, 20, "ms")
    sessions = (SESSIONS + ALONE + 1) * len(loads)
    yield Measurement(f"Streamlit process after {sessions} sessions", memory, high=260, unit="MB")


def _slowest(name: str, values: dict[str, float], high: float, unit: str) -> Measurement:
    """Report the largest of the values by address, and name all that are too large."""
    too_large = ", ".join(f"{address} {value:.3g}" for address, value in values.items() if value > high)
    return Measurement(name, max(values.values()), high=high, unit=unit, details=too_large)


def main() -> None:
    for measurement in measure():
        print(measurement, flush=True)


if __name__ == "__main__":
    main()
