"""The curves of several networks over each other, and their results in a table."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.experiment.layers import layers_of
from pages.imdb.exercises import NETWORKS
from pages.imdb.experiments import NAMES, PAGE, PRESETS_PART, Runs, presets, train_presets
from pages.imdb.seeds import show_seeds
from pages.imdb.source import choose_source_rarely
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound
from ui.glossary import term
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure
from ui.numbers import epoch_text, fixed
from ui.tables import show_written
from ui.take_away import offer_to_take_away
from ui.training.placeholder import show_placeholder
from ui.training.run_panel import Growing
from ui.try_this import try_this

PART = f"{PAGE}_networks"
MEASURES = {"Loss": "loss", "Accuracy": "accuracy"}
BESIDE = 150  # px that the rest of the results takes
NOTHING: Mapping[str, Growing] = MappingProxyType({})
LOWEST_LOSS, PENALTY = "lowest validation loss (nats)", "penalty there (nats)"  # columns of the table
DECIMALS = {LOWEST_LOSS: 3, PENALTY: 3, "overfits from epoch": 0}  # of the columns that have not one
LEGEND_ROWS = 40  # px that the legend takes more on a phone


@st.fragment(key=PART)
def show_four_networks() -> None:
    """Show the chapter's networks, which differ in what holds them back."""
    controls, results = lay_out(
        f"Which network memorises single reviews? Its training {term('loss')} keeps falling while its validation "
        "loss rises."
    )
    with controls:
        measure = choose_measure()
        validation_only = choose_validation_only()
        shown = bound(
            st.pills, "Networks", list(NAMES), selection_mode="multi", default=list(NAMES), key=f"{PAGE}_shown"
        )
        st.markdown(
            f"**baseline** has two {term('hidden layer', 'hidden layers')} of 16 units each. **smaller** has half as "
            f"many units. **L2** is the smaller network with an L2 {term('penalty')} of 0.001 on the "
            f"{term('weight', 'weights')} of both layers. **L2 + dropout** also has a {term('dropout')} of 0.5."
        )
        source = choose_source_rarely()
        runs = train_presets(source, PART)
    with results:
        if runs:
            show_comparison(runs, measure, [name for name in runs if name not in shown], validation_only)
            chosen = {name: experiment for name, experiment in presets(source).items() if name in shown}
            if chosen:
                show_seeds(chosen, PART)
            offer_to_take_away(PART, list(runs.values()), list(runs))
        else:
            show_placeholder(PRESETS_PART, "the networks")
    try_this(NETWORKS, controls)


def choose_measure() -> str:
    """Let the reader choose between loss and accuracy, for all sections that compare networks."""
    return MEASURES[choose_view(list(MEASURES), f"{PAGE}_measure")]


def choose_validation_only() -> bool:
    """Let the reader leave out the training curves, for all sections that compare networks."""
    hint = "Hides the training curves, so that the validation curves use the whole height."
    return bound(st.toggle, "Validation only", False, key=f"{PAGE}_validation_only", help=hint)


def show_comparison(
    runs: Runs,
    measure: str,
    hidden: Collection[str] = (),
    validation_only: bool = False,
    growing: Mapping[str, Growing] = NOTHING,
) -> None:
    """Show the curves of the networks, what they say, and a table of results.

    hidden: names that are left out. growing: trainings that are under way, whose curves are drawn as far as they are.
    """
    histories = {name: each.data_history for name, each in (*runs.items(), *growing.items()) if each.history}
    shown = {name: run for name, run in runs.items() if name not in hidden}
    if not shown:
        st.info("Choose a network to see its curves.")
        return
    height = figure_height(BESIDE) + (LEGEND_ROWS if is_narrow() else 0)
    epochs = max(each.experiment.training.epochs for each in (*shown.values(), *growing.values()))
    if growing:
        figure = draw.overlaid_runs(histories, measure, hidden, height, epochs, validation_only)
    else:
        figure = _curves_of(tuple(runs.items()), measure, tuple(hidden), height, epochs, validation_only)
    show_figure(figure, f"{PAGE}.{measure}")
    st.markdown(findings(shown, measure))
    if note := penalty_note(shown):
        st.caption(note)
    show_written(comparison_rows(shown), 1, DECIMALS, hide_index=True, alt="The networks side by side")


