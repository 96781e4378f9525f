"""What training makes of each kind of initial weights."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from nnkit import Planar, load
from nnkit.concepts.dense import forward
from nnkit.concepts.initialisation import DEPTH, INITIALISATIONS, UNITS, descend, initialise_layers, stack_networks
from nnkit.results.inference import binary_cross_entropy
from ui.numbers import scientific

# The hidden layers of the other views. In networks with few and narrow layers, weights that are too large do no harm.
SIZES = (2, *[UNITS] * DEPTH, 1)
DATA, STEPS = Planar(points=60), 50
MIN_IMPROVEMENT = 0.02  # nats below ln 2: with less, a network has learned nothing
ZERO, LARGE = INITIALISATIONS["zero"].label, INITIALISATIONS["large"].label
NONE_LEARNED = (
    "None of the networks has learned. The lowest loss is that of “{}”. It is {:.3f} nats, which is close to ln 2 = "
    "0.693 nats, the loss of a network that answers ½ for every point. Try another learning rate."
)
SIGMOIDS_FADE = (
    " The slope of a sigmoid is at most ¼, so gradients fade from layer to layer in the backward pass, unless the "
    "weights are large."
)
SIGMOIDS_NEED_LARGE = (
    f" The slope of a sigmoid is at most ¼. With {UNITS} inputs, weights need a standard deviation of 4/√{UNITS} = "
    f"{4 / UNITS**0.5:.2f} to keep the spread of small signals. “{LARGE}” is nearest to that."
)
ALSO_ON_FRESH = "On {:,} fresh points, its loss is the lowest too, {:.3f} nats."
OTHER_ON_FRESH = "“{}” has the lowest loss on {:,} fresh points, {:.3f} nats."


class Losses(NamedTuple):
    """Losses in nats by the label of the initialisation; infinite or NaN where a network has diverged."""

    training: dict[str, np.ndarray]  # (steps + 1,) each
    fresh: dict[str, float]  # on the validation points, after the last step


@lru_cache(maxsize=64)
def losses_of(activation: str, learning_rate: float, seed: int) -> Losses:
    """Train a network from each kind of initial weights. All networks are computed at once."""
    data = load(DATA)
    networks = [initialise_layers(name, SIZES, activation, "sigmoid", seed) for name in INITIALISATIONS]
    x, y = data.x_train.astype(float), data.y_train[:, None]
    layers, losses = descend(stack_networks(networks), x, y, learning_rate, STEPS)
    with np.errstate(over="ignore", invalid="ignore"):  # of a network that has diverged
        logits = forward(layers, data.x_val.astype(float))[-1].pre_activations
        fresh = binary_cross_entropy(logits, data.y_val[:, None]).mean(axis=(-2, -1))
    labels = [each.label for each in INITIALISATIONS.values()]
    return Losses(dict(zip(labels, losses.T, strict=True)), dict(zip(labels, fresh.tolist(), strict=True)))


def training_text(losses: Losses, activation: str) -> str:
    """Say which network has the lowest loss, what that means, and which networks have not moved or have diverged."""
    moved = np.ptp(losses.training[ZERO])
    diverged = [name for name, values in losses.training.items() if not np.isfinite(values[-1])]
    text = f"{learned_text(losses, activation)} The loss of “{ZERO}” has changed by {scientific(moved)} nats."
    return text + (f" Diverged: {', '.join(f'“{name}”' for name in diverged)}." if diverged else "")


def learned_text(losses: Losses, activation: str) -> str:
    """Say which network has the lowest loss, on the training points and on fresh ones, or that none has learned."""
    ended = {name: float(values[-1]) for name, values in losses.training.items() if np.isfinite(values[-1])}
    best, best_fresh = _lowest(ended), _lowest(losses.fresh)
    if ended[best] > np.log(2) - MIN_IMPROVEMENT:
        return NONE_LEARNED.format(best, ended[best]) + (SIGMOIDS_FADE if activation == "sigmoid" else "")
    text = f"“{best}” has the lowest loss, {ended[best]:.3f} nats. "
    fresh = (len(load(DATA).y_val), losses.fresh[best_fresh])
    text += ALSO_ON_FRESH.format(*fresh) if best == best_fresh else OTHER_ON_FRESH.format(best_fresh, *fresh)
    return text + (SIGMOIDS_NEED_LARGE if activation == "sigmoid" and best == LARGE else "")


def _lowest(losses: dict[str, float]) -> str:
    return min((name for name, loss in losses.items() if np.isfinite(loss)), key=losses.__getitem__)
