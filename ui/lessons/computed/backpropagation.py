"""The value of a formula, its gradients, and what a small change of an input does."""

from collections.abc import Mapping

from nnkit.concepts.autodiff import backward, changed, forward, gradients
from nnkit.concepts.expressions import EXPRESSIONS
from nnkit.lessons import Table
from ui.lessons.computed.texts import Texts
from ui.numbers import pretty

PART = "fundamentals_graph"
MAX_INPUT, MAX_CHANGE, CHANGE = 3.0, 1.0, 0.3
PRESET = "neuron"
GRAPH, SMALL_CHANGE, CHECK = VIEWS = "The graph", "A small change", "The check"


def table_of(name: str, inputs: Mapping[str, float], changing: str = "", delta: float = 0.0) -> Table:
    """Return a row for each input of a formula. changing, delta: an input and its change, whose row is the result."""
    output = EXPRESSIONS[name].output
    values = forward(output, inputs)
    value, slopes = values[output.name], gradients(output, backward(output, values))
    rows = {each: {"value": value, "gradient": slopes[each]} for each in inputs}
    if not changing:
        return Table(tuple(rows.values()), ({"value": value},))
    change = changed(output, inputs, changing, delta) - value
    return Table(tuple(rows.values()), ({**rows[changing], "change": change},))


def compute(texts: Texts) -> Table:
    name = texts.one_of(f"{PART}_formula", {each: each for each in EXPRESSIONS}, PRESET)
    defaults = EXPRESSIONS[name].inputs
    inputs = {
        each: texts.number(f"{PART}_{name}_{each}", -MAX_INPUT, MAX_INPUT, value) for each, value in defaults.items()
    }
    if texts.one_of(f"{PART}_view", {view: view for view in VIEWS}, GRAPH) != SMALL_CHANGE:
        return table_of(name, inputs)
    written = {pretty(each): each for each in inputs}
    changing = texts.one_of(changed_key(list(inputs)), written, next(iter(written)))
    return table_of(name, inputs, changing, texts.number(f"{PART}_delta", -MAX_CHANGE, MAX_CHANGE, CHANGE))


def changed_key(names: list[str]) -> str:
    """Return the key of the control that chooses the input to change: other formulas have other inputs."""
    return f"{PART}_changed_{names[0]}{len(names)}"