@memoize_figure
def _curves_of(
    runs: tuple[tuple[str, Run], ...],
    measure: str,
    hidden: tuple[str, ...],
    height: int,
    epochs: int,
    validation_only: bool,
) -> go.Figure:
    """runs: pairs of a name and a run. hidden: names of those that are left out. epochs: where their axis ends."""
    histories = {name: run.data_history for name, run in runs}
    return draw.overlaid_runs(histories, measure, hidden, height, epochs, validation_only)


def findings(runs: Runs, measure: str) -> str:
    """Say when each network begins to overfit; beside losses, how far the two are apart at the end, too."""
    turns, gaps = [], {}
    for name, run in runs.items():
        best = best_index(run)
        if best is None:
            continue
        history, epochs = run.data_history, run.history["epoch"]
        turns.append(f"{epoch_text(epochs[best])} of {epoch_text(epochs[-1])} for **{name}**")
        gaps[name] = history["val_loss"][-1] - history["loss"][-1]
    if not turns:
        return "No network has finished an epoch."
    text = f"The validation loss is lowest at epoch {', '.join(turns)}."
    if len(gaps) > 1 and measure == "loss":
        widest, narrowest = max(gaps, key=gaps.__getitem__), min(gaps, key=gaps.__getitem__)
        text += (
            f" At the end, the validation loss minus the training loss is {fixed(gaps[widest])} {term('nats')} for "
            f"{widest} and {fixed(gaps[narrowest])} for {narrowest}, the largest and the smallest difference."
        )
    return text


def best_index(run: Run) -> int | None:
    """Return the place of the lowest validation loss without penalty, or None where it was never measured."""
    losses = np.array(run.data_history["val_loss"], float)
    return None if np.isnan(losses).all() else int(np.nanargmin(losses))


def penalty_note(runs: Runs) -> str:
    """Say what Keras would print for a network with a penalty, or "" if none has one."""
    for name, run in runs.items():
        best = best_index(run)
        if best is not None and run.penalties:
            data, penalty = run.data_history["val_loss"][best], _penalty_at(run, best)
            return (
                "All losses here leave out the L1 and L2 penalties, so that you can compare the networks. Keras prints "
                f"loss and penalty together. For {name} at epoch {epoch_text(run.history['epoch'][best])} it prints "
                f"{data:.3f} + {penalty:.3f} ≈ {data + penalty:.3f}."
            )
    return ""


def _penalty_at(run: Run, index: int) -> float:
    """Return the penalty in the validation loss at a place of the history, in nats."""
    return run.penalties["val_loss"][index] if run.penalties else 0.0


def comparison_rows(runs: Runs) -> list[dict[str, object]]:
    """Return the rows of a table by the names of its columns, one for each network, with accuracies in percent."""
    return [_row(name, run) for name, run in runs.items()]


def _row(name: str, run: Run) -> dict[str, object]:
    epochs, accuracies = run.history["epoch"], np.array(run.history["val_accuracy"], float)
    best = best_index(run)
    return {
        "network": name,
        "parameters": sum(layer.parameters for layer in layers_of(run.experiment)),
        "best validation (%)": None if best is None else round(100 * float(np.nanmax(accuracies)), 1),
        "last validation (%)": None if best is None else round(100 * float(accuracies[-1]), 1),
        LOWEST_LOSS: None if best is None else round(run.data_history["val_loss"][best], 3),
        PENALTY: None if best is None else round(_penalty_at(run, best), 3),
        "overfits from epoch": None if best is None or best == len(epochs) - 1 else epochs[best] + 1,
        "test accuracy (%)": round(100 * run.test["accuracy"], 1),
        "seconds": round(run.seconds, 1),
    }
