"""The numbers of each stage of the training loop."""

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import load
from nnkit.concepts.training_loop import STAGES, WEIGHT_NAMES, TrainingStep
from pages.fundamentals.calculations import four_digits
from pages.fundamentals.training_loop.training import DATA, Choice
from ui.glossary import term
from ui.numbers import factor, fixed
from ui.tables import show_table, written

MAX_ROWS = 4  # of a batch that are shown


def _show_batch(step: TrainingStep, choice: Choice) -> None:
    data, samples = load(DATA), step.batch.samples
    st.markdown("**1 · Batch:** the next samples in this epoch's random order.")
    st.markdown(f"x {shape(data.x_train[samples])}, y {shape(samples)}")
    shown = samples[:MAX_ROWS]
    x1, x2 = data.x_train[shown].T
    _table({"sample": shown, "x1": x1, "x2": x2, "class y": data.y_train[shown]}, len(samples))


def _show_forward(step: TrainingStep, choice: Choice) -> None:
    outputs, count = step.outputs, len(step.batch.samples)
    units = choice.units
    st.markdown("**2 · Forward:** every layer computes a product of matrices, adds a bias and applies an activation.")
    st.markdown(
        f"- a1 = tanh(x W1 + b1): ({count}, 2) · (2, {units}) + ({units},) → {shape(outputs.a1)}\n"
        f"- z2 = a1 W2 + b2 and p = σ(z2): ({count}, {units}) · ({units}, 1) + (1,) → ({count}, 1), "
        f"a column that becomes the probabilities p {shape(outputs.p)}"
    )
    hidden = {f"a1, unit {unit + 1}": column for unit, column in enumerate(outputs.a1[:MAX_ROWS].T)}
    _table(
        {"sample": step.batch.samples[:MAX_ROWS], **hidden, "z2": outputs.z2[:MAX_ROWS], "p": outputs.p[:MAX_ROWS]},
        count,
    )


def _show_loss(step: TrainingStep, choice: Choice) -> None:
    samples, y = step.batch.samples, load(DATA).y_train
    st.markdown(f"**3 · Loss:** the {term('cross-entropy')}, −ln of the probability of the true class.")
    shown, p = samples[:MAX_ROWS], step.outputs.p[:MAX_ROWS]
    truth = np.where(y[shown] == 1, p, 1 - p)
    _table({"sample": shown, "class y": y[shown], "p of y": truth, "−ln p": step.losses[:MAX_ROWS]}, len(samples))
    st.markdown(f"The loss is the mean over all {len(samples)} samples: **{step.loss:.4f} nats**.")


def _show_gradient(step: TrainingStep, choice: Choice) -> None:
    st.markdown("**4 · Gradient:** backpropagation computes one slope of the loss for every weight.")
    for name, slope in zip(WEIGHT_NAMES, step.gradients, strict=True):
        st.markdown(f"∂L/∂{name} {shape(slope)}: {numbers(slope)}")
    length = np.sqrt(sum(np.sum(slope**2) for slope in step.gradients))
    st.markdown(f"The length of the whole gradient is {length:.4f}.")


def _show_update(step: TrainingStep, choice: Choice) -> None:
    st.markdown(f"**5 · Update:** w ← w − {choice.learning_rate:g} · ∂L/∂w, for all weights at once.")
    for name, before, after in zip(WEIGHT_NAMES, step.before, step.after, strict=True):
        st.markdown(f"{name} {shape(before)}: {numbers(before)}  \n→ {numbers(after)}")
    before, slope, after = (four_digits(arrays[0][0, 0]) for arrays in (step.before, step.gradients, step.after))
    calculation = f"{before} − {choice.learning_rate:g} · {factor(slope)} = {after}"
    st.markdown(f"The first weight: {calculation}.")


SHOW = dict(zip(STAGES, (_show_batch, _show_forward, _show_loss, _show_gradient, _show_update), strict=True))


def shape(array: np.ndarray) -> str:
    """Write the shape of an array: (32, 2)."""
    return str(array.shape)


def numbers(array: np.ndarray) -> str:
    """Write an array in one line, with its rows in brackets as in NumPy."""
    return f"`{_bracketed(array)}`"


def _bracketed(array: np.ndarray) -> str:
    if not array.ndim:
        return fixed(array, 3)
    return f"[{', '.join(map(_bracketed, array))}]"


def _table(columns: dict[str, np.ndarray], rows: int) -> None:
    """Show the first rows of a batch, and the number of all rows."""
    show_table(written(pd.DataFrame(columns), 4), hide_index=True)
    st.caption(f"The first {min(MAX_ROWS, rows)} of {rows} rows.")
