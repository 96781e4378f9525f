"""The models that are compared: their weights, and their boundaries in the picture."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import streamlit as st

from nnkit import Run
from nnkit.concepts.perceptron import Trace
from pages.perceptron.lines import plane_of, weighted_sums
from pages.perceptron.undecided import is_undecided

STEP, SIGMOID = "perceptron rule", "sigmoid neuron"
THEIRS = ("scikit-learn Perceptron", "scikit-learn LogisticRegression")
PROBABILISTIC = (SIGMOID, THEIRS[1])  # they answer with a probability
Weights = Mapping[str, np.ndarray]  # b, w1, w2 by name


@st.cache_data(max_entries=64, show_spinner=False)
def ask_scikit_learn(rows: tuple, epochs: int) -> Weights:
    """Return the weights of scikit-learn's Perceptron, fitted without shuffling, and of its LogisticRegression."""
    from sklearn.linear_model import LogisticRegression, Perceptron  # takes a second and 40 MB, so only on request

    points, labels = np.array([row[:2] for row in rows]), np.array([row[2] for row in rows])
    models = Perceptron(max_iter=epochs, tol=None, shuffle=False), LogisticRegression()
    fitted = [model.fit(points, labels) for model in models]
    return {name: np.array([*model.intercept_, *model.coef_[0]]) for name, model in zip(THEIRS, fitted, strict=True)}


def neuron_weights(weights: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return b, w1, w2 of a network without hidden layers: (3,)."""
    kernel, bias = weights
    return np.array([bias[0], *kernel[:, 0]], float)


def all_weights(trace: Trace, run: Run | None, ask: bool) -> Weights:
    """Return the weights of the perceptron, of the sigmoid neuron if it is trained, and of scikit-learn if asked."""
    found = {STEP: np.array(trace.weights(-1), float)}
    if run is not None:
        found[SIGMOID] = neuron_weights(run.weights)
    return {**found, **(ask_scikit_learn(trace.samples.rows, trace.epochs) if ask else {})}


def boundaries(trace: Trace, run: Run | None, ask: bool) -> dict[str, np.ndarray]:
    """Return z in the picture by name, (rows, columns) each, of all that have a boundary."""
    grid = plane_of(trace.samples)
    return {
        name: weighted_sums(tuple(map(Fraction, w)), grid)
        for name, w in all_weights(trace, run, ask).items()
        if not has_no_line(trace, name, w)
    }


def has_no_line(trace: Trace, name: str, w: np.ndarray) -> bool:
    """Whether a model answers with a probability of ½ everywhere in the picture."""
    return name in PROBABILISTIC and is_undecided(trace.samples, w)
