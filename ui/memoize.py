"""Results that are computed once, and figures that are drawn once, for all visitors who ask for the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary, ref

import plotly.graph_objects as go

from nnkit import Run
from ui.components.chart import WrittenFigure, write_figure

MAX_RUNS = 64  # whose results each function keeps
MAX_FIGURE_BYTES = 24 * 2**20  # of all figures together: as JSON most take 20 kB, a training animation takes 1 MB

Others = ParamSpec("Others")
Result = TypeVar("Result")


def memoize_per_run(function: Callable[Concatenate[Run, Others], Result]) -> Callable[Concatenate[Run, Others], Result]:
    """Compute `function(run, …)` once for each run and each combination of the other arguments, which are hashable.

    The results live at most as long as their run, since some runs hold 10 MB of weights. Beyond MAX_RUNS, those of the
    run that was used least recently go, because the store keeps thousands of small runs.
    """
    results: WeakKeyDictionary[Run, dict[tuple, Result]] = WeakKeyDictionary()
    order: OrderedDict[ref[Run], None] = OrderedDict()  # the most recently used run last
    lock = Lock()  # guards both; computing needs none

    @wraps(function)
    def look_up(run: Run, *others: Others.args, **named: Others.kwargs) -> Result:
        with lock:
            of_run = results.setdefault(run, {})
            order[ref(run)] = None
            order.move_to_end(ref(run))
            if len(order) > MAX_RUNS and (oldest := order.popitem(last=False)[0]()) is not None:
                results.pop(oldest, None)
        arguments = (*others, *sorted(named.items()))
        if arguments not in of_run:
            of_run[arguments] = function(run, *others, **named)
        return of_run[arguments]

    return look_up


class FigureStore:
    """Figures by what they were drawn from. Beyond the limit, those used least recently are dropped. Thread-safe."""

    def __init__(self, max_bytes: int):
        self._max_bytes, self._bytes = max_bytes, 0
        self._figures: OrderedDict[Hashable, WrittenFigure] = OrderedDict()  # the most recently used one last
        self._drawing: dict[Hashable, Lock] = {}  # for each figure that is being drawn
        self._lock = Lock()  # guards all of the above

    def get(self, key: Hashable, draw: Callable[[], go.Figure]) -> WrittenFigure:
        """Return the figure. It is drawn once, even for a class that asks for it together."""
        figure = self._find(key)
        if figure is None:
            with self._lock:
                turn = self._drawing.setdefault(key, Lock())
            with turn:
                figure = self._find(key) or self._keep(key, write_figure(draw()))
        return figure

    def _find(self, key: Hashable) -> WrittenFigure | None:
        with self._lock:
            if key in self._figures:
                self._figures.move_to_end(key)
            return self._figures.get(key)

    def _keep(self, key: Hashable, figure: WrittenFigure) -> WrittenFigure:
        with self._lock:
            self._figures[key] = figure
            self._bytes += len(figure.json)
            while self._bytes > self._max_bytes:
                self._bytes -= len(self._figures.popitem(last=False)[1].json)
            self._drawing.pop(key, None)
        return figure


_figures = FigureStore(MAX_FIGURE_BYTES)


def memoize_figure(function: Callable[Others, go.Figure]) -> Callable[Others, WrittenFigure]:
    """Draw and write `function(…)` once for each combination of its arguments, which are hashable.

    Runs and other objects that equal themselves alone may be arguments; they do not live longer for it.
    """

    @wraps(function)
    def look_up(*arguments: Others.args, **named: Others.kwargs) -> WrittenFigure:
        key = (function, _weak(arguments), _weak(tuple(sorted(named.items()))))
        return _figures.get(key, lambda: function(*arguments, **named))

    return look_up


def _weak(argument: object) -> Hashable:
    """Return what stands for the argument in a key: a weak reference for an object that equals itself alone.

    A reference to an object that is gone equals no other, so its figures are never found again.
    """
    if isinstance(argument, tuple):
        return tuple(map(_weak, argument))
    is_compared_by_identity = argument is not None and type(argument).__eq__ is object.__eq__
    return ref(argument) if is_compared_by_identity else argument
