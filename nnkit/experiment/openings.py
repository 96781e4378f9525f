"""What each section of the app opens with. The finished runs come with the app: `make presets` trains them.

The page of overfitting does not open with the chapter's cells, on which overfitting hardly shows: with 50 units they
get fewer training points right than with 3. `python -m tools.find_opening` searches for settings, for a typical draw
of the points and for strengths, and says how. Of the chapter's settings it changes the optimizer and its learning rate.
"""

from dataclasses import replace

from nnkit.experiment.data import Curve, Groups, Mnist, Planar, Row
from nnkit.experiment.experiment import Experiment
from nnkit.experiment.network import Network, Training
from nnkit.experiment.presets import PRESETS

XOR: tuple[Row, ...] = ((0.0, 0.0, 0), (0.0, 1.0, 1), (1.0, 0.0, 1), (1.0, 1.0, 0))
AND: tuple[Row, ...] = tuple((x1, x2, int(x1 == x2 == 1)) for x1, x2, _ in XOR)
_FULL_BATCH = Training("sgd", learning_rate=1.0, batch_size=None, epochs=1_000)


def _mnist() -> Experiment:
    """Return the chapter's network, with a tenth of the digits kept for validation, so that there are two curves."""
    return replace(PRESETS["mnist"], data=Mnist(validation_share=0.1))


def _overfitting(width: int) -> Experiment:
    """Return the chapter's cell of this width on a typical draw of its points, trained so that overfitting is plain."""
    cell = PRESETS[f"moons-{width}"]
    training = replace(cell.training, optimizer="adam", learning_rate=0.01)
    return replace(cell, data=Planar(seed=6), training=training)


def _remedies() -> tuple[Experiment, ...]:
    """Return the widest network left alone, and with each remedy at the strength that the search has found."""
    plain = _overfitting(50)
    l1, l2 = replace(plain.network, l1=0.001), replace(plain.network, l2=0.003)
    held_back = (replace(plain, network=network) for network in (l1, l2, replace(plain.network, dropout=0.1)))
    return plain, *held_back, replace(plain, training=replace(plain.training, patience=500, restore_best=True))


def _on_xor() -> tuple[Experiment, ...]:
    """Return networks of four widths, each from ten seeds."""
    data = Planar("xor", points=20, noise=0.0, edited=XOR)
    training = Training("sgd", learning_rate=0.3, batch_size=None, epochs=2_000)
    return tuple(
        Experiment(data, Network((width,), "tanh"), replace(training, seed=seed))
        for width in (2, 3, 4, 8)
        for seed in range(10)
    )


OPENINGS: dict[str, tuple[Experiment, ...]] = {
    "history/hidden": _on_xor(),
    "perceptron/beyond": (Experiment(Planar("blobs", edited=XOR), Network((4,), "tanh"), _FULL_BATCH),),
    "perceptron/today": (Experiment(Planar("blobs", edited=AND), Network(()), _FULL_BATCH),),
    "fundamentals/neuron": (Experiment(Planar("moons"), Network(()), _FULL_BATCH),),
    "fundamentals/softmax": (
        Experiment(
            Groups("spiral", classes=3, points=300, noise=0.15),
            Network((16,), "tanh"),
            Training("adam", learning_rate=0.03, batch_size=None, epochs=1_000),
        ),
    ),
    "fundamentals/approximation": tuple(
        Experiment(Curve(), Network((width,), "tanh"), Training("adam", 0.01, batch_size=None, epochs=5_000))
        for width in (1, 2, 5, 10, 20, 50, 100)
    ),
    "mnist/train": (_mnist(),),
    "overfitting/width": tuple(map(_overfitting, (1, 3, 5, 20, 50))),
    "overfitting/depth": (_overfitting(50),),
    "overfitting/remedies": _remedies(),
    "imdb/networks": tuple(PRESETS[f"imdb-{name}"] for name in ("baseline", "smaller", "l2", "dropout")),
}
