"""The neuron of McCulloch and Pitts (1943), Bulletin of Mathematical Biophysics 5, 115-133.

Inputs are 0 or 1, and the neuron compares a count of them with a threshold. There are two conventions for an active
inhibitory input. Absolute, as the paper assumes for its basic neuron: it silences the neuron whatever the other inputs
are. Relative, which the paper treats in its theorem 4: it raises the threshold by 1. Here it takes 1 from the count
instead, a weight of -1, which is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

EXCITATORY, INHIBITORY, UNCONNECTED = 1, -1, 0
MAX_INPUTS = 4

Inputs = tuple[int, ...]  # 0 or 1 each
Answers = tuple[int, ...]  # the output, 0 or 1, for each row of `input_rows`


@dataclass(frozen=True)
class FormalNeuron:
    """A neuron whose output is 1 (it fires) where the count of active inputs reaches the threshold, else 0.

    Raises ValueError for more than MAX_INPUTS connections or none, or for an unknown connection.
    """

    connections: tuple[int, ...]  # for each input EXCITATORY, INHIBITORY or UNCONNECTED
    threshold: int
    absolute: bool = True  # the convention for an active inhibitory input: absolute or relative

    def __post_init__(self) -> None:
        if not 1 <= len(self.connections) <= MAX_INPUTS:
            raise ValueError(f"a formal neuron has 1 to {MAX_INPUTS} inputs; got {len(self.connections)}")
        if unknown := set(self.connections) - {EXCITATORY, INHIBITORY, UNCONNECTED}:
            raise ValueError(f"a connection is 1, -1 or 0; got {unknown.pop()!r}")

    @property
    def weights(self) -> tuple[int, ...]:
        """Weights with which a weighted sum gives the same answers: a veto is a weight that nothing outweighs."""
        excitatory = self.connections.count(EXCITATORY)
        veto = -max(1, excitatory - self.threshold + 1) if self.absolute else -1
        return tuple(veto if connection == INHIBITORY else connection for connection in self.connections)

    @property
    def answers(self) -> Answers:
        """The outputs for all rows of the truth table, in the order of `input_rows`."""
        return tuple(self.fires(row) for row in input_rows(len(self.connections)))

    def is_vetoed(self, inputs: Inputs) -> bool:
        """Whether inhibition is absolute and an inhibitory input is active. inputs: one for each connection."""
        pairs = zip(self.connections, inputs, strict=True)
        return self.absolute and any(connection == INHIBITORY and active for connection, active in pairs)

    def count(self, inputs: Inputs) -> int:
        """The number of active excitatory inputs; with relative inhibition, minus the active inhibitory ones."""
        counted = (EXCITATORY,) if self.absolute else (EXCITATORY, INHIBITORY)
        pairs = zip(self.connections, inputs, strict=True)
        return sum(connection * active for connection, active in pairs if connection in counted)

    def fires(self, inputs: Inputs) -> int:
        """The neuron's output, 0 or 1. inputs: one for each connection, else ValueError."""
        return int(not self.is_vetoed(inputs) and self.count(inputs) >= self.threshold)


def input_rows(inputs: int) -> tuple[Inputs, ...]:
    """All combinations of this number of inputs, in the order of binary numbers: (0, 0), (0, 1), (1, 0), (1, 1)."""
    return tuple(product((0, 1), repeat=inputs))


def thresholds(inputs: int, absolute: bool) -> range:
    """All thresholds that make a difference: the lowest is always reached, the highest never."""
    return range(0 if absolute else -inputs, inputs + 2)


def all_neurons(inputs: int, absolute: bool) -> Iterator[FormalNeuron]:
    """Yield a neuron for every setting of the connections and of the threshold."""
    settings = product((EXCITATORY, INHIBITORY, UNCONNECTED), repeat=inputs)
    for connections, threshold in product(settings, thresholds(inputs, absolute)):
        yield FormalNeuron(connections, threshold, absolute)


@dataclass(frozen=True)
class NeuronSearchResult:
    """The result of trying every setting of a neuron."""

    tried: int  # settings
    found: frozenset[Answers]  # the truth tables that some setting has

    def max_correct(self, wanted: Answers) -> int:
        """The number of correct rows of the wanted truth table, with the best setting."""
        return max(sum(one == other for one, other in zip(wanted, answers, strict=True)) for answers in self.found)


@cache
def try_every_neuron(inputs: int, absolute: bool) -> NeuronSearchResult:
    """Try every setting of a neuron with this number of inputs."""
    neurons = list(all_neurons(inputs, absolute))
    return NeuronSearchResult(len(neurons), frozenset(neuron.answers for neuron in neurons))
