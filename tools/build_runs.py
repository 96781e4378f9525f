"""Train the runs that come with the app: what its sections open with, the chapter's presets, and scores over seeds.

`make presets` calls it. A file is named by its experiment and by the version of the code, so that a run of an older
version is not found, and trained instead.
"""

from dataclasses import replace

import numpy as np

from nnkit import PRESETS, Experiment, Run, train
from nnkit.experiment import Imdb
from nnkit.experiment.openings import OPENINGS
from nnkit.experiment.repeats import repeats_of
from nnkit.jobs import BUNDLED_RUNS
from nnkit.jobs.bundled_scores import BUNDLED_SCORES, write_scores
from nnkit.jobs.store import key_of
from nnkit.results.run import write_atomically
from nnkit.results.score import score_of

SCORED_SECTIONS = ("overfitting/remedies", "imdb/networks")  # they compare networks over seeds


def bundled_experiments() -> tuple[Experiment, ...]:
    """Return each experiment whose run comes with the app once."""
    opened = (experiment for experiments in OPENINGS.values() for experiment in experiments)
    return tuple(dict.fromkeys((*opened, *PRESETS.values())))


def scored_experiments() -> tuple[Experiment, ...]:
    """Return each experiment whose scores over seeds come with the app."""
    return tuple(experiment for section in SCORED_SECTIONS for experiment in OPENINGS[section])


def to_bundle(run: Run) -> Run:
    """Return the run as it comes with the app.

    On reviews, it has the weights of two epochs alone, the best and the last: with all, four runs would take 50 MB.
    """
    if not isinstance(run.experiment.data, Imdb):
        return run
    epochs, last = run.history["epoch"], run.history["epoch"][-1]
    best = epochs[int(np.argmin(run.data_history["val_loss"]))]
    kept = (last // 2 if best == last else best, last)
    return replace(run, snapshots=tuple(snapshot for snapshot in run.snapshots if snapshot.epoch in kept))


def main() -> None:
    BUNDLED_RUNS.mkdir(exist_ok=True)
    for old in BUNDLED_RUNS.glob("*.npz"):
        old.unlink()
    total = 0
    for experiment in bundled_experiments():
        train(experiment)  # it compiles; the run that comes with the app tells how long training itself takes
        content = to_bundle(train(experiment)).to_bytes(compressed=True)
        write_atomically(BUNDLED_RUNS / f"{key_of(experiment)}.npz", content)
        total += len(content)
    print(f"{len(bundled_experiments())} runs, {total / 1e6:.1f} MB, in {BUNDLED_RUNS}")
    write_scores(
        BUNDLED_SCORES,
        {each: [score_of(train(repeat)) for repeat in repeats_of(each)] for each in scored_experiments()},
    )
    print(f"scores of {len(scored_experiments())} networks over seeds, in {BUNDLED_SCORES}")


if __name__ == "__main__":
    main()
