"""Scores over seeds of the networks that sections open with. They come with the app: `make presets` computes them.

Like bundled runs, they count for the version of the code that made them alone; else they are trained anew.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from nnkit.experiment import Experiment
from nnkit.jobs.version import ROOT, code_version
from nnkit.results.score import Score

BUNDLED_SCORES = ROOT / "data" / "scores.json"

Scores = tuple[Score, ...]  # of the experiments that `repeats_of` gives, in this order

logger = logging.getLogger(__name__)


def bundled_scores(experiment: Experiment) -> Scores | None:
    """Return the scores of the experiment and its repeats, or None if none of this version came with the app."""
    return _read(BUNDLED_SCORES).get(experiment.to_json())


def write_scores(path: Path, scores: Mapping[Experiment, Sequence[Score]]) -> None:
    """Write the scores by experiment, with the version of the code."""
    entries = [
        {
            "experiment": experiment.to_json(),
            "accuracy": [score.accuracy for score in found],
            "loss": [score.loss for score in found],
        }
        for experiment, found in scores.items()
    ]
    path.write_text(json.dumps({"version": code_version(), "scores": entries}, indent=1) + "\n", encoding="utf-8")


@cache
def _read(path: Path) -> dict[str, Scores]:
    """Return the scores by the text of their experiment; nothing for a file of another version, or a damaged one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != code_version():
            return {}
        return {entry["experiment"]: tuple(map(Score, entry["accuracy"], entry["loss"])) for entry in content["scores"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("bundled scores are not used: %s", error)
        return {}
