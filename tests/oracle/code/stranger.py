"""A process that knows nothing of this project, and runs scripts in it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nnkit.datasets.files import FOLDER

# Runs each script whose path comes as a line, and answers with a line of JSON. Figures are counted instead of shown.
# Keras's loader of the digits gives the bundled ones, which are the same: tests have no internet.
_RUNNER = """
import contextlib, io, json, runpy, sys, traceback
import keras, numpy as np, plotly.graph_objects as go
try:
    import nnkit
except ImportError:
    pass
else:
    raise SystemExit("this process must not know nnkit")
digits = sys.argv[1]
x_train, y_train, x_test, y_test = (np.load(f"{digits}/{n}.npy") for n in ("x_train", "y_train", "x_test", "y_test"))
keras.datasets.mnist.load_data = lambda: ((x_train, y_train), (x_test, y_test))
figures = []
go.Figure.show = lambda figure: figures.append(len(figure.to_json()))
print("ready", flush=True)
for path in sys.stdin:
    figures.clear()
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            found = runpy.run_path(path.strip(), run_name="__main__")
        except Exception:
            found, error = {}, traceback.format_exc()
    history = {name: [float(value) for value in values] for name, values in found.get("history", {}).items()}
    answer = {"printed": printed.getvalue(), "error": error, "figures": len(figures), "history": history}
    keras.backend.clear_session()
    print(json.dumps(answer), flush=True)
"""


@dataclass(frozen=True)
class Outcome:
    """What a script has printed, how many figures it has shown, and the history of its training."""

    printed: str
    figures: int
    history: dict

    @property
    def verdict(self):
        return self.printed.strip().splitlines()[-1]


class Stranger:
    """Such a process. It starts in a folder of its own, without this project on its path."""

    def __init__(self, folder: Path):
        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TF_XLA"))}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _RUNNER, str(FOLDER / "mnist")],
            cwd=folder,
            env={**environment, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout.readline().strip() == "ready"

    def run(self, text: str) -> Outcome:
        """Run a script to its end. Raises AssertionError with its traceback where it fails."""
        path = self.folder / "network.py"
        path.write_text(text, encoding="utf-8")
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert not answer["error"], answer["error"]
        return Outcome(answer["printed"], answer["figures"], {k: np.array(v) for k, v in answer["history"].items()})

    def close(self) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
