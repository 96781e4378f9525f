"""Results that are computed once for each run."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from nnkit import Run

Others = ParamSpec("Others")
Result = TypeVar("Result")


def memoize_per_run(function: Callable[Concatenate[Run, Others], Result]) -> Callable[Concatenate[Run, Others], Result]:
    """Compute `function(run, …)` once for each run and each combination of the other arguments, which are hashable.

    The results live as long as their run. A cache of a fixed size would keep runs alive that no page shows any more,
    and some of them hold 10 MB of weights.
    """
    results: WeakKeyDictionary[Run, dict[tuple, Result]] = WeakKeyDictionary()

    @wraps(function)
    def look_up(run: Run, *others: Others.args, **named: Others.kwargs) -> Result:
        of_run = results.setdefault(run, {})
        arguments = (*others, *sorted(named.items()))
        if arguments not in of_run:
            of_run[arguments] = function(run, *others, **named)
        return of_run[arguments]

    return look_up
