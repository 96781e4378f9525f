"""A class of thirty on one server: all press Train at once, then a lesson of ten minutes with two vandals among them.

python -m bench.classroom [seconds]: how long the lesson lasts; 600 by default. `make load` runs it, too.
"""

import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, perf_counter

import websockets
from streamlit.proto.Slider_pb2 import Slider

from bench.tab import Tab, new_visitor, opened
from bench.timing import Measurement
from tools.serve import Server, serving

VISITORS, VANDALS, TABS_OF_A_VANDAL = 30, 2, 4
TRAIN = "mnist?section=train"
LIVE = (  # sections whose sliders train
    "fundamentals?section=neuron",
    "fundamentals?section=approximation",
    "fundamentals?section=softmax",
    "overfitting?section=width",
    "overfitting?section=depth",
    "perceptron?section=beyond",
)
LONG = f"{TRAIN}&mnist_layers=3&mnist_epochs=100&mnist_batch=8"
UNDER_WAY = ("Waiting", "Getting ready", "Epoch", "Paused", "Network 1 of", "Network trained")
AGREE = "Train them anyway"  # the button below the question whether a long training is meant
THINK_SECONDS = (2.0, 8.0)  # between two actions of a visitor


class Lesson:
    """What happens in a lesson: the seconds until each action was answered, and what went wrong."""

    def __init__(self, url: str, seconds: float):
        self.url, self.end = url, monotonic() + seconds
        self.answered: dict[str, list[float]] = {}
        self.errors: list[str] = []

    @property
    def is_over(self) -> bool:
        return monotonic() > self.end

    def note(self, action: str, seconds: float) -> None:
        self.answered.setdefault(action, []).append(seconds)


async def press_together(url: str, seeds: Sequence[int]) -> tuple[list[float], list[float], list[str]]:
    """Train the same network with all of these seeds at once.

    Returns for each visitor the seconds until the place in the line is shown and until the network is trained, and
    what went wrong.
    """
    together, errors = asyncio.Barrier(len(seeds)), []

    async def visit(seed: int) -> tuple[float, float]:
        async with opened(url, TRAIN, new_visitor()) as tab:
            await tab.wait_for(lambda tab: tab.says("Network"))
            await tab.slide("Seed", seed)
            await together.wait()
            tab.progress.clear()  # what is said from now on answers the press
            start = perf_counter()
            press = asyncio.create_task(tab.press("Train"))
            answered = await tab.wait_for(lambda tab: tab.says(*UNDER_WAY))
            await tab.wait_for(lambda tab: tab.says("Network trained", "Training failed"))
            await press
            errors.extend(tab.errors)
            return answered, perf_counter() - start

    times = await asyncio.gather(*(visit(seed) for seed in seeds))
    return [answered for answered, _ in times], [done for _, done in times], errors


async def press_train(tab: Tab) -> float:
    """Press Train, and say yes if the page asks; return the seconds until the page had followed."""
    seconds = await tab.press("Train")
    if AGREE in tab.widgets:
        seconds += await tab.press(AGREE)
        del tab.widgets[AGREE]
    return seconds


async def attend(lesson: Lesson, number: int) -> None:
    """Do what a reader does, one thing after the other, until the lesson is over."""
    chance, visitor = random.Random(number), new_visitor()
    actions: list[Callable[[Lesson, Tab, random.Random], Awaitable[None]]] = [move, move, move, train]
    while not lesson.is_over:
        address = chance.choice([*LIVE, TRAIN, TRAIN, LONG])
        start = perf_counter()
        async with opened(lesson.url, address, visitor) as tab:
            lesson.note("open", perf_counter() - start)
            for _ in range(chance.randint(2, 6)):  # then another page, or the same one again
                await asyncio.sleep(chance.uniform(*THINK_SECONDS))
                await chance.choice(actions)(lesson, tab, chance)
            lesson.errors.extend(tab.errors)


