"""The processor time that each figure of nnkit.figures takes to build: `python -m bench.figures` lists them all.

What the pages draw is recorded: every section is opened without a browser, and every view in it. Most networks come
with the app; the larger ones of the page on reviews are trained.
"""

import gc
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial, wraps
from pathlib import Path
from statistics import median
from unittest.mock import patch

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from bench.timing import Measurement
from nnkit import figures, jobs
from tools.sections import addresses

ROOT = Path(__file__).resolve().parent.parent
REPETITIONS = 7  # of each figure
SECONDS = 120.0  # for one run of a script on a busy machine
SEPARATE = "perceptron?section=convergence"  # points that a line separates have other figures than those of XOR
NOT_SEPARABLE = {"perceptron_source": "XOR"}
ANIMATIONS = ("planar_animation", "training_animation")

Calls = dict[str, list[Callable[[], go.Figure]]]  # by the name of the function, each figure that pages have drawn


def measure() -> Iterator[Measurement]:
    times = building_times(record_calls())
    each = {name: median(durations) for name, durations in times.items()}
    slowest = sorted(each, key=each.__getitem__)[:-6:-1]
    details = "slowest: " + ", ".join(f"{name} {each[name]:.1f}" for name in slowest)
    name = f"building a figure, processor time, median of {len(each)} kinds"
    yield Measurement(name, median(each.values()), high=2, unit="ms", details=details)
    details = ", ".join(f"{name} {each[name]:.1f}" for name in ANIMATIONS)
    name = "building a training animation, processor time, the slower of two"
    yield Measurement(name, max(each[name] for name in ANIMATIONS), high=15, unit="ms", details=details)


def building_times(calls: Calls) -> dict[str, list[float]]:
    """Return the milliseconds of processor time of each kind of figure, several times for each call."""
    gc.disable()  # as timeit does: a collection looks through everything that this process has imported
    try:
        return {
            name: [milliseconds(call) for call in drawn for _ in range(REPETITIONS)] for name, drawn in calls.items()
        }
    finally:
        gc.enable()


def milliseconds(function: Callable[[], object]) -> float:
    start = time.process_time()
    function()
    return 1e3 * (time.process_time() - start)


def record_calls() -> Calls:
    """Open every section and every view of it; return the figures that were drawn, as calls to draw them again."""
    calls: Calls = defaultdict(list)
    kinds = {name: getattr(figures, name) for name in figures.__all__ if name[0].islower()}
    recording = {name: _recorded(function, calls[name]) for name, function in kinds.items()}
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, NNKIT_CACHE=folder, NNKIT_ENGINE="inline"):
        jobs.shutdown()  # the queue that there may be has another folder
        with patch.multiple(figures, **recording):
            for address in addresses():
                _open_views(_visit(*address.split("?section=")))
            _open_views(_visit(*SEPARATE.split("?section="), **NOT_SEPARABLE))
            _open_views(AppTest.from_function(_show_chance, default_timeout=SECONDS))
        jobs.shutdown()
    return {name: drawn for name, drawn in calls.items() if drawn}


def _recorded(function: Callable, calls: list[Callable[[], go.Figure]]) -> Callable:
    """Return the function, which now also keeps its calls if what it returns is a figure."""

    @wraps(function)
    def draw(*arguments: object, **named: object) -> object:
        figure = function(*arguments, **named)
        if isinstance(figure, go.Figure):
            calls.append(partial(function, *arguments, **named))
        return figure

    return draw


def _visit(page: str, section: str, **settings: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
    app.run().switch_page(f"pages/{page}/page.py")
    app.query_params.update({"section": section, **settings})
    return app


def _open_views(app: AppTest) -> None:
    """Draw a section, and then every view of it once."""
    opened = set()
    app.run()
    while True:
        if app.exception:
            raise RuntimeError(app.exception[0].message)
        views = [(each.key, view) for each in app.segmented_control if each.label == "View" for view in each.options]
        unseen = [view for view in views if view not in opened]
        if not unseen:
            return
        key, view = unseen[0]
        opened.add(unseen[0])
        app.get_by_key(key).set_value(view).run()


def _show_chance() -> None:
    """Show the figures for ten networks with five that come with the app, so that nothing has to be trained."""
    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from nnkit.jobs import default_queue
    from pages.overfitting.chance import show_repetition

    runs = [default_queue().submit(experiment, "bench").run for experiment in OPENINGS["overfitting/width"]]
    show_repetition(runs, st.container())


def main() -> None:
    times = building_times(record_calls())
    print("| figure | median, ms | slowest, ms |")
    print("|---|---|---|")
    for name, durations in sorted(times.items(), key=lambda pair: -median(pair[1])):
        print(f"| {name} | {median(durations):.2f} | {max(durations):.2f} |")
    print(f"Median of {len(times)} figures: {median(map(median, times.values())):.2f} ms")


if __name__ == "__main__":
    main()
