"""A multilayer perceptron with weights set by hand: half planes, their intersections, and the union of these."""

import numpy as np

CENTRES = (-1.3, 1.3)  # x1 of two regions side by side; one alone lies at 0
RADIUS = 1.0  # from a region's centre to each of its sides


def layers_by_hand(sides: int, regions: int) -> list[np.ndarray]:
    """Weights (units, 1 + inputs) of each layer, with the bias in column 0, for one or two regular polygons.

    sides: of each polygon, at least 1. regions: 1 or 2. The first layer has a unit for each side, whose output is 1 on
    the inner side. The second layer has a unit for each polygon, the AND of its sides. For two regions a third layer
    has one unit, the OR of both polygons.
    """
    centres = CENTRES if regions == 2 else (0.0,)
    angles = 2 * np.pi * np.arange(sides) / sides - np.pi / 2
    inward = -np.stack([np.cos(angles), np.sin(angles)], axis=1)
    half_planes = [np.column_stack([RADIUS - inward[:, 0] * centre, inward]) for centre in centres]
    layers = [np.concatenate(half_planes)]
    sides_of_region = np.kron(np.eye(regions), np.ones(sides))  # (regions, sides of all) 0 or 1
    layers.append(np.column_stack([np.full(regions, 0.5 - sides), sides_of_region]))
    if regions > 1:
        layers.append(np.array([[-0.5, *[1.0] * regions]]))
    return layers


def answers_of(layers: list[np.ndarray], points: np.ndarray) -> list[np.ndarray]:
    """The outputs of each layer, (points, units) of 0 and 1, at points (points, 2). layers: as in `layers_by_hand`."""
    answers, inputs = [], points
    for weights in layers:
        inputs = (weights[:, 0] + inputs @ weights[:, 1:].T >= 0).astype(np.uint8)
        answers.append(inputs)
    return answers
