"""The training loop, stage by stage, and inference, which is the forward stage alone."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit import load
from nnkit.concepts.training_loop import STAGES, TrainingStep, Weights, forward
from nnkit.results.grid import Grid, grid_around
from pages.fundamentals.calculations import four_digits
from pages.fundamentals.exercises import LOOP
from pages.fundamentals.training_loop.stages import SHOW, numbers, shape
from pages.fundamentals.training_loop.training import DATA, EPOCHS, Choice, batches_per_epoch, losses_of, steps_of
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound, choose_seed, choose_value
from ui.layout import choose_view, lay_out, more
from ui.memoize import memoize_figure
from ui.presenting import is_presenting
from ui.steps import Jump, current_step, show_step_buttons
from ui.try_this import try_this

PART = "fundamentals_loop"
LEARNING_RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCH_SIZES = (8, 16, 32, 64, 200)
SIDE = 40  # grid points along an edge of the map
MINI_BATCHES = "Each batch holds other samples, so its loss varies. The mean of an epoch is steadier."
FULL_BATCHES = "Each batch holds all samples, so the loss changes only because the weights do."
_, LOSSES, INFERENCE = VIEWS = "The stage", "The losses", "Inference"

_diagram = memoize_figure(draw.loop_diagram)


@st.fragment
def show_loop() -> None:
    points = len(load(DATA).x_train)
    controls, results = lay_out(
        f"Training is a loop. Here you see one stage at a time: a network with one hidden layer of tanh units learns "
        f"{points} points of two moons. What happens in each stage?"
    )
    with results:
        view = choose_view(VIEWS, f"{PART}_view")
    buttons = results.container() if is_narrow() else controls.container()
    with controls:
        new_point = _choose_point() if view == INFERENCE else None
        choice = _choose()
    steps = steps_of(choice)
    with buttons:
        number, stage = _choose_stage(choice, len(steps))
    with results:
        _show_stage(choice, steps, number, stage)
        if view == LOSSES:
            _show_losses(choice, number + _is_loss_known(stage))
        else:
            _show_step(choice, number, stage, new_point)
    try_this(LOOP, controls)


def _show_step(choice: Choice, number: int, stage: int, new_point: tuple[float, float] | None) -> None:
    """Show the numbers of the stage beside the picture of the points."""
    step, is_updated = steps_of(choice)[number], STAGES[stage] == "update"
    numbers_place, picture = st.columns(2)
    with numbers_place, st.container(height="content" if is_narrow() else _height(), border=False):
        if new_point is None:
            SHOW[STAGES[stage]](step, choice)
        else:
            _infer(_weights_of(step, is_updated), new_point)
    with picture:
        show_figure(_plane_of(choice, number, is_updated, new_point, _height()), "fundamentals.batch")


def _height() -> int:
    """Return the height in px of what stands below the loop."""
    return 340 if is_narrow() else figure_height(160 if is_presenting() else 200)


def _choose_point() -> tuple[float, float]:
    """Return x1 and x2 of the new point whose class the network is asked for."""
    columns = st.columns(2)
    return _choose_coordinate(columns[0], "x1", 0.5), _choose_coordinate(columns[1], "x2", 0.2)


def _choose_coordinate(column: DeltaGenerator, name: str, value: float) -> float:
    options = {"step": 0.1, "key": f"{PART}_{name}", "help": f"{name} of the new point."}
    return bound(column.slider, name, -2.0, 3.0, value, **options)


def _choose() -> Choice:
    hint = "The number of neurons in the hidden layer."
    units = bound(st.slider, "Hidden units", 1, 6, 3, key=f"{PART}_units", help=hint)
    hint = "How far an update goes along the negative gradient."
    learning_rate = choose_value("Learning rate", LEARNING_RATES, 1.0, f"{PART}_rate", hint)
    with more([f"{PART}_batch", f"{PART}_seed"]):
        hint = "The number of samples in a step. An epoch ends when every sample has been used once."
        batch_size = choose_value("Batch size", BATCH_SIZES, 32, f"{PART}_batch", hint)
        seed = choose_seed(0, f"{PART}_seed", "The seed decides the initial weights and the order of the samples.")
    return Choice(units, learning_rate, batch_size, seed)


def _choose_stage(choice: Choice, steps: int) -> tuple[int, int]:
    """Show the buttons; return the training step and its stage to which they have led, both from 0."""
    stages = len(STAGES)
    total, epoch = steps * stages, batches_per_epoch(choice) * stages
    stage = current_step(PART, choice, total)
    jumps = (
        Jump("Start", "first_page", 0, "Go back to the first batch of the first epoch."),
        Jump("Back", "chevron_left", stage - 1, "Go one stage back."),
        Jump("Next stage", "chevron_right", stage + 1, "Go to the next stage of the loop."),
        Jump("Next step", "keyboard_arrow_right", stage + stages, "Go once through the loop, to the same stage."),
        Jump(
            "Next epoch",
            "keyboard_double_arrow_right",
            stage + epoch,
            "Go on until every sample has been used once more.",
        ),
        Jump("To the end", "last_page", total - 1, f"Go to the last update of {EPOCHS} epochs."),
    )
    show_step_buttons(PART, jumps, stage, total)
    return divmod(stage, stages)


def _show_stage(choice: Choice, steps: tuple[TrainingStep, ...], number: int, stage: int) -> None:
    """Show the loop with the stage at which the reader is, and the step, batch, epoch and loss."""
    step = steps[number]
    details = (f"x {shape(load(DATA).x_train[step.batch.samples])}", f"p {shape(step.outputs.p)}", "a number")
    stages = tuple(zip(STAGES, (*details, "∂L/∂w", "new w"), strict=True))
    show_figure(_diagram(stages, stage), "fundamentals.loop")
    loss = f"{step.loss:.4f} nats" if _is_loss_known(stage) else "–"
    st.markdown(
        f"Step **{number + 1}** of {len(steps)} · batch **{step.batch.number + 1}** of {batches_per_epoch(choice)} · "
        f"epoch **{step.batch.epoch + 1}** of {EPOCHS} · loss of the batch **{loss}**"
    )


def _show_losses(choice: Choice, known: int) -> None:
    """Show the losses of the first `known` batches."""
    losses = losses_of(choice)
    show_figure(_losses_of(choice, known, _height() - 40), "fundamentals.loop_losses")
    if known:
        st.markdown(
            f"The first batch had a loss of **{losses[0]:.3f}** nats, and the latest one has "
            f"**{losses[known - 1]:.3f}** nats. {MINI_BATCHES if batches_per_epoch(choice) > 1 else FULL_BATCHES}"
        )
    else:
        st.markdown(f"No batch has a loss yet. Press **Next stage** until you reach stage {STAGES.index('loss') + 1}.")


@memoize_figure
def _losses_of(choice: Choice, known: int, height: int) -> go.Figure:
    return draw.batch_losses(losses_of(choice), known, batches_per_epoch(choice), height)


def _is_loss_known(stage: int) -> bool:
    return stage >= STAGES.index("loss")


def _weights_of(step: TrainingStep, is_updated: bool) -> Weights:
    return step.after if is_updated else step.before


@memoize_figure
def _plane_of(
    choice: Choice, number: int, is_updated: bool, new_point: tuple[float, float] | None, height: int
) -> go.Figure:
    step, data, grid = steps_of(choice)[number], load(DATA), grid_of_data()
    probabilities = grid.map(forward(_weights_of(step, is_updated), grid.points.astype(float)).p)
    points = draw.Points(data.x_train, data.y_train)
    return draw.batch_plane(grid, probabilities, points, step.batch.samples, new_point, height)


@lru_cache(maxsize=1)
def grid_of_data() -> Grid:
    return grid_around(load(DATA).x_train, SIDE)


def _infer(weights: Weights, point: tuple[float, float]) -> None:
    st.markdown(
        "**Inference is the forward pass alone.** The class of a new point is not known, so there is no loss and no "
        "gradient. The weights stay the same."
    )
    outputs = forward(weights, np.array([point]))
    p = float(outputs.p[0])
    st.markdown(
        f"x = ({four_digits(point[0])}, {four_digits(point[1])})\n\n→ a1 = tanh(x W1 + b1) = "
        f"{numbers(outputs.a1[0])}\n\n"
        f"→ z2 = a1 W2 + b2 = {four_digits(float(outputs.z2[0]))}\n\n→ p = σ(z2) = **{p:.4f}**: class "
        f"**{int(p > 0.5)}**, with the current weights."
    )
