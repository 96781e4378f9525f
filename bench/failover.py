"""Thirty visitors over two servers and two workers, each of which is killed once: `make failover`.

python -m bench.failover [seconds]: how long visitors go on to train new networks; 600 by default. It needs nginx.
"""

import asyncio
import os
import signal
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import localtime, monotonic, strftime, time
from typing import Any

from distributed import Client
from distributed.security import Security

from bench.site import WORKERS, Site, running_site
from bench.student import Student
from bench.timing import Measurement
from nnkit.jobs.cluster.remote import TOPIC
from tools.cluster import trainers_of
from tools.serve import wait_for

VISITORS = 30
BACK_SECONDS = 10.0  # after which a killed server is started again


class Trainings:
    """What the workers have reported about each training."""

    def __init__(self) -> None:
        self.begun: Counter[str] = Counter()
        self.ended: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.finished_at: defaultdict[str, list[float]] = defaultdict(list)  # seconds of the scheduler's clock

    def note(self, event: tuple[float, dict[str, Any]]) -> None:
        message = event[1]
        if message["key"].startswith("train-"):
            self.begun[message["key"]] += "begins" in message
            self.ended[message["key"]][message.get("ends", "")] += 1
            if message.get("ends") == "finished":
                self.finished_at[message["key"]].append(event[0])

    @property
    def finished(self) -> int:
        return sum(1 for endings in self.ended.values() if endings["finished"])

    @property
    def twice(self) -> list[str]:
        """When each network was trained that was trained more than once."""
        return [" and ".join(map(clock, times)) for times in self.finished_at.values() if len(times) > 1]


def clock(seconds: float) -> str:
    return strftime("%H:%M:%S", localtime(seconds))


async def visit(student: Student, number: int, until: float) -> None:
    """Train one network after the other. Two visitors ask for the same ones, most of them at different servers."""
    seed = 1_000 * (1 + number % (VISITORS // 2))
    while monotonic() < until:
        seed += 1
        await student.learn(seed)


async def kill_each(site: Site, seconds: float) -> None:
    """Kill a worker, a server, the other worker, the other server, at equal distances."""
    pause = seconds / 5
    for number, letter in enumerate(site.ports):
        await asyncio.sleep(pause)
        pids = trainers_of(site.cluster.workers[number])
        print(f"{clock(time())} worker {number} is killed", flush=True)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(pause)
        print(f"{clock(time())} server {letter} is killed", flush=True)
        site.servers[letter].process.kill()
        site.servers[letter].process.wait()
        await asyncio.sleep(BACK_SECONDS)
        site.start_server(letter)
        await asyncio.to_thread(wait_for, site.servers[letter], 60.0)


async def go_on(site: Site, students: list[Student], seconds: float) -> None:
    until = monotonic() + seconds
    visits = [visit(student, number, until) for number, student in enumerate(students)]
    await asyncio.gather(kill_each(site, seconds), *visits)


def watch(site: Site, trainings: Trainings) -> Client:
    """Connect to the scheduler, and count from now on."""
    tls = {"tls_ca_file": "ca.crt", "tls_client_cert": "cluster.crt", "tls_client_key": "cluster.key"}
    security = Security(require_encryption=True, **{name: str(site.folder / "tls" / at) for name, at in tls.items()})
    client = Client(site.cluster.address, timeout="60s", set_as_default=False, security=security)
    client.wait_for_workers(WORKERS, timeout=60)
    client.subscribe_topic(TOPIC, trainings.note)
    return client


def measure(seconds: float) -> Iterator[Measurement]:
    trainings = Trainings()
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        yield from check_headers(site)
        students = [Student(site.url, site.trust) for _ in range(VISITORS)]
        with watch(site, trainings):
            asyncio.run(go_on(site, students, seconds))
    errors = [error for student in students for error in student.errors]
    answered = [each for student in students for each in student.answered]
    moved = sum(len(student.servers) > 1 for student in students)
    first = Counter(student.servers[0] for student in students)
    begun_again = sum(count - 1 for count in trainings.begun.values() if count > 1)
    learned = sum(student.learned for student in students)
    yield Measurement("results that visitors have seen", learned, low=VISITORS, details=f"servers at first: {first}")
    yield Measurement("networks trained", trainings.finished, low=1, details=f"{begun_again} begun again")
    yield Measurement("results that never came", sum(len(student.lost) for student in students), high=0)
    yield Measurement("errors shown", len(errors), high=0, details="; ".join(sorted(set(errors))))
    yield Measurement("networks trained twice", len(trainings.twice), high=0, details="; ".join(trainings.twice))
    yield Measurement("visitors who went on at the other server", moved, low=VISITORS // 2)
    yield Measurement("press answered, slowest", max(answered), high=5, unit="s", details=f"of {len(answered)}")


def check_headers(site: Site) -> Iterator[Measurement]:
    """Count what is missing in the headers that visitors get."""
    page, metrics = site.headers("/"), site.headers("/_stcore/metrics")
    wanted = ["Strict-Transport-Security", "Referrer-Policy", "Set-Cookie"]
    missing = [name for name in wanted if name not in page] + ["404"] * (metrics["status"] != "404")
    yield Measurement("missing headers, and pages that are open", len(missing), high=0, details=", ".join(missing))


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    for measurement in measure(seconds):
        print(measurement, flush=True)


if __name__ == "__main__":
    main()
