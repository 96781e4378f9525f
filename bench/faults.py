"""What visitors notice of workers that hang or are killed, and of others who leave.

python -m bench.faults [times]: how often the worker is killed; 100 by default. `make load` runs it, too.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import psutil

from bench.classroom import LONG, TRAIN, UNDER_WAY, press_train
from bench.tab import Tab, new_visitor, opened
from bench.timing import Measurement
from tools.serve import Server, serving

BUSY = 0.2  # of a processor: what a worker that trains uses at least
LOOK_SECONDS = 0.2
MAX_DELAY_SECONDS = 4.0  # after a press: the process starts, loads, compiles, trains or is done


def worker_of(server: Server) -> psutil.Process | None:
    """Return the process that trains, None while there is none."""
    for child in psutil.Process(server.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if any("popen_loky" in part for part in child.cmdline()):
                return child
    return None


async def wait_until_idle(server: Server) -> float:
    """Wait until no worker trains; return the seconds."""
    start, before = perf_counter(), _cpu_seconds(server)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = _cpu_seconds(server)
        if now - before < BUSY * LOOK_SECONDS:
            return perf_counter() - start - LOOK_SECONDS
        before = now


def _cpu_seconds(server: Server) -> float:
    worker = worker_of(server)
    return sum(worker.cpu_times()[:2]) if worker is not None else 0.0


async def start_long(tab: Tab) -> None:
    """Begin a training that nobody waits for to end."""
    await tab.slide("Seed", random.randrange(1_000_000))
    await press_train(tab)
    await tab.wait_for(lambda tab: tab.says("Epoch"))


async def hang(server: Server, stops: bool) -> float:
    """Have the worker hang in a training; return the seconds until its visitor is told.

    stops: whether the visitor presses Stop.
    """
    async with opened(server.url, LONG, new_visitor()) as tab:
        await start_long(tab)
        worker = worker_of(server)
        assert worker is not None
        worker.suspend()
        start = perf_counter()
        if stops:
            await tab.press("Stop")
        await tab.wait_for(lambda tab: tab.says("Training failed"))
        told = perf_counter() - start
    async with opened(server.url, TRAIN, new_visitor()) as tab:  # another process trains
        await tab.slide("Seed", random.randrange(1_000_000))
        tab.progress.clear()
        await tab.press("Train")
        await tab.wait_for(lambda tab: tab.says("Network trained"))
    return told


async def leave(server: Server) -> float:
    """Close a tab whose network trains; return the seconds until the worker is free."""
    async with opened(server.url, LONG, new_visitor()) as tab:
        await start_long(tab)
    return await wait_until_idle(server)


async def kill(server: Server, chance: random.Random) -> tuple[str, float]:
    """Press Train, and kill the worker a moment later.

    Returns in which phase it was, with "lost" if a training was lost that had not begun, and the seconds until the
    visitor was told of one that had; 0 where nothing was lost.
    """
    async with opened(server.url, f"{TRAIN}&mnist_epochs=30", new_visitor()) as tab:
        await tab.slide("Units in hidden layer 1", chance.randint(1, 128))
        await tab.slide("Seed", chance.randrange(1_000_000))
        tab.progress.clear()
        await tab.press("Train")
        await tab.wait_for(lambda tab: tab.says(*UNDER_WAY))
        await asyncio.sleep(chance.uniform(0, MAX_DELAY_SECONDS))
        if (worker := worker_of(server)) is None or tab.says("Network trained"):
            return "idle", 0.0
        start = perf_counter()
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        await tab.wait_for(lambda tab: tab.says("Training failed", "Network trained"))
        if not tab.says("Training failed"):
            return "goes on", 0.0
        # What the page showed before the kill would be up to half a second behind; the server says where it was.
        return ("learning", perf_counter() - start) if tab.says("Training failed in epoch") else ("lost", 0.0)


def measure(times: int) -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        told = asyncio.run(hang(server, stops=True))
        yield Measurement("a hanging worker: told after Stop", told, high=5, unit="s")
        told = asyncio.run(hang(server, stops=False))
        yield Measurement("a hanging worker: told without Stop", told, high=65, unit="s")
        freed = max(asyncio.run(leave(server)) for _ in range(5))
        yield Measurement("a tab is closed: worker free, slowest of 5", freed, high=5, unit="s")
        yield from measure_kills(server, times)


def measure_kills(server: Server, times: int) -> Iterator[Measurement]:
    chance = random.Random(0)
    ends = [asyncio.run(kill(server, chance)) for _ in range(times)]
    phases = [phase for phase, _ in ends]
    details = ", ".join(f"{phase}: {phases.count(phase)}" for phase in sorted(set(phases)))
    who = f"the worker is killed {times} times"
    yield Measurement(f"{who}: trainings lost that had not begun", phases.count("lost"), high=0, details=details)
    told = max((seconds for phase, seconds in ends if phase == "learning"), default=0.0)
    yield Measurement(f"{who}: told, slowest", told, high=1, unit="s")


def main() -> None:
    for measurement in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
        print(measurement, flush=True)


if __name__ == "__main__":
    main()
