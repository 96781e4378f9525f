"""Train small networks: `train` takes an `Experiment` and returns a `Run`. Independent of Streamlit.

Importing this package loads neither TensorFlow nor Keras; the first use of `train` or `build_model` does.
"""

import os
from importlib import import_module
from typing import Any

from nnkit.experiment import PRESETS, Curve, Experiment, Groups, Imdb, Mnist, Network, Planar, Training
from nnkit.results.run import Progress, Run, Snapshot

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # no log lines about the machine
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=1")  # compiling and training take less time

_LAZY = {"load": "nnkit.datasets", "build_model": "nnkit.training.model", "train": "nnkit.training.loop"}

__all__ = [
    "PRESETS",
    "Curve",
    "Experiment",
    "Groups",
    "Imdb",
    "Mnist",
    "Network",
    "Planar",
    "Progress",
    "Run",
    "Snapshot",
    "Training",
    *sorted(_LAZY),
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'nnkit' has no attribute {name!r}")
