"""What each section of the app opens with. The finished runs come with the app: `make presets` trains them."""

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


def _remedies() -> tuple[Experiment, ...]:
    """Return the chapter's widest network left alone, with L1, with an L2 of the same strength, and with dropout."""
    plain, l1, dropout = (PRESETS[f"moons-50{remedy}"] for remedy in ("", "-l1", "-dropout"))
    return plain, l1, replace(plain, network=replace(plain.network, l2=l1.network.l1)), dropout


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
    "overfitting/width": tuple(PRESETS[f"moons-{width}"] for width in (1, 3, 5, 20, 50)),
    "overfitting/depth": (PRESETS["moons-50"],),
    "overfitting/remedies": _remedies(),
    "imdb/networks": tuple(PRESETS[f"imdb-{name}"] for name in ("baseline", "smaller", "l2", "dropout")),
}
