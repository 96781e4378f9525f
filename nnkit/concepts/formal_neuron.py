"""The neuron of McCulloch and Pitts (1943): inputs are 0 or 1, and a count decides.

Two conventions for an inhibitory input. Absolute, as in the paper: while one is active, the neuron is silent whatever
the others do. Relative, the later one: it takes 1 from the count, a weight of -1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

EXCITATORY, INHIBITORY, UNCONNECTED = 1, -1, 0
MAX_INPUTS = 4

Inputs = tuple[int, ...]  # 0 or 1 each
Answers = tuple[int, ...]  # to every row of `input_rows`, 0 or 1 each


@dataclass(frozen=True)
class FormalNeuron:
    """Fires (1) where the count of active inputs reaches the threshold, else not (0)."""

    connections: tuple[int, ...]  # EXCITATORY, INHIBITORY or UNCONNECTED, one an input
    threshold: int
    absolute: bool = True  # whether an active inhibitory input silences it, or only counts against

    def __post_init__(self) -> None:
        if not 1 <= len(self.connections) <= MAX_INPUTS:
            raise ValueError(f"a formal neuron has 1 to {MAX_INPUTS} inputs; got {len(self.connections)}")
        if unknown := set(self.connections) - {EXCITATORY, INHIBITORY, UNCONNECTED}:
            raise ValueError(f"a connection is 1, -1 or 0; got {unknown.pop()!r}")

    @property
    def weights(self) -> tuple[int, ...]:
        """Of the weighted sum that gives the same answers: a veto is a weight that nothing can outweigh."""
        most = self.connections.count(EXCITATORY)
        veto = -max(1, most - self.threshold + 1) if self.absolute else -1
        return tuple(veto if connection == INHIBITORY else connection for connection in self.connections)

    @property
    def answers(self) -> Answers:
        """To every row of its truth table."""
        return tuple(self.fires(row) for row in input_rows(len(self.connections)))

    def vetoed(self, inputs: Inputs) -> bool:
        """Whether an active inhibitory input silences it."""
        pairs = zip(self.connections, inputs, strict=True)
        return self.absolute and any(connection == INHIBITORY and active for connection, active in pairs)

    def count(self, inputs: Inputs) -> int:
        """Active excitatory inputs; with relative inhibition, less the active inhibitory ones."""
        counted = (EXCITATORY,) if self.absolute else (EXCITATORY, INHIBITORY)
        pairs = zip(self.connections, inputs, strict=True)
        return sum(connection * active for connection, active in pairs if connection in counted)

    def fires(self, inputs: Inputs) -> int:
        return int(not self.vetoed(inputs) and self.count(inputs) >= self.threshold)


def input_rows(inputs: int) -> tuple[Inputs, ...]:
    """Every combination of so many inputs, counting up as binary numbers: (0, 0), (0, 1), (1, 0), (1, 1)."""
    return tuple(product((0, 1), repeat=inputs))


def thresholds(inputs: int, absolute: bool) -> range:
    """Those that make a difference: the lowest is always reached, the highest never."""
    return range(0 if absolute else -inputs, inputs + 2)


def every_neuron(inputs: int, absolute: bool) -> Iterator[FormalNeuron]:
    """All settings of the connections and of the threshold."""
    kinds = product((EXCITATORY, INHIBITORY, UNCONNECTED), repeat=inputs)
    for connections, threshold in product(kinds, thresholds(inputs, absolute)):
        yield FormalNeuron(connections, threshold, absolute)


@dataclass(frozen=True)
class Trial:
    """What trying every setting has shown."""

    tried: int  # settings
    found: frozenset[Answers]  # the truth tables that some setting has

    def max_right(self, wanted: Answers) -> int:
        """Rows of the wanted truth table that the best setting gets right."""
        return max(sum(one == other for one, other in zip(wanted, answers, strict=True)) for answers in self.found)


@cache
def try_every_neuron(inputs: int, absolute: bool) -> Trial:
    neurons = list(every_neuron(inputs, absolute))
    return Trial(len(neurons), frozenset(neuron.answers for neuron in neurons))
