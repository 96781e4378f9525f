"""What a compiled program is made for, and what it takes as input; layers padded to a few widths."""

from collections.abc import Sequence
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np

from nnkit.datasets.dataset import Dataset
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.experiment import Experiment
from nnkit.experiment.layers import output_units, weight_shapes
from nnkit.results.run import MAX_SNAPSHOTS
from nnkit.training.batches import capacity_for, max_capacity

PADDED_WIDTHS = (8, 16, 32, 64, 128)
MAX_EPOCHS = 4_096  # a call
MAX_ORDER_VALUES = 2**20  # of the samples' orders, or of their words, in these epochs
EVALUATION_BATCH = 1_000  # rows at a time: a whole validation set as float32 would be 100 MB
MAX_SNAPSHOT_VALUES = 2**20  # of the weights that a call keeps


class Signature(NamedTuple):
    """Everything that a program is compiled for."""

    inputs: int
    hidden: tuple[int, ...]  # padded
    outputs: int
    activation: str
    optimizer: str
    batch: int
    samples: int
    validation: int
    input_type: str
    input_scale: float
    capacity: int = 0  # words that a batch of reviews has room for; 0: the input is a matrix
    validation_capacity: int = 0  # likewise a batch of reviews to validate with
    early: bool = False  # whether training may stop early
    target_type: str = "int32"  # of class numbers; float32 of numbers to predict

    @property
    def steps(self) -> int:
        """Gradient steps an epoch; the last one may see fewer samples than the others."""
        return -(-self.samples // self.batch)

    @property
    def full_batch(self) -> bool:
        return self.batch == self.samples

    @property
    def epochs_per_call(self) -> int:
        if self.full_batch:
            return MAX_EPOCHS
        capacity = max(self.samples, self.steps * self.capacity)
        return max(1, min(MAX_EPOCHS, MAX_ORDER_VALUES // capacity))

    @property
    def work(self) -> int:
        """Products of a number and a weight in a step, as the measure of its duration."""
        weights = sum(map(prod, padded_shapes(self)))
        if not self.capacity:
            return self.batch * weights
        first = (*self.hidden, self.outputs)[0]
        return self.capacity * first + self.batch * (weights - self.inputs * first)

    @property
    def snapshots_per_call(self) -> int:
        """How many snapshots a call can hand out: all of them where the network is small."""
        return max(1, min(MAX_SNAPSHOTS, MAX_SNAPSHOT_VALUES // sum(map(prod, padded_shapes(self)))))


class RuntimeInputs(NamedTuple):
    """What may change without compiling."""

    l1: np.float32
    l2: np.float32
    dropout: np.float32
    seed: np.int32
    patience: np.int32  # used where training may stop early
    masks: tuple[np.ndarray, ...]  # one for each hidden layer: 1 where a unit exists, 0 where it pads


def signature_of(experiment: Experiment, data: Dataset) -> Signature:
    training, network, samples = experiment.training, experiment.network, len(data.x_train)
    batch = min(training.batch_size or samples, samples)
    reviews = isinstance(data.x_train, Reviews)
    return Signature(
        inputs=weight_shapes(experiment)[0][0],
        hidden=tuple(padded(units) for units in network.hidden),
        outputs=output_units(experiment),
        activation=network.activation,
        optimizer=training.optimizer,
        batch=batch,
        samples=samples,
        validation=len(data.x_val),
        input_type="words" if reviews else str(data.x_train.dtype),
        input_scale=experiment.data.input_scale,
        early=training.patience is not None,
        target_type=str(data.y_train.dtype),
        capacity=capacity_for(data.x_train, experiment.training, batch) if reviews else 0,
        validation_capacity=max_capacity(data.x_val, min(EVALUATION_BATCH, max(1, len(data.x_val)))) if reviews else 0,
    )


def runtime_inputs_of(experiment: Experiment) -> RuntimeInputs:
    network = experiment.network
    masks = (np.arange(padded(units)) < units for units in network.hidden)
    return RuntimeInputs(
        l1=np.float32(network.l1),
        l2=np.float32(network.l2),
        dropout=np.float32(network.dropout),
        seed=np.int32(experiment.training.seed),
        patience=np.int32(experiment.training.patience or 0),
        masks=tuple(mask.astype("float32") for mask in masks),
    )


def padded(units: int) -> int:
    return next(width for width in PADDED_WIDTHS if units <= width)


def pad(weights: list[np.ndarray], shape: Signature) -> tuple[np.ndarray, ...]:
    """Weights of the real network, with zeros where the padded one has more."""
    targets = padded_shapes(shape)
    return tuple(
        np.pad(array, [(0, big - small) for small, big in zip(array.shape, target, strict=True)])
        for array, target in zip(weights, targets, strict=True)
    )


def split(flat: np.ndarray, shape: Signature) -> list[np.ndarray]:
    """The padded weights out of one vector that holds them one after another."""
    sizes = padded_shapes(shape)
    ends = np.cumsum([prod(size) for size in sizes])
    return [part.reshape(size) for part, size in zip(np.split(flat, ends[:-1]), sizes, strict=True)]


def unpad(weights: Sequence[np.ndarray], experiment: Experiment) -> tuple[np.ndarray, ...]:
    """The real network's weights out of the padded one's, copied: a view would keep all snapshots of a call alive."""
    return tuple(
        array[tuple(slice(size) for size in shape)].copy()
        for array, shape in zip(weights, weight_shapes(experiment), strict=True)
    )


def padded_shapes(shape: Signature) -> list[tuple[int, ...]]:
    widths = (shape.inputs, *shape.hidden, shape.outputs)
    return [size for ends in pairwise(widths) for size in (ends, ends[1:])]
