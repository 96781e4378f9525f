"""Thirty sessions that open a section together, over real websockets against a real server: `make load`.

What counts is the slowest session, until its script is over and everything has arrived. The runs are cached.
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

from bench.timing import Measurement
from tools.sections import addresses
from tools.serve import Server, serving

SESSIONS = 30
ALONE = 5  # sessions that open a section one after the other, for the processor time of its script
MAX_SECONDS = 120.0  # for a first training


async def open_section(url: str, address: str, ready: asyncio.Barrier) -> float:
    """Connect, wait for the others, and run the script of the address; return the seconds until it was over."""
    stream, streamlit = url.replace("http", "ws") + "/_stcore/stream", websockets.Subprotocol("streamlit")
    async with websockets.connect(stream, subprotocols=[streamlit], max_size=None, compression=None) as socket:
        message = BackMsg()
        message.rerun_script.page_name, _, message.rerun_script.query_string = address.partition("?")
        await ready.wait()
        start = perf_counter()
        await socket.send(message.SerializeToString())
        while True:
            received = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(), MAX_SECONDS))
            if received.WhichOneof("type") == "script_finished":
                return perf_counter() - start


async def open_together(url: str, address: str, sessions: int) -> list[float]:
    """Open the address in so many sessions at once; return the seconds of each."""
    ready = asyncio.Barrier(sessions)
    return await asyncio.gather(*(open_section(url, address, ready) for _ in range(sessions)))


def measure_section(server: Server, address: str) -> tuple[float, float]:
    """Return the seconds of processor time of one script, and the seconds of the slowest of many sessions."""
    process = psutil.Process(server.pid)
    asyncio.run(open_together(server.url, address, 1))  # what is computed once for all is not measured
    before = sum(process.cpu_times()[:2])
    for _ in range(ALONE):
        asyncio.run(open_together(server.url, address, 1))
    cost = (sum(process.cpu_times()[:2]) - before) / ALONE
    return cost, max(asyncio.run(open_together(server.url, address, SESSIONS)))


def measure() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        measured = {address: measure_section(server, address) for address in addresses()}
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
    costs, times = ({address: pair[index] for address, pair in measured.items()} for index in (0, 1))
    slow = ", ".join(f"{address} {seconds:.2f}" for address, seconds in times.items() if seconds > 1)
    yield Measurement(
        f"{SESSIONS} sessions open a section at once, slowest", max(times.values()), high=1.0, unit="s", details=slow
    )
    dear = ", ".join(f"{address} {1e3 * seconds:.0f}" for address, seconds in costs.items() if seconds > 0.02)
    yield Measurement(
        "processor time of a section's script", 1e3 * max(costs.values()), high=20, unit="ms", details=dear
    )
    sessions = (SESSIONS + ALONE + 1) * len(measured)
    yield Measurement(f"Streamlit process after {sessions} sessions", memory, high=260, unit="MB")


def main() -> None:
    for measurement in measure():
        print(measurement, flush=True)


if __name__ == "__main__":
    main()
