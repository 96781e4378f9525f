"""The chapter as one notebook in plain Keras."""

import json

from nnkit import PRESETS
from nnkit.code import chapter
from nnkit.jobs import BUNDLED_RUNS, RunStore


def write_chapter() -> str:
    """Return the file of the notebook, which compares itself with the runs that come with the app."""
    store = RunStore(None, bundled=BUNDLED_RUNS)
    found = {name: run for name, experiment in PRESETS.items() if (run := store.get(experiment)) is not None}
    return json.dumps(chapter(found), ensure_ascii=False, indent=1)
