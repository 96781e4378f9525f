"""Gradient descent on a loss over two weights: learning rates, optimizers and mini-batches."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.loss_surfaces import SURFACES, Surface, find_minima, surface_of
from nnkit.concepts.optimizers import UPDATE_RULES, VERDICTS, Verdict
from nnkit.experiment import OPTIMIZERS
from pages.fundamentals.exercises import DESCENT
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound, choose_name, choose_seed, choose_value
from ui.glossary import term
from ui.layout import choose_view, lay_out, more, place_details
from ui.lessons.computed.descent import (
    BATCH_SIZES,
    LEARNING_RATES,
    LENGTHS,
    NAMES,
    PART,
    Choice,
    table_of,
    verdicts_of,
    weights_of,
)
from ui.lessons.measured import note_table
from ui.memoize import memoize_figure
from ui.numbers import fixed, percent, scientific
from ui.try_this import try_this

TRAJECTORIES, _ = VIEWS = "One learning rate", "Every learning rate"
SIDE = 45  # grid points along an edge of the drawn surface
AT_THE_STAR = "At the star, the {} of the loss is {} in the flattest direction and {} in the steepest."
AT_EACH_STAR = "At each star, the {} of the loss is {} in the flattest direction and {} in the steepest."
NEAR_A_STAR = "Near a star, each step of plain SGD multiplies the distance in a direction by 1 − η · curvature."
BY_LEARNING_RATE = (
    "With η below {}, SGD comes nearer without overshooting. Up to {}, it swings from side to side but comes nearer. "
    "Above that, it moves away."
)


@st.fragment
def show_descent() -> None:
    controls, results = lay_out(
        r"A loss over two weights is like a landscape. Gradient descent takes steps downhill, $w \leftarrow w - "
        rf"\eta\,\nabla L(w)$. With which {term('learning rate')} η does it arrive at a star, where the loss is lowest?"
    )
    details = place_details(results)
    with controls:
        choice, optimizers = _choose()
    note_table((choice, optimizers), table_of(choice, optimizers))
    with results:
        if choose_view(VIEWS, f"{PART}_view") == TRAJECTORIES:
            _show_trajectories(choice, optimizers, details)
        else:
            _show_verdicts(choice, optimizers, details)
    try_this(DESCENT, controls)


def _choose() -> tuple[Choice, tuple[str, ...]]:
    name = choose_name("Loss", SURFACES, "bowl", f"{PART}_loss", "The loss that gradient descent makes small.")
    surface = surface_of(name)
    st.latex(rf"\footnotesize {surface.formula}")
    hint = "\n".join(f"- {sentence}" for sentence in OPTIMIZERS.values())
    optimizers = bound(
        st.pills,
        "Optimizers",
        list(UPDATE_RULES),
        selection_mode="multi",
        default=list(UPDATE_RULES),
        format_func=NAMES.get,
        key=f"{PART}_optimizers",
        help=f"The optimizers that are drawn, with the same learning rate. If you choose none, all four are.\n\n{hint}",
    )
    start = tuple(_choose_start(name, surface, axis) for axis in (0, 1))
    with more([f"{PART}_{each}" for each in ("steps", "batch", "seed")]):
        steps = choose_value("Steps", LENGTHS, 50, f"{PART}_steps", "The number of steps that every optimizer takes.")
        batch_size, seed = _choose_batches(surface.samples)
    return Choice(name, start, steps, batch_size, seed), tuple(
        optimizer for optimizer in UPDATE_RULES if optimizer in (optimizers or UPDATE_RULES)
    )


def _choose_start(name: str, surface: Surface, axis: int) -> float:
    weight, reach = f"w{axis + 1}", surface.reach
    hint = f"The {weight} at which all optimizers start. Another start can lead to another valley."
    key = f"{PART}_{weight}_{name}"
    return bound(st.slider, f"Start: {weight}", -reach, reach, surface.start[axis], step=0.1, key=key, help=hint)


def _choose_batches(samples: int) -> tuple[int | None, int]:
    """Return the batch size and its seed; both controls are disabled for a loss without samples."""
    hint = (
        "The number of samples in each step. With few, the gradient is a noisy estimate. Some losses have no samples."
    )
    chosen = choose_value("Batch size", BATCH_SIZES, None, f"{PART}_batch", hint, disabled=not samples)
    number = choose_seed(
        0, f"{PART}_seed", "The seed decides which samples are together in a batch.", disabled=not samples
    )
    return (chosen, number) if samples else (None, 0)


def _show_trajectories(choice: Choice, optimizers: tuple[str, ...], details: DeltaGenerator) -> None:
    figure = _trajectories_of(choice, optimizers, None if is_narrow() else figure_height())
    show_figure(figure, "fundamentals.descent")
    text = (
        f"Move the slider below the {'picture' if len(optimizers) == 1 else 'pictures'}. The learning rate decides "
        "whether an optimizer is too slow, arrives, swings from side to side or diverges. "
    )
    if {"sgd", "momentum"} <= set(optimizers):
        text += (
            "Momentum adds earlier steps to the next one, up to ten times as much in total. So it arrives sooner with "
            "a learning rate that is small for SGD, and overshoots with one that is right for SGD. "
        )
    text += f"The {term('gradient')} points straight uphill."
    if choice.batch_size is not None:
        text += " The dotted lines show the same optimizers with the exact gradient over all samples."
    details.markdown(text)


@memoize_figure
def _trajectories_of(choice: Choice, optimizers: tuple[str, ...], height: int | None) -> go.Figure:
    trajectories = {name: _trajectory(choice, name) for name in optimizers}
    first = LEARNING_RATES.index(surface_of(choice.surface).learning_rate)
    return draw.descent_trajectories(loss_map(choice.surface), trajectories, LEARNING_RATES, first, height)


@lru_cache(maxsize=len(SURFACES))
def loss_map(name: str) -> draw.LossMap:
    """Return the loss on a grid of weights, and its lowest points."""
    surface = surface_of(name)
    along = np.linspace(-surface.reach, surface.reach, SIDE)
    grid = np.stack(np.meshgrid(along, along), axis=-1)
    return draw.LossMap(along, surface.loss(grid), find_minima(surface))


def _trajectory(choice: Choice, optimizer: str) -> draw.Trajectory:
    weights = weights_of(choice, optimizer)
    exact = weights_of(replace(choice, batch_size=None), optimizer) if choice.batch_size is not None else None
    texts = [_verdict_text(verdict) for verdict in verdicts_of(choice, optimizer)]
    return draw.Trajectory(NAMES[optimizer], weights, surface_of(choice.surface).loss(weights), texts, exact)


def _verdict_text(verdict: Verdict) -> str:
    return f"{verdict.kind}, loss {scientific(verdict.first)} → {scientific(verdict.last)} in {verdict.steps} steps"


def _show_verdicts(choice: Choice, optimizers: tuple[str, ...], details: DeltaGenerator) -> None:
    row_height = 38 if is_narrow() else figure_height() // 9
    show_figure(_verdicts_of(choice, optimizers, row_height), "fundamentals.verdicts")
    details.markdown(curvature_text(surface_of(choice.surface)))


@memoize_figure
def _verdicts_of(choice: Choice, optimizers: tuple[str, ...], row_height: int) -> go.Figure:
    verdicts = {NAMES[name]: verdicts_of(choice, name) for name in optimizers}
    hovers = [
        [_hover_text(name, *pair) for pair in zip(LEARNING_RATES, row, strict=True)] for name, row in verdicts.items()
    ]
    kinds = {name: [verdict.kind for verdict in row] for name, row in verdicts.items()}
    return draw.verdict_map(kinds, LEARNING_RATES, hovers, row_height)


def _hover_text(name: str, learning_rate: float, verdict: Verdict) -> str:
    return (
        f"{name}, η = {learning_rate:g}: {verdict.kind}<br>loss {scientific(verdict.first)} → "
        f"{scientific(verdict.last)} in {verdict.steps} steps<br>"
        f"progress to the lowest loss: {percent(max(verdict.progress, 0))}<br>"
        f"part of the way that goes back: {percent(verdict.oscillation, 0)}<br>{VERDICTS[verdict.kind]}"
    )


def curvature_text(surface: Surface) -> str:
    """Say what the curvatures at the lowest points, which have stars, mean for plain gradient descent near them."""
    stars = [(_position(star), *surface.curvatures(star)[0]) for star in find_minima(surface)]
    if not np.allclose([each[1:] for each in stars], stars[0][1:], rtol=1e-3):
        return _curvature_table(stars)
    _, flat, steep = stars[0]
    straight = f"1/{scientific(steep)} = {scientific(1 / steep)}"
    limit = f"2/{scientific(steep)} = {scientific(2 / steep)}"
    curvatures = AT_THE_STAR if len(stars) == 1 else AT_EACH_STAR
    return (
        f"{curvatures.format(term('curvature'), scientific(flat), scientific(steep))} {NEAR_A_STAR} "
        f"{BY_LEARNING_RATE.format(straight, limit)} With η = {scientific(1 / steep)}, the distance along the flattest "
        f"direction halves in {_halving(flat, 1 / steep)}."
    )


def _curvature_table(stars: list[tuple[str, float, float]]) -> str:
    """Return a table with a row for each star: its position, its smallest and its largest curvature."""
    rows = [
        f"| {position} | {scientific(flat)} | {scientific(steep)} | {scientific(1 / steep)} | {scientific(2 / steep)} |"
        for position, flat, steep in stars
    ]
    table = "\n".join(["| star | flattest | steepest | 1/steepest | 2/steepest |", "|---|---:|---:|---:|---:|", *rows])
    return (
        f"The stars are equally deep. But the {term('curvature')} of the loss, in the flattest and in the steepest "
        f"direction, is different at each star. {NEAR_A_STAR} "
        f"{BY_LEARNING_RATE.format('1/steepest', '2/steepest')}\n\n{table}"
    )


def _position(weights: np.ndarray) -> str:
    return f"({', '.join(fixed(weight, 3) for weight in weights)})"


def _halving(flat: float, learning_rate: float) -> str:
    """Return the number of steps that halve the distance along the flattest direction."""
    left = 1 - learning_rate * flat
    steps = max(np.log(0.5) / np.log(left), 1.0) if left > 0 else 1.0
    return f"{scientific(steps, 2)} step{'' if steps == 1 else 's'}"
