"""Both passes through an expression, and what of them is known at each step."""

from collections.abc import Mapping
from dataclasses import dataclass

from nnkit.concepts.autodiff import Contribution, Node, backward, forward, gradients, topological_order
from nnkit.concepts.expressions import Expression


@dataclass(frozen=True, eq=False)
class Passes:
    """Both passes through an expression, all their numbers."""

    expression: Expression
    inputs: Mapping[str, float]
    values: Mapping[str, float]
    contributions: list[Contribution]
    gradients: Mapping[str, float]
    operations: list[Node]  # in the order of the forward pass

    @property
    def last(self) -> int:
        """Places: 0 before anything is computed, one for each operation, the output's own gradient, one for each."""
        return 2 * len(self.operations) + 1

    def is_backward(self, place: int) -> bool:
        return place > len(self.operations)

    def turn(self, place: int) -> Node | None:
        """Whose turn it is; None at the start."""
        forwards, backwards = self.operations, [self.expression.output, *reversed(self.operations)]
        return [None, *forwards, *backwards][place]


def run_passes(expression: Expression, inputs: Mapping[str, float]) -> Passes:
    values = forward(expression.output, inputs)
    contributions = backward(expression.output, values)
    operations = [node for node in topological_order(expression.output) if node.operation]
    return Passes(expression, inputs, values, contributions, gradients(expression.output, contributions), operations)


def known_values(passes: Passes, place: int) -> dict[str, float]:
    """Of the inputs, and of the operations that have had their turn."""
    names = {*passes.inputs, *(node.name for node in passes.operations[:place])}
    return {name: value for name, value in passes.values.items() if name in names}


def known_gradients(passes: Passes, place: int) -> dict[str, float]:
    """What has been handed on so far, summed up."""
    if not passes.is_backward(place):
        return {}
    done = {node.name for node in list(reversed(passes.operations))[: place - len(passes.operations) - 1]}
    return gradients(passes.expression.output, [each for each in passes.contributions if each.source in done])
