"""A multilayer perceptron with weights set by hand: half planes, their intersections, and a union of these."""

import numpy as np

CENTRES = (-1.3, 1.3)  # x1 of two regions side by side; one alone lies at 0
RADIUS = 1.0  # from a region's centre to each of its sides


def layers_by_hand(sides: int, regions: int) -> list[np.ndarray]:
    """Weights (units, 1 + inputs) of each layer, the bias first, for one or two regular polygons.

    The first layer has a unit for each side, which says 1 on the inner side of it. The next has a unit for each
    polygon, the AND of its sides. Where there are two, the last says where at least one says 1, their OR.
    """
    centres = CENTRES if regions == 2 else (0.0,)
    angles = 2 * np.pi * np.arange(sides) / sides - np.pi / 2
    inwards = -np.stack([np.cos(angles), np.sin(angles)], axis=1)
    halves = [np.column_stack([RADIUS - inwards[:, 0] * centre, inwards]) for centre in centres]
    layers = [np.concatenate(halves)]
    own = np.kron(np.eye(regions), np.ones(sides))
    layers.append(np.column_stack([np.full(regions, 0.5 - sides), own]))
    if regions > 1:
        layers.append(np.array([[-0.5, *[1.0] * regions]]))
    return layers


def answers_of(layers: list[np.ndarray], points: np.ndarray) -> list[np.ndarray]:
    """What every unit of each layer says, (points, units) of 0 and 1, at points (points, 2)."""
    answers, inputs = [], points
    for weights in layers:
        inputs = (weights[:, 0] + inputs @ weights[:, 1:].T >= 0).astype(np.uint8)
        answers.append(inputs)
    return answers
