"""The networks of the page: the four of the chapter, and those that the reader has trained."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from nnkit import PRESETS, Experiment, Run
from nnkit.jobs import default_queue
from ui.descriptions import regularisation_terms, usual_spelling
from ui.numbers import plain
from ui.training.announcement import announce_job
from ui.training.jobs import training_of
from ui.training.live import follow_sliders
from ui.training.state import State

PAGE = "imdb"
NAMES = {"baseline": "imdb-baseline", "smaller": "imdb-smaller", "L2": "imdb-l2", "L2 + dropout": "imdb-dropout"}
PRESETS_PART = f"{PAGE}_presets"
BUNDLED = PRESETS["imdb-baseline"].data.source
MAX_OWN = 4  # networks of the reader: more than eight curves in all cannot be told apart

Runs = dict[str, Run]


def presets(source: str) -> dict[str, Experiment]:
    """Return the four networks of the chapter, by name, with the reviews of this source."""
    experiments = {name: PRESETS[preset] for name, preset in NAMES.items()}
    return {
        name: replace(experiment, data=replace(experiment.data, source=source))
        for name, experiment in experiments.items()
    }


def train_presets(source: str, redraw: str) -> Runs:
    """Train the four networks without being asked to; return those that are done, by name. redraw: as in `train`."""
    return train(PRESETS_PART, presets(source), redraw)


def train(part: str, experiments: Mapping[str, Experiment], redraw: str) -> Runs:
    """Train the experiments without being asked to, and show the progress until all are done; return the runs by name.

    Only the bundled reviews come with trained networks: where the address names others, the trainings wait for the
    reader unless they are quick. redraw: the key of the fragment that shows the runs, or "app".
    """
    wanted = tuple(experiments.values())
    opening = [replace(each, data=replace(each.data, source=BUNDLED)) for each in wanted]
    place = st.empty()
    with place.container():
        done = follow_sliders(part, wanted, opening, tuple(experiments), redraw)
    runs = {name: run for name, wish in experiments.items() for run in done if run.experiment == wish}
    training = training_of(part)  # may train anew, with the last runs on screen
    complete = len(runs) == len(experiments) and all(run.outcome == "finished" for run in runs.values())
    if complete and training.state is not State.TRAINING:
        with place.container():
            announce_job(part, training.job, f"{part}.done")
    return runs


def own_networks(source: str) -> Runs:
    """Return the last networks that the reader has trained on these reviews, by name, the latest last."""
    training = training_of(PAGE)
    training.observe()
    kept: list[Run] = st.session_state.setdefault(f"{PAGE}.own", [])
    for run in training.runs:
        others = [other for other in kept if other.experiment != run.experiment]
        kept[:] = [*others[1 - MAX_OWN :], run]
    kept[:] = [run for run in kept if not default_queue().has_lost([run])]
    return {name_of_own(run.experiment): run for run in kept if run.experiment.data.source == source}


def name_of_own(experiment: Experiment) -> str:
    """Name a network of the reader's own."""
    return f"yours: {describe(experiment)}"


def describe(experiment: Experiment) -> str:
    """Name the sizes of the layers, and every setting that differs from the baseline."""
    network, training, data = experiment.network, experiment.training, experiment.data
    base = PRESETS["imdb-baseline"]
    parts = ["-".join(map(str, (*network.hidden, 1)))]
    parts += regularisation_terms(network)
    parts += [usual_spelling(network.activation)] if network.activation != base.network.activation else []
    parts += [f"{data.vocabulary:,} words"] if data.vocabulary != base.data.vocabulary else []
    parts += [f"{data.train_size:,} reviews"] if data.train_size != base.data.train_size else []
    parts += [usual_spelling(training.optimizer)] if training.optimizer != base.training.optimizer else []
    for label, name in (("rate", "learning_rate"), ("batch", "batch_size"), ("epochs", "epochs"), ("seed", "seed")):
        value = getattr(training, name)
        if value != getattr(base.training, name):
            parts.append(f"{label} {'all' if value is None else plain(value)}")
    if training.patience is not None:
        parts.append(f"patience {training.patience}{', best kept' if training.restore_best else ''}")
    return ", ".join(parts)
