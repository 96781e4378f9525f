"""The training loop, stage after stage, and inference, which is its second stage alone."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import Planar, load
from nnkit import figures as draw
from nnkit.loop import NAMES, STAGES, Step, Weights, batches, forward, initial_weights, train
from nnkit.plane import Plane, plane_around
from pages.fundamentals.steps import place_of, show_moves
from pages.fundamentals.written import factor, number
from ui.charts import show_figure
from ui.controls import BIND, choose_amount, choose_seed

PART = "fundamentals_loop"
DATA = Planar("moons", noise=0.2)
EPOCHS = 20
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCH_SIZES = (8, 16, 32, 64, 200)
SIDE = 40  # places along an edge of the plane
ROWS = 4  # of a batch that are written out


@dataclass(frozen=True)
class Choice:
    units: int
    rate: float
    batch_size: int
    seed: int


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
    place, stage = _move(choice, len(steps))
    step = steps[place]
    x = load(DATA).x_train[step.batch.samples]
    details = (f"x {_shape(x)}", f"p {_shape(step.outputs.p)}", "a number", "∂L/∂w", "new w")
    show_figure(draw.loop_diagram(tuple(zip(STAGES, details, strict=True)), stage), "fundamentals.loop")
    _show_counters(choice, steps, place)
    numbers, picture = st.columns(2, gap="large")
    with numbers, st.container(height=360, border=False):
        SHOW[STAGES[stage]](step, choice)
    now = step.after if STAGES[stage] == "update" else step.before
    with picture:
        _show_plane(step, now)
    show_figure(draw.batch_losses(losses_of(choice), place, _batches(choice)), "fundamentals.loop_losses")
    _infer(now)


def _choose() -> Choice:
    units, rate, size, seed = st.columns(4, gap="large")
    with units:
        hint = "Neurons of the hidden layer."
        hidden = st.slider("Hidden units", 1, 6, 3, key=f"{PART}_units", help=hint, **BIND)
    with rate:
        hint = "How far an update goes along the negative gradient."
        eta = choose_amount("Learning rate", RATES, 1.0, f"{PART}_rate", hint)
    with size:
        hint = "Samples in a step. An epoch is over when every sample has had its turn."
        batch_size = choose_amount("Batch size", BATCH_SIZES, 32, f"{PART}_batch", hint)
    with seed:
        start = choose_seed(0, f"{PART}_seed", "Decides the initial weights and the order of the samples.")
    return Choice(hidden, eta, batch_size, start)


@lru_cache(maxsize=16)
def steps_of(choice: Choice) -> tuple[Step, ...]:
    """All steps of EPOCHS epochs."""
    data = load(DATA)
    x, y = data.x_train.astype(float), data.y_train.astype(float)
    turns = islice(batches(len(x), choice.batch_size, choice.seed), EPOCHS * _batches(choice))
    return tuple(train(x, y, initial_weights(2, choice.units, choice.seed), choice.rate, turns))


@lru_cache(maxsize=16)
def losses_of(choice: Choice) -> np.ndarray:
    return np.array([step.loss for step in steps_of(choice)])


def _batches(choice: Choice) -> int:
    """In an epoch."""
    return -(-len(load(DATA).x_train) // choice.batch_size)


def _move(choice: Choice, steps: int) -> tuple[int, int]:
    """The step and its stage, both from 0, to which the buttons lead."""
    stages = len(STAGES)
    last = steps * stages - 1
    place = place_of(PART, choice, last)
    epoch = _batches(choice) * stages
    moves = (
        ("Start", "first_page", 0, "Back to the first batch of the first epoch."),
        ("Back", "chevron_left", place - 1, "One stage back."),
        ("Next stage", "chevron_right", place + 1, "One stage of the loop."),
        ("Next step", "keyboard_arrow_right", place + stages, "Once round the loop, to the same stage."),
        ("Next epoch", "keyboard_double_arrow_right", place + epoch, "Until every sample has had its turn once more."),
        ("To the end", "last_page", last, f"The last update of {EPOCHS} epochs."),
    )
    show_moves(PART, moves, place, last)
    return divmod(place, stages)


def _show_counters(choice: Choice, steps: tuple[Step, ...], place: int) -> None:
    step = steps[place]
    counters = {
        "Step": f"{place + 1} of {len(steps)}",
        "Batch": f"{step.batch.number + 1} of {_batches(choice)}",
        "Epoch": f"{step.batch.epoch + 1} of {EPOCHS}",
        "Loss of the batch": f"{step.loss:.4f}",
    }
    with st.container(horizontal=True):
        for name, value in counters.items():
            st.metric(name, value)


def _show_batch(step: Step, choice: Choice) -> None:
    data, samples = load(DATA), step.batch.samples
    st.markdown("**1 · Batch:** the next samples in this epoch's random order.")
    st.markdown(f"x {_shape(data.x_train[samples])}, y {_shape(samples)}")
    shown = samples[:ROWS]
    x1, x2 = data.x_train[shown].T
    _table({"sample": shown, "x1": x1, "x2": x2, "class y": data.y_train[shown]}, len(samples))


def _show_forward(step: Step, choice: Choice) -> None:
    outputs, count = step.outputs, len(step.batch.samples)
    units = choice.units
    st.markdown("**2 · Forward:** every layer is a product of matrices, a bias and an activation.")
    st.markdown(
        f"- h = tanh(x W1 + b1): ({count}, 2) · (2, {units}) + ({units},) → {_shape(outputs.h)}\n"
        f"- p = σ(h W2 + b2): ({count}, {units}) · ({units}, 1) + (1,) → {_shape(outputs.p)} probabilities"
    )
    hidden = {f"h{unit + 1}": column for unit, column in enumerate(outputs.h[:ROWS].T)}
    _table({"sample": step.batch.samples[:ROWS], **hidden, "z": outputs.z2[:ROWS], "p": outputs.p[:ROWS]}, count)


def _show_loss(step: Step, choice: Choice) -> None:
    samples, y = step.batch.samples, load(DATA).y_train
    st.markdown("**3 · Loss:** cross-entropy, −ln of the probability that the true class was given.")
    shown, p = samples[:ROWS], step.outputs.p[:ROWS]
    truth = np.where(y[shown] == 1, p, 1 - p)
    _table({"sample": shown, "class y": y[shown], "p of y": truth, "−ln p": step.losses[:ROWS]}, len(samples))
    st.markdown(f"The mean over all {len(samples)} is the loss: **{step.loss:.4f} nats**.")


def _show_gradient(step: Step, choice: Choice) -> None:
    st.markdown("**4 · Gradient:** by backpropagation, one slope of the loss for every weight, shaped as they are.")
    for name, slope in zip(NAMES, step.gradients, strict=True):
        st.markdown(f"∂L/∂{name} {_shape(slope)}: {_numbers(slope)}")
    length = np.sqrt(sum(np.sum(slope**2) for slope in step.gradients))
    st.markdown(f"The length of the whole gradient is {length:.4f}.")


def _show_update(step: Step, choice: Choice) -> None:
    st.markdown(f"**5 · Update:** w ← w − {choice.rate:g} · ∂L/∂w, for all weights at once.")
    for name, before, after in zip(NAMES, step.before, step.after, strict=True):
        st.markdown(f"{name} {_shape(before)}: {_numbers(before)}  \n→ {_numbers(after)}")
    first = step.before[0][0, 0], step.gradients[0][0, 0], step.after[0][0, 0]
    product = f"{number(first[0])} − {choice.rate:g} · {factor(first[1])} = {number(first[2])}"
    st.markdown(f"The first of them: {product}. Then the next batch comes.")


SHOW = dict(zip(STAGES, (_show_batch, _show_forward, _show_loss, _show_gradient, _show_update), strict=True))


def _show_plane(step: Step, weights: Weights) -> None:
    data, plane = load(DATA), plane_of()
    probabilities = plane.map(forward(weights, plane.points.astype(float)).p)
    points = draw.Points(data.x_train, data.y_train)
    show_figure(draw.batch_plane(plane, probabilities, points, step.batch.samples), "fundamentals.batch")


@lru_cache(maxsize=1)
def plane_of() -> Plane:
    return plane_around(load(DATA).x_train, SIDE)


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
            f"x = ({number(x[0])}, {number(x[1])}) → h = tanh(x W1 + b1) = {_numbers(outputs.h[0])} → "
            f"z = h W2 + b2 = {number(float(outputs.z2[0]))} → p = σ(z) = **{p:.4f}**: class **{int(p > 0.5)}**, "
            "with the weights of this moment."
        )


def _shape(array: np.ndarray) -> str:
    return str(array.shape)


def _numbers(array: np.ndarray) -> str:
    """Rows in brackets, as NumPy writes them, in one line."""
    text = np.array2string(array, precision=3, suppress_small=True, separator=", ", max_line_width=10_000)
    return f"`{' '.join(text.split())}`"


def _table(columns: dict[str, np.ndarray], rows: int) -> None:
    """The first rows of a batch, and how many there are."""
    st.dataframe(pd.DataFrame({name: np.round(values, 4) for name, values in columns.items()}), hide_index=True)
    st.caption(f"The first {min(ROWS, rows)} of {rows} rows.")
