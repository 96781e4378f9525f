"""What training makes of each kind of initial weights."""

from functools import lru_cache

import numpy as np

from nnkit import Planar, load
from nnkit.concepts.initialisation import INITIALISATIONS, descend, initialise_layers, stack_networks
from ui.numbers import scientific

SIZES = (2, *[16] * 5, 1)
DATA, STEPS = Planar(points=60), 100
MIN_IMPROVEMENT = 0.02  # nats below ln 2: with less, a network has learned nothing
NONE_LEARNED = (
    "None of them has learned: even the lowest loss, that of “{}” ({:.3f} nats), is all but the ln 2 = 0.693 nats of "
    "answering ½ to every point. The spread of the gradients says why: through layers whose slope is small (a "
    "sigmoid's is at most ¼) they fade on their way back, and the first layers hardly move."
)
LARGE_WON = (
    " Too large may win in so narrow and shallow a network where outputs are bounded; what it learns by heart, "
    "this loss does not tell. Try ReLU, which bounds nothing."
)


@lru_cache(maxsize=64)
def losses_of(activation: str, learning_rate: float, seed: int) -> dict[str, np.ndarray]:
    """Return the losses by the label of the initialisation: (steps + 1,) each. All networks are computed at once."""
    data = load(DATA)
    networks = [initialise_layers(name, SIZES, activation, "sigmoid", seed) for name in INITIALISATIONS]
    x, y = data.x_train.astype(float), data.y_train[:, None]
    _, losses = descend(stack_networks(networks), x, y, learning_rate, STEPS)
    return dict(zip([each.label for each in INITIALISATIONS.values()], losses.T, strict=True))


def training_text(losses: dict[str, np.ndarray]) -> str:
    """Say which network has the lowest loss, what that means, and which networks have not moved or have diverged."""
    ended = {name: float(values[-1]) for name, values in losses.items() if np.isfinite(values[-1])}
    best = min(ended, key=lambda name: ended[name])
    diverged = [name for name in losses if name not in ended]
    moved = np.ptp(losses[INITIALISATIONS["zero"].label])
    text = f"{learned_text(best, ended[best])} The loss of “zero” has changed by {scientific(moved)}"
    return text + (f"; diverged: {', '.join(diverged)}." if diverged else ".")


def learned_text(best: str, loss: float) -> str:
    """Say what the lowest loss, of the initialisation with the label `best`, means for all of them."""
    if loss > np.log(2) - MIN_IMPROVEMENT:
        return NONE_LEARNED.format(best, loss)
    text = f"The lowest loss is that of “{best}” ({loss:.3f} nats)."
    return text + (LARGE_WON if best == INITIALISATIONS["large"].label else "")
