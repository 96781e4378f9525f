"""Results that are kept with the run they are about."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from nnkit import Run


def memoize_per_run(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compute `function(run, …)` once for each run and each of the other arguments.

    Unlike a cache of so many results, it keeps no run alive that nobody shows any more: some hold 10 MB of weights.
    """
    results: WeakKeyDictionary[Run, dict[tuple, Any]] = WeakKeyDictionary()

    @wraps(function)
    def look_up(run: Run, *others: Any) -> Any:
        of_run = results.setdefault(run, {})
        if others not in of_run:
            of_run[others] = function(run, *others)
        return of_run[others]

    return look_up
