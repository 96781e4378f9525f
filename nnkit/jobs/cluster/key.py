"""How calls in the cluster are named: equal trainings have the same name at every server."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from nnkit.experiment import Experiment
from nnkit.jobs.store import key_of


def key_of_call(function: Callable[..., Any], args: tuple) -> str:
    """Name a training by what is trained, by which functions and which version of the code; any other call by chance.

    From where a training goes on makes no difference: the run will be the same.
    """
    experiment = next((each for each in args if isinstance(each, Experiment)), None)
    if experiment is None:
        return f"call-{uuid.uuid4().hex}"
    functions = [f"{each.__module__}.{each.__qualname__}" for each in (function, *args) if callable(each)]
    return f"train-{hashlib.sha256(' '.join([key_of(experiment), *functions]).encode()).hexdigest()}"
