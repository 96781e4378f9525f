"""A reader's choices for the network and for its training. An object is valid once built."""

from dataclasses import dataclass

from nnkit.experiment.limits import check_member, check_number, check_whole, checked_whole
from nnkit.experiment.options import ACTIVATIONS, OPTIMIZERS


@dataclass(frozen=True)
class Network:
    """A stack of dense layers. Penalties and dropout apply to the hidden layers, as in the chapter.

    The output layer is not a choice, but follows from the data: see `nnkit.experiment.layers.output_units`.
    """

    hidden: tuple[int, ...] = (15,)  # units of each hidden layer
    activation: str = "relu"  # of the hidden layers
    l1: float = 0.0  # λ in the penalty λ Σ|w| over the hidden layers' kernels
    l2: float = 0.0  # λ in the penalty λ Σw² over the hidden layers' kernels
    dropout: float = 0.0  # share of each hidden layer's outputs that training sets to 0

    def __post_init__(self) -> None:
        if isinstance(self.hidden, str) or not hasattr(self.hidden, "__iter__"):
            raise ValueError(f"hidden must list the units of each hidden layer, such as (15,); got {self.hidden!r}")
        hidden = tuple(checked_whole("units", units, "every entry of hidden") for units in self.hidden)
        checked_whole("hidden_layers", len(hidden), "the number of hidden layers")
        object.__setattr__(self, "hidden", hidden)
        check_member(self, "activation", ACTIVATIONS)
        for name in ("l1", "l2", "dropout"):
            check_number(self, name)


@dataclass(frozen=True)
class Training:
    """The optimizer, its settings, and when training ends."""

    optimizer: str = "rmsprop"
    learning_rate: float = 0.001
    batch_size: int | None = 128  # samples per step; None: all of them (full batch)
    epochs: int = 10
    seed: int = 0  # for the initial weights, the order of the samples and dropout
    patience: int | None = None  # training stops after so many epochs without a lower validation loss; None: never
    restore_best: bool = False  # whether early stopping restores the weights with the lowest validation loss

    def __post_init__(self) -> None:
        check_member(self, "optimizer", OPTIMIZERS)
        check_number(self, "learning_rate")
        if self.patience is not None:
            check_whole(self, "patience", hint=", or None to train for all epochs")
        if not isinstance(self.restore_best, bool):
            raise ValueError(f"restore_best must be True or False; got {self.restore_best!r}")
        if self.batch_size is not None:
            check_whole(self, "batch_size", hint=", or None for full batch")
        check_whole(self, "epochs")
        check_whole(self, "seed")
