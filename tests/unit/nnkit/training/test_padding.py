"""Padding changes no value of the real network."""

import numpy as np

from nnkit import Experiment, Network, Planar, Training
from nnkit.experiment.layers import weight_shapes
from nnkit.training.padding import pad, split, unpad

EXPERIMENT = Experiment(Planar(), Network((3, 10)), Training())
SHAPES = [(2, 8), (8,), (8, 16), (16,), (16, 1), (1,)]


def test_weights_survive_padding_and_everything_else_is_zero():
    generator = np.random.default_rng(0)
    weights = [generator.normal(size=shape) for shape in weight_shapes(EXPERIMENT)]
    padded = pad(weights, SHAPES)
    assert [array.shape for array in padded] == SHAPES
    for array, original in zip(padded, weights, strict=True):
        assert np.count_nonzero(array) == original.size
    for array, original in zip(unpad(padded, EXPERIMENT), weights, strict=True):
        assert np.array_equal(array, original)


def test_a_vector_is_split_into_the_arrays_it_was_made_of():
    arrays = [np.random.default_rng(0).normal(size=shape) for shape in SHAPES]
    parts = split(np.concatenate([array.ravel() for array in arrays]), SHAPES)
    assert all(map(np.array_equal, parts, arrays))


def test_unpadded_weights_are_copies():
    padded = [np.zeros(shape) for shape in SHAPES]
    assert not any(np.shares_memory(*pair) for pair in zip(unpad(padded, EXPERIMENT), padded, strict=True))
