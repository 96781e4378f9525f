"""The training loop, stage by stage, and inference, which is the forward stage alone."""

from functools import lru_cache

import numpy as np
import streamlit as st

from nnkit import figures as draw
from nnkit import load
from nnkit.concepts.training_loop import STAGES, TrainingStep, Weights, forward
from nnkit.results.grid import Grid, grid_around
from pages.fundamentals.calculations import four_digits
from pages.fundamentals.training_loop.stages import SHOW, numbers, shape
from pages.fundamentals.training_loop.training import DATA, EPOCHS, Choice, batches_per_epoch, losses_of, steps_of
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import BIND, choose_seed, choose_value
from ui.steps import Jump, current_step, show_step_buttons

PART = "fundamentals_loop"
LEARNING_RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCH_SIZES = (8, 16, 32, 64, 200)
SIDE = 40  # grid points along an edge of the map
HEIGHT = 360  # px reserved for the numbers of a stage, so that the elements below stay in place


@st.fragment
def show_loop() -> None:
    points = len(load(DATA).x_train)
    st.markdown(
        "Training is one loop: take a batch, compute its outputs forward, compare them with the truth in the loss, "
        "compute the gradient backward, update the weights. Here it runs one stage at a time, for a network with one "
        f"hidden layer of tanh units on {points} points of the moons. Press **Next stage**."
    )
    choice = _choose()
    steps = steps_of(choice)
    number, stage = _choose_stage(choice, len(steps))
    step = steps[number]
    x = load(DATA).x_train[step.batch.samples]
    details = (f"x {shape(x)}", f"p {shape(step.outputs.p)}", "a number", "∂L/∂w", "new w")
    show_figure(draw.loop_diagram(tuple(zip(STAGES, details, strict=True)), stage), "fundamentals.loop")
    known = stage >= STAGES.index("loss")
    _show_counters(choice, steps, number, known)
    stage_numbers, picture = st.columns(2, gap="large")
    with stage_numbers, st.container(height="content" if is_narrow() else HEIGHT, border=False):
        SHOW[STAGES[stage]](step, choice)
    now = step.after if STAGES[stage] == "update" else step.before
    with picture:
        _show_plane(step, now)
    show_figure(
        draw.batch_losses(losses_of(choice), number + known, batches_per_epoch(choice)), "fundamentals.loop_losses"
    )
    _infer(now)


def _choose() -> Choice:
    columns = st.columns(4, gap="large")
    with columns[0]:
        hint = "Neurons of the hidden layer."
        units = st.slider("Hidden units", 1, 6, 3, key=f"{PART}_units", help=hint, **BIND)
    with columns[1]:
        hint = "How far an update goes along the negative gradient."
        learning_rate = choose_value("Learning rate", LEARNING_RATES, 1.0, f"{PART}_rate", hint)
    with columns[2]:
        hint = "Samples in a step. An epoch is over when every sample has had its turn."
        batch_size = choose_value("Batch size", BATCH_SIZES, 32, f"{PART}_batch", hint)
    with columns[3]:
        seed = choose_seed(0, f"{PART}_seed", "Decides the initial weights and the order of the samples.")
    return Choice(units, learning_rate, batch_size, seed)


def _choose_stage(choice: Choice, steps: int) -> tuple[int, int]:
    """Show the buttons; return the training step and its stage to which they have led, both from 0."""
    stages = len(STAGES)
    total, epoch = steps * stages, batches_per_epoch(choice) * stages
    stage = current_step(PART, choice, total)
    jumps = (
        Jump("Start", "first_page", 0, "Back to the first batch of the first epoch."),
        Jump("Back", "chevron_left", stage - 1, "One stage back."),
        Jump("Next stage", "chevron_right", stage + 1, "One stage of the loop.", primary=True),
        Jump("Next step", "keyboard_arrow_right", stage + stages, "Once round the loop, to the same stage."),
        Jump(
            "Next epoch",
            "keyboard_double_arrow_right",
            stage + epoch,
            "Until every sample has had its turn once more.",
        ),
        Jump("To the end", "last_page", total - 1, f"The last update of {EPOCHS} epochs."),
    )
    show_step_buttons(PART, jumps, stage, total)
    return divmod(stage, stages)


def _show_counters(choice: Choice, steps: tuple[TrainingStep, ...], number: int, known: bool) -> None:
    """Show the step, batch, epoch and loss; `known`: whether the loss has been computed already."""
    step = steps[number]
    counters = {
        "Step": f"{number + 1} of {len(steps)}",
        "Batch": f"{step.batch.number + 1} of {batches_per_epoch(choice)}",
        "Epoch": f"{step.batch.epoch + 1} of {EPOCHS}",
        "Loss of the batch": f"{step.loss:.4f}" if known else "–",
    }
    with st.container(horizontal=True):
        for name, value in counters.items():
            st.metric(name, value)


def _show_plane(step: TrainingStep, weights: Weights) -> None:
    data, grid = load(DATA), grid_of_data()
    probabilities = grid.map(forward(weights, grid.points.astype(float)).p)
    points = draw.Points(data.x_train, data.y_train)
    show_figure(draw.batch_plane(grid, probabilities, points, step.batch.samples), "fundamentals.batch")


@lru_cache(maxsize=1)
def grid_of_data() -> Grid:
    return grid_around(load(DATA).x_train, SIDE)


def _infer(weights: Weights) -> None:
    st.markdown("**Inference: the forward pass alone.** A new point, no class, no loss, no gradient: the weights stay.")
    columns = st.columns([1, 1, 2], gap="large")
    x = []
    for column, name, value in zip(columns[:2], ("x1", "x2"), (0.5, 0.2), strict=True):
        with column:
            hint = f"The new point's {name}."
            x.append(st.slider(name, -2.0, 3.0, value, step=0.1, key=f"{PART}_{name}", help=hint, **BIND))
    outputs = forward(weights, np.array([x]))
    p = float(outputs.p[0])
    with columns[2]:
        st.markdown(
            f"x = ({four_digits(x[0])}, {four_digits(x[1])}) → h = tanh(x W1 + b1) = {numbers(outputs.h[0])} → "
            f"z = h W2 + b2 = {four_digits(float(outputs.z2[0]))} → p = σ(z) = **{p:.4f}**: class **{int(p > 0.5)}**, "
            "with the weights of this moment."
        )
