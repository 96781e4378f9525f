"""Thirty sessions that open a section and move a slider together, against a real server: `make load`.

They talk over real websockets. What counts is the slowest session, until its script is over and everything has
arrived. The runs are cached.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.tab import new_visitor, opened, waiting
from bench.timing import Measurement
from tools.sections import addresses
from tools.serve import Server, serving

SESSIONS = 30
ALONE = 5  # sessions that open a section one after the other, for the processor time of its script
IDLE_SECONDS = 1.0  # in which the workers use next to no processor time when they are done


async def visit(url: str, address: str, together: asyncio.Barrier) -> tuple[float, float | None]:
    """Open the address and move its first slider, each together with the others.

    Returns the seconds of both; None for the second where the section has no slider.
    """
    async with waiting(url, address, new_visitor()) as tab:
        await together.wait()
        first = await tab.open()
        await together.wait()
        changed = await tab.slide_first()
        if tab.errors:
            raise RuntimeError(f"{address}: {tab.errors}")
        return first, changed


async def visit_together(url: str, address: str, sessions: int) -> list[tuple[float, float | None]]:
    """Visit the address in so many sessions at once; return the seconds of each."""
    together = asyncio.Barrier(sessions)
    return await asyncio.gather(*(visit(url, address, together) for _ in range(sessions)))


async def warm_up(server: Server, address: str) -> None:
    """Compute once what all share: stay in the section until what its slider trains is trained."""
    async with opened(server.url, address, new_visitor()) as tab:
        await tab.slide_first()
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
    async with opened(url, address, new_visitor()):
        return


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
    first, changed = zip(*asyncio.run(visit_together(server.url, address, SESSIONS)), strict=True)
    return Load(script, max(first), None if None in changed else max(changed))


def measure() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        loads = {address: measure_section(server, address) for address in addresses()}
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
    moved = {address: load.changed for address, load in loads.items() if load.changed is not None}
    drawn = {address: load.opened for address, load in loads.items()}
    yield _slowest(f"{SESSIONS} sessions open a section at once, slowest", drawn, 1.0, "s")
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
