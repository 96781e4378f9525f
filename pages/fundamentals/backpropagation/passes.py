"""The forward and the backward pass through an expression, and what is known after each of their steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from nnkit.concepts.autodiff import Contribution, Node, backward, forward, gradients, topological_order
from nnkit.concepts.expressions import Expression


@dataclass(frozen=True, eq=False)
class Passes:
    """Both passes through an expression, with all their numbers.

    Step 0 is before the forward pass. Then follow one step for each operation, one for the gradient of the output
    with respect to itself, and one for each operation in the backward pass.
    """

    expression: Expression
    inputs: Mapping[str, float]
    values: Mapping[str, float]
    contributions: list[Contribution]
    gradients: Mapping[str, float]
    operations: list[Node]  # in the order of the forward pass

    @property
    def steps(self) -> int:
        return 2 * len(self.operations) + 2

    def is_backward(self, step: int) -> bool:
        return step > len(self.operations)

    def node_at(self, step: int) -> Node | None:
        """Return the node that step computes, or whose gradient it passes on; None at step 0."""
        forwards, backwards = self.operations, [self.expression.output, *reversed(self.operations)]
        return [None, *forwards, *backwards][step]


def run_passes(expression: Expression, inputs: Mapping[str, float]) -> Passes:
    values = forward(expression.output, inputs)
    contributions = backward(expression.output, values)
    operations = [node for node in topological_order(expression.output) if node.operation]
    return Passes(expression, inputs, values, contributions, gradients(expression.output, contributions), operations)


def known_values(passes: Passes, step: int) -> dict[str, float]:
    """Return the values of the inputs, and of the operations that are computed after that step."""
    names = {*passes.inputs, *(node.name for node in passes.operations[:step])}
    return {name: value for name, value in passes.values.items() if name in names}


def known_gradients(passes: Passes, step: int) -> dict[str, float]:
    """Return the sum of the contributions that each node has received after that step."""
    if not passes.is_backward(step):
        return {}
    done = {node.name for node in list(reversed(passes.operations))[: step - len(passes.operations) - 1]}
    return gradients(passes.expression.output, [each for each in passes.contributions if each.source in done])
