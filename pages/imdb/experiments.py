"""The four networks of the chapter, and the reader's own."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import PRESETS, Experiment, Imdb, Run, Training
from nnkit import figures as draw
from nnkit.experiment.layers import layers_of
from ui.charts import show_figure
from ui.controls import (
    choose_early_stopping,
    choose_epochs_and_seed,
    choose_hidden,
    choose_network,
    choose_optimizer_settings,
    choose_value,
)
from ui.descriptions import regularisation_terms
from ui.training.live import follow_sliders
from ui.training.run_panel import offer_training, show_run

PAGE = "imdb"
NAMES = {"baseline": "imdb-baseline", "smaller": "imdb-smaller", "L2": "imdb-l2", "L2 + dropout": "imdb-dropout"}
MAX_OWN = 4  # networks of the reader: more than eight curves in all cannot be told apart
MAX_EPOCHS, MAX_UNITS = 60, 64
VOCABULARIES = (1_000, 2_000, 5_000, 10_000)
TRAIN_SIZES = (500, 1_000, 2_000, 5_000, 10_000, 15_000)

Runs = dict[str, Run]


def train_presets(source: str) -> Runs:
    """Train the four networks without being asked to; return those that are done, by name."""
    experiments = {name: _with_source(PRESETS[preset], source) for name, preset in NAMES.items()}
    presets = tuple(experiments.values())
    runs = follow_sliders(f"{PAGE}_presets", presets, presets, tuple(NAMES), redraw="app")
    names = {experiment: name for name, experiment in experiments.items()}
    return {names[run.experiment]: run for run in runs if run.experiment in names}


def _with_source(experiment: Experiment, source: str) -> Experiment:
    return replace(experiment, data=replace(experiment.data, source=source))


def train_own(source: str) -> Runs:
    """Show the controls; return the last networks that the reader has trained in this session, the latest last."""
    preset = _with_source(PRESETS["imdb-baseline"], source)
    _choose_and_train(preset)
    run, kept = show_run(PAGE), st.session_state.setdefault(f"{PAGE}.own", [])
    if run is not None and all(run.experiment != other.experiment for other in kept):
        kept.append(run)
        del kept[:-MAX_OWN]
    return {f"yours: {describe(run.experiment)}": run for run in kept}


@st.fragment
def _choose_and_train(preset: Experiment) -> None:
    experiment = _choose(preset)
    total = sum(layer.parameters for layer in layers_of(experiment))
    st.caption(f"{total:,} parameters for {experiment.data.train_size:,} reviews")
    offer_training(PAGE, experiment, preset)


def _choose(preset: Experiment) -> Experiment:
    data, network, optimizer, epochs_and_seed = st.columns(4, gap="large")
    with data:
        vocabulary_hint = "How many of the most frequent words count; rarer ones become “unknown”."
        vocabulary = choose_value("Vocabulary", VOCABULARIES, 10_000, f"{PAGE}_vocabulary", vocabulary_hint)
        size_hint = "How many reviews to learn from. With fewer, there is less that holds in general."
        size = choose_value("Training reviews", TRAIN_SIZES, 15_000, f"{PAGE}_reviews", size_hint)
        hidden = choose_hidden(PAGE, preset.network, MAX_UNITS)
    with network:
        chosen = choose_network(PAGE, preset.network, hidden)
    with optimizer:
        optimizer_settings = choose_optimizer_settings(PAGE, preset.training)
    with epochs_and_seed:
        training = Training(
            **optimizer_settings,
            **choose_epochs_and_seed(PAGE, preset.training, MAX_EPOCHS),
            **choose_early_stopping(PAGE),
        )
    return Experiment(Imdb(vocabulary, size, preset.data.source), chosen, training)


def describe(experiment: Experiment) -> str:
    """Name the sizes of the layers, and every setting that differs from the baseline."""
    network, training, data = experiment.network, experiment.training, experiment.data
    base = PRESETS["imdb-baseline"]
    parts = ["-".join(map(str, (*network.hidden, 1)))]
    parts += regularisation_terms(network)
    parts += [network.activation] if network.activation != base.network.activation else []
    parts += [f"{data.vocabulary:,} words"] if data.vocabulary != base.data.vocabulary else []
    parts += [f"{data.train_size:,} reviews"] if data.train_size != base.data.train_size else []
    parts += [training.optimizer] if training.optimizer != base.training.optimizer else []
    for label, name in (("rate", "learning_rate"), ("batch", "batch_size"), ("epochs", "epochs"), ("seed", "seed")):
        value = getattr(training, name)
        if value != getattr(base.training, name):
            parts.append(f"{label} {'all' if value is None else f'{value:g}'}")
    if training.patience is not None:
        parts.append(f"patience {training.patience}{', best kept' if training.restore_best else ''}")
    return ", ".join(parts)


def show_comparison(runs: Runs) -> None:
    """Show the curves of all networks in one figure each for loss and accuracy, and a table of results."""
    histories = {name: run.history for name, run in runs.items()}
    for column, measure in zip(st.columns(2, gap="large"), ("loss", "accuracy"), strict=True):
        with column:
            st.markdown(f"**{measure.capitalize()}**")
            show_figure(draw.overlaid_runs(histories, measure), f"{PAGE}.{measure}")
    st.caption(
        "Solid: on the training reviews. Dashed: on the validation reviews, which the network never learns from; the "
        "gap between them is shaded, the lowest validation loss marked. Click a name to hide or show a network."
    )
    st.dataframe(comparison_table(runs), hide_index=True, alt="The networks side by side")


def comparison_table(runs: Runs) -> pd.DataFrame:
    """Return a row for each network, with accuracies in percent."""
    return pd.DataFrame([_row(name, run) for name, run in runs.items()])


def _row(name: str, run: Run) -> dict[str, object]:
    losses, accuracies = (np.array(run.history[key], float) for key in ("val_loss", "val_accuracy"))
    epochs = run.history["epoch"]
    best = None if not len(losses) or np.isnan(losses).all() else int(np.nanargmin(losses))
    return {
        "network": name,
        "parameters": sum(layer.parameters for layer in layers_of(run.experiment)),
        "best validation accuracy (%)": None if best is None else round(100 * float(np.nanmax(accuracies)), 1),
        "last validation accuracy (%)": None if best is None else round(100 * accuracies[-1], 1),
        "overfits from epoch": None if best is None or best == len(epochs) - 1 else epochs[best] + 1,
        "test accuracy (%)": round(100 * run.test["accuracy"], 1),
        "seconds": round(run.seconds, 1),
    }
