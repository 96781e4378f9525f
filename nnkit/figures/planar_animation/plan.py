"""How much of a training the planar animation can show, so that it stays small enough to send."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from nnkit.figures.animation import shown_snapshots
from nnkit.figures.edges import MAX_EDGES

MAX_FRAMES, MIN_FRAMES = 40, 12
NEURON_SIDES = (24, 20, 18, 16, 14, 12, 10, 8)
# Bytes of JSON, and how many frames are enough for that size. The first size loads at once, the last is the limit.
_BUDGETS = ((1_180_000, 26), (1_750_000, 20), (1_750_000, MIN_FRAMES))
_MAX_FINE_NEURONS = 150  # a network with more has a coarser decision map
_UNCHANGED = 110_000  # bytes of points, curves and axes


class AnimationPlan(NamedTuple):
    """Which snapshots the animation shows, and how many points its maps have across and up."""

    snapshots: tuple[int, ...]
    side: int  # of the decision map
    neuron_side: int  # of a neuron's map


def plan_animation(sizes: Sequence[int], snapshots: int) -> AnimationPlan:
    """Choose the finest maps with enough frames that fit. sizes: features, units of each hidden layer, 1."""
    wanted, side = min(snapshots, MAX_FRAMES), 48 if sum(sizes[1:-1]) > _MAX_FINE_NEURONS else 64
    for max_bytes, enough in _BUDGETS:
        for neuron_side in NEURON_SIDES:
            frames = _frames_that_fit(max_bytes, sizes, side, neuron_side)
            if frames >= min(wanted, enough):
                return AnimationPlan(shown_snapshots(snapshots, min(wanted, frames)), side, neuron_side)
    return AnimationPlan(shown_snapshots(snapshots, min(wanted, MIN_FRAMES)), side, NEURON_SIDES[-1])


def _frames_that_fit(max_bytes: int, sizes: Sequence[int], side: int, neuron_side: int) -> int:
    """Estimate the frames that fit. Base64 writes three bytes as four characters, and JSON some of those as six."""
    weights = sum(inputs * units for inputs, units in pairwise(sizes))
    neurons = sum(sizes[1:-1]) * neuron_side**2
    bytes_per_frame = 1.45 * (2 * side**2 + neurons + 19 * min(weights, MAX_EDGES) + 4 * sum(sizes)) + 2_500
    return int((max_bytes - _UNCHANGED - 2 * 1.45 * neurons) / bytes_per_frame)
