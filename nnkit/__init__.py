"""The training kit: an `Experiment` goes in, a `Run` comes out. Knows nothing of Streamlit.

Importing it loads neither TensorFlow nor Keras; `train` and `build_model` do when they are first used.
"""

import os
from importlib import import_module
from typing import Any

from nnkit.experiment import PRESETS, Curve, Experiment, Groups, Imdb, Mnist, Network, Planar, Training
from nnkit.results.run import Progress, Run, Snapshot

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow's notes on the machine are not for readers
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=1")  # compiles and runs faster

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
