"""What a compiled program is made for (`Signature`), and what may change without compiling (`RuntimeInputs`)."""

from itertools import pairwise
from math import prod
from typing import Any, NamedTuple

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Experiment
from nnkit.experiment.layers import output_units, weight_shapes
from nnkit.results.run import MAX_SNAPSHOTS
from nnkit.training.batches import capacity_for, capacity_in_order
from nnkit.training.padding import padded_width

MAX_EPOCHS_PER_CALL = 4_096
MAX_ORDER_VALUES = 2**20  # in the orders of the samples that a call takes, or in their words
MAX_SNAPSHOT_VALUES = 2**20  # in the snapshots that a call returns
EVALUATION_BATCH_SIZE = 1_000  # a whole validation set as float32 would be 100 MB

Scalar = Any  # a NumPy scalar; inside the program a tensor ()


class Signature(NamedTuple):
    """Everything that a program is compiled for. Experiments with equal signatures share a program."""

    inputs: int
    hidden: tuple[int, ...]  # padded widths
    outputs: int
    activation: str
    optimizer: str
    batch_size: int
    samples: int
    validation_samples: int
    input_type: str  # the dtype of the inputs, "words" for reviews
    input_scale: float
    capacity: int = 0  # words that a batch of reviews has room for; 0 if the inputs are a matrix
    validation_capacity: int = 0  # the same for a batch of reviews in validation
    early_stopping: bool = False
    target_type: str = "int32"  # the dtype of class indices; float32 in a regression

    @property
    def steps_per_epoch(self) -> int:
        """Gradient steps per epoch; the last batch may be smaller than the others."""
        return -(-self.samples // self.batch_size)

    @property
    def full_batch(self) -> bool:
        return self.batch_size == self.samples

    @property
    def weight_shapes(self) -> list[tuple[int, ...]]:
        """The padded shapes of the weights, in `get_weights()` order: kernel and bias of each layer."""
        widths = (self.inputs, *self.hidden, self.outputs)
        return [shape for sizes in pairwise(widths) for shape in (sizes, sizes[1:])]

    @property
    def weight_count(self) -> int:
        """The number of padded weights."""
        return sum(map(prod, self.weight_shapes))

    @property
    def work(self) -> int:
        """Multiplications in the forward pass of one step, a measure of its duration."""
        if not self.capacity:
            return self.batch_size * self.weight_count
        first = (*self.hidden, self.outputs)[0]
        return self.capacity * first + self.batch_size * (self.weight_count - self.inputs * first)

    @property
    def epochs_per_call(self) -> int:
        """The maximum number of epochs that one call of the program can run."""
        if self.full_batch:
            return MAX_EPOCHS_PER_CALL
        values = max(self.samples, self.steps_per_epoch * self.capacity)
        return max(1, min(MAX_EPOCHS_PER_CALL, MAX_ORDER_VALUES // values))

    @property
    def snapshots_per_call(self) -> int:
        """The maximum number of snapshots that one call can return: all of a run if the network is small."""
        return max(1, min(MAX_SNAPSHOTS, MAX_SNAPSHOT_VALUES // self.weight_count))


class RuntimeInputs(NamedTuple):
    """The choices of an experiment that a program takes as inputs: changing them compiles nothing."""

    l1: Scalar  # float32
    l2: Scalar  # float32
    dropout: Scalar  # float32
    seed: Scalar  # int32
    patience: Scalar  # int32, in epochs; not used without early stopping
    masks: tuple[Any, ...]  # for each hidden layer (padded width,) float32: 1 for a real unit, 0 for padding


def signature_of(experiment: Experiment, data: Dataset) -> Signature:
    """The signature of the program that trains the experiment.

    data: the arrays of `experiment.data`, as `load` gives them. For reviews it draws the order of all epochs, to find
    out how many words a batch can have.
    """
    training, samples = experiment.training, len(data.x_train)
    batch_size = min(training.batch_size or samples, samples)
    capacity = validation_capacity = 0
    if isinstance(data.x_train, Reviews) and isinstance(data.x_val, Reviews):
        capacity = capacity_for(data.x_train, training, batch_size)
        validation_capacity = capacity_in_order(data.x_val, evaluation_batch_size(len(data.x_val)))
    return Signature(
        inputs=weight_shapes(experiment)[0][0],
        hidden=tuple(padded_width(units) for units in experiment.network.hidden),
        outputs=output_units(experiment),
        activation=experiment.network.activation,
        optimizer=training.optimizer,
        batch_size=batch_size,
        samples=samples,
        validation_samples=len(data.x_val),
        input_type="words" if isinstance(data.x_train, Reviews) else str(data.x_train.dtype),
        input_scale=experiment.data.input_scale,
        capacity=capacity,
        validation_capacity=validation_capacity,
        early_stopping=training.patience is not None,
        target_type=str(data.y_train.dtype),
    )


def runtime_inputs_of(experiment: Experiment) -> RuntimeInputs:
    """The scalars and masks of an experiment, with the dtypes that a program takes; shapes as in `RuntimeInputs`."""
    network, training = experiment.network, experiment.training
    return RuntimeInputs(
        l1=np.float32(network.l1),
        l2=np.float32(network.l2),
        dropout=np.float32(network.dropout),
        seed=np.int32(training.seed),
        patience=np.int32(training.patience or 0),
        masks=tuple((np.arange(padded_width(units)) < units).astype("float32") for units in network.hidden),
    )


def evaluation_batch_size(samples: int) -> int:
    """How many of the validation samples are evaluated at a time."""
    return max(1, min(EVALUATION_BATCH_SIZE, samples))
