"""Results that are computed once for each run."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary, ref

from nnkit import Run

MAX_RUNS = 64  # whose results each function keeps

Others = ParamSpec("Others")
Result = TypeVar("Result")


def memoize_per_run(function: Callable[Concatenate[Run, Others], Result]) -> Callable[Concatenate[Run, Others], Result]:
    """Compute `function(run, …)` once for each run and each combination of the other arguments, which are hashable.

    The results live at most as long as their run, since some runs hold 10 MB of weights. Beyond MAX_RUNS, those of the
    run that was used least recently go, because the store keeps thousands of small runs and a figure takes a megabyte.
    """
    results: WeakKeyDictionary[Run, dict[tuple, Result]] = WeakKeyDictionary()
    order: dict[int, ref[Run]] = {}  # the most recently used run last

    @wraps(function)
    def look_up(run: Run, *others: Others.args, **named: Others.kwargs) -> Result:
        of_run = results.setdefault(run, {})
        order.pop(id(run), None)
        order[id(run)] = ref(run)
        if len(order) > MAX_RUNS and (oldest := order.pop(next(iter(order)))()) is not None:
            results.pop(oldest, None)
        arguments = (*others, *sorted(named.items()))
        if arguments not in of_run:
            of_run[arguments] = function(run, *others, **named)
        return of_run[arguments]

    return look_up
