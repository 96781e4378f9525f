"""Results that are computed once, and figures that are drawn once, for all visitors who ask for the same."""

from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar, cast
from weakref import ref

import plotly.graph_objects as go

from nnkit import Run
from nnkit.jobs.memory import SHARED, MemoryStore, size_of
from ui.components.chart import WrittenFigure, write_figure

Others = ParamSpec("Others")
Result = TypeVar("Result")


def memoize_per_run(function: Callable[Concatenate[Run, Others], Result]) -> Callable[Concatenate[Run, Others], Result]:
    """Compute `function(run, …)` once for each run and each combination of the other arguments, which are hashable.

    The results are in the same memory as runs and figures, and go when they were used least recently. They do not keep
    their run.
    """

    @wraps(function)
    def look_up(run: Run, *others: Others.args, **named: Others.kwargs) -> Result:
        key = (function, _weak((run, *others)), _weak(tuple(sorted(named.items()))))
        found = SHARED.get(key)
        if found is None:
            found = (function(run, *others, **named),)  # a result may be None
            SHARED.put(key, found, size_of(found) + size_of(key))
        return cast(Result, found[0])

    return look_up


class FigureStore:
    """Figures by what they were drawn from. Thread-safe."""

    def __init__(self, memory: MemoryStore):
        self._memory = memory
        self._drawing: dict[Hashable, Lock] = {}  # for each figure that is being drawn
        self._lock = Lock()  # guards it

    def get(self, key: Hashable, draw: Callable[[], go.Figure]) -> WrittenFigure:
        """Return the figure. It is drawn once, even for a class that asks for it together."""
        figure = self._memory.get(key)
        if figure is None:
            with self._lock:
                turn = self._drawing.setdefault(key, Lock())
            with turn:
                figure = self._memory.get(key) or self._keep(key, write_figure(draw()))
        return cast(WrittenFigure, figure)

    def _keep(self, key: Hashable, figure: WrittenFigure) -> WrittenFigure:
        self._memory.put(key, figure, size_of(figure) + size_of(key))
        with self._lock:
            self._drawing.pop(key, None)
        return figure


_figures = FigureStore(SHARED)


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
