"""Train the runs that come with the app: what its sections open with, and the chapter's presets.

`make presets` calls it. A file is named by its experiment and by the version of the code, so that a run of an older
version is not found, and trained instead. Runs on reviews do not come with the app: each takes several megabytes.
"""

from nnkit import PRESETS, Experiment, train
from nnkit.experiment import Imdb
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import BUNDLED_RUNS
from nnkit.jobs.store import key_of
from nnkit.results.run import write_atomically


def bundled_experiments() -> tuple[Experiment, ...]:
    """Return each experiment whose run comes with the app once."""
    opened = (experiment for experiments in OPENINGS.values() for experiment in experiments)
    distinct = dict.fromkeys((*opened, *PRESETS.values()))
    return tuple(experiment for experiment in distinct if not isinstance(experiment.data, Imdb))


def main() -> None:
    BUNDLED_RUNS.mkdir(exist_ok=True)
    for old in BUNDLED_RUNS.glob("*.npz"):
        old.unlink()
    total = 0
    for experiment in bundled_experiments():
        content = train(experiment).to_bytes(compressed=True)
        write_atomically(BUNDLED_RUNS / f"{key_of(experiment)}.npz", content)
        total += len(content)
    print(f"{len(bundled_experiments())} runs, {total / 1e6:.1f} MB, in {BUNDLED_RUNS}")


if __name__ == "__main__":
    main()