async def move(lesson: Lesson, tab: Tab, chance: random.Random) -> None:
    """Move any slider by a step or two."""
    found = {label: widget for label, (widget, _) in tab.widgets.items()}
    sliders = {label: each for label, each in found.items() if isinstance(each, Slider) and not each.disabled}
    if not sliders:
        return
    label = chance.choice(sorted(sliders))
    slider = sliders[label]
    if slider.options:
        value: float = chance.randrange(len(slider.options))
    else:
        step = slider.step or 1
        value = min(slider.max, max(slider.min, slider.default[0] + chance.choice([-2, -1, 1, 2]) * step))
    lesson.note("move a slider", await tab.slide(label, value))


async def train(lesson: Lesson, tab: Tab, chance: random.Random) -> None:
    """Press Train, with a seed of one's own, where there is such a button; else move a slider."""
    if "Train" not in tab.widgets or tab.widgets["Train"][0].disabled:
        await move(lesson, tab, chance)
        return
    await tab.slide("Seed", chance.randrange(1_000_000))
    lesson.note("press Train", await press_train(tab))


async def vandalise(lesson: Lesson, number: int) -> None:
    """Press Train for long networks in tab after tab, and send what no browser sends."""
    visitor = new_visitor()
    await asyncio.gather(*(_vandalise_in_a_tab(lesson, visitor, number + tab) for tab in range(TABS_OF_A_VANDAL)))


async def _vandalise_in_a_tab(lesson: Lesson, visitor: str, seed: int) -> None:
    chance = random.Random(seed)
    while not lesson.is_over:
        with suppress(websockets.ConnectionClosed, TimeoutError, KeyError):
            async with opened(lesson.url, LONG, visitor) as tab:
                for _ in range(20):
                    await tab.slide("Seed", chance.randrange(1_000_000))
                    await press_train(tab)
                    await tab.slide("Epochs", 1e9)
                await tab.send_bytes(chance.randbytes(2_000))


async def hold(lesson: Lesson) -> None:
    """Hold the lesson with all visitors and vandals; what a visitor's program raises is an error of the lesson."""
    visits = [attend(lesson, number) for number in range(VISITORS)]
    visits += [vandalise(lesson, 1_000 * (1 + number)) for number in range(VANDALS)]
    for ended in await asyncio.gather(*visits, return_exceptions=True):
        if isinstance(ended, BaseException):
            lesson.errors.append(f"{type(ended).__name__}: {ended}")


def measure(seconds: float) -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        yield from measure_presses(server)
        yield from measure_lesson(server, seconds)


def measure_presses(server: Server) -> Iterator[Measurement]:
    asyncio.run(press_together(server.url, [1]))  # compiles
    alone = statistics.median(asyncio.run(press_together(server.url, [seed]))[1][0] for seed in (2, 3, 4))
    answered, done, errors = asyncio.run(press_together(server.url, range(1_000, 1_000 + VISITORS)))
    who = f"{VISITORS} press Train at once"
    yield Measurement(f"{who}: failed", len(errors), high=0, details="; ".join(errors[:3]))
    yield Measurement(f"{who}: press answered, slowest", max(answered), high=1, unit="s")
    yield Measurement(f"{who}: last one done", max(done), high=35, unit="s", details=f"one alone takes {alone:.2f} s")


def measure_lesson(server: Server, seconds: float) -> Iterator[Measurement]:
    lesson = Lesson(server.url, seconds)
    asyncio.run(hold(lesson))
    times = [each for answers in lesson.answered.values() for each in answers]
    details = ", ".join(
        f"{action}: {len(answers)} times, at most {max(answers):.2f}" for action, answers in lesson.answered.items()
    )
    who = f"a lesson of {seconds:.0f} s with {VISITORS} visitors and {VANDALS} vandals"
    yield Measurement(f"{who}: failed", len(lesson.errors), high=0, details="; ".join(lesson.errors[:3]))
    yield Measurement(f"{who}: answered, median", statistics.median(times), high=1, unit="s", details=details)
    yield Measurement(f"{who}: answered, slowest", max(times), high=5, unit="s")


def main() -> None:
    for measurement in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0):
        print(measurement, flush=True)


if __name__ == "__main__":
    main()
