"""Backpropagation on a computational graph, step by step, and its proof by finite differences."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from nnkit import figures as draw
from nnkit.expressions import EXPRESSIONS, Expression
from nnkit.graph import (
    OPERATIONS,
    Contribution,
    Node,
    backward,
    changed,
    finite_difference,
    forward,
    gradients,
    topological_order,
)
from pages.fundamentals.steps import place_of, show_moves
from pages.fundamentals.written import calculation, factor, number, pretty, slopes
from ui.charts import show_figure
from ui.controls import BIND, choose_name

PART = "fundamentals_graph"
LIMIT = 3.0  # of the sliders for inputs
POINTS = 61  # of a curve


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


@st.fragment
def show_backpropagation() -> None:
    st.markdown(
        "A loss is computed in small steps, forward. Backpropagation goes through the same steps backward: every node "
        "hands its gradient on to each of its inputs, multiplied by its own slope there. Where a value is used more "
        "than once, what it gets is added up. Press **Next** and follow the numbers."
    )
    expression, inputs = _choose()
    passes = run_passes(expression, inputs)
    place = _move(expression, passes)
    picture, numbers = st.columns([3, 2], gap="large")
    with picture:
        show_figure(_graph(passes, place), "fundamentals.graph")
    with numbers, st.container(height=420, border=False):
        _tell_step(passes, place)
    _show_change(passes)
    _show_proof(passes)


def _choose() -> tuple[Expression, dict[str, float]]:
    menu, formula = st.columns([2, 3], gap="large", vertical_alignment="center")
    with menu:
        sentences = {name: expression.sentence for name, expression in EXPRESSIONS.items()}
        hint = "The formula whose gradients are computed."
        name = choose_name("Formula", sentences, "neuron", f"{PART}_formula", hint)
    expression = EXPRESSIONS[name]
    with formula:
        st.latex(expression.formula)
    with st.expander("Change the inputs"):
        columns = st.columns(4)
        inputs = {}
        for place, (each, value) in enumerate(expression.inputs.items()):
            with columns[place % 4]:
                key, hint = f"{PART}_{name}_{each}", f"The value of {pretty(each)}."
                inputs[each] = st.slider(pretty(each), -LIMIT, LIMIT, value, step=0.1, key=key, help=hint, **BIND)
    return expression, inputs


def run_passes(expression: Expression, inputs: Mapping[str, float]) -> Passes:
    values = forward(expression.output, inputs)
    contributions = backward(expression.output, values)
    operations = [node for node in topological_order(expression.output) if node.operation]
    return Passes(expression, inputs, values, contributions, gradients(expression.output, contributions), operations)


def _move(expression: Expression, passes: Passes) -> int:
    place, last, middle = place_of(PART, expression, passes.last), passes.last, len(passes.operations)
    moves = (
        ("Start", "first_page", 0, "Back to the inputs alone."),
        ("Back", "chevron_left", place - 1, "One step back."),
        ("Next", "chevron_right", place + 1, "The next node's turn."),
        ("All values", "keyboard_double_arrow_right", middle, "The end of the forward pass."),
        ("To the end", "last_page", last, "All gradients."),
    )
    show_moves(PART, moves, place, last)
    return place


def _graph(passes: Passes, place: int):
    values = known_values(passes, place)
    slopes_so_far = known_gradients(passes, place)
    circles = {}
    for node in topological_order(passes.expression.output):
        value = number(values[node.name], 3) if node.name in values else ""
        slope = number(slopes_so_far[node.name], 3) if node.name in slopes_so_far else ""
        name, hover = pretty(node.name), [f"<b>{pretty(node.name)}</b>: {node.operation or 'input'}"]
        hover += [f"value {value}"] if value else []
        hover += [f"gradient {slope}"] if slope else []
        label = f"<b>{name}</b>" + (f"<br>{OPERATIONS[node.operation].symbol}" if node.operation else "")
        at = passes.expression.places[node.name]
        circles[node.name] = draw.Circle(at, label, value, slope, "<br>".join(hover), not node.operation)
    arrows = [(before.name, node.name) for node in passes.operations for before in node.inputs]
    turn = passes.turn(place)
    return draw.computational_graph(circles, arrows, turn.name if turn else "", passes.is_backward(place))


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


def _tell_step(passes: Passes, place: int) -> None:
    turn, count = passes.turn(place), len(passes.operations)
    if turn is None:
        st.markdown("**The inputs**")
        st.markdown(f"Weights and data are given. {count} operations follow, from left to right.")
    elif not passes.is_backward(place):
        st.markdown(f"**Forward, step {place} of {count}: {pretty(turn.name)}**")
        names = [pretty(before.name) for before in turn.inputs]
        numbers = [factor(passes.values[before.name]) for before in turn.inputs]
        st.markdown(f"{pretty(turn.name)} = {calculation(turn.operation, names)}")
        st.markdown(f"= {calculation(turn.operation, numbers)} = **{number(passes.values[turn.name])}**")
    elif place == count + 1:
        output = pretty(turn.name)
        st.markdown(f"**Backward: the output {output} itself**")
        st.markdown(f"∂{output}/∂{output} = **1**: changed by δ, it changes by δ. From here it goes back.")
    else:
        st.markdown(f"**Backward, step {place - count - 1} of {count}: {pretty(turn.name)} hands its gradient on**")
        _tell_contributions(passes, turn, known_gradients(passes, place))


def _tell_contributions(passes: Passes, turn: Node, sums: Mapping[str, float]) -> None:
    output, source = pretty(passes.expression.output.name), pretty(turn.name)
    st.markdown(f"Upstream: ∂{output}/∂{source} = **{number(passes.gradients[turn.name])}**, now complete.")
    written = slopes(turn.operation, [pretty(before.name) for before in turn.inputs])
    made = [each for each in passes.contributions if each.source == turn.name]
    lines = ["| to | slope | upstream × slope | sum so far |", "|---|---|---|---:|"]
    for each, slope in zip(made, written, strict=True):
        product = f"{number(each.upstream)} · {factor(each.local)} = {number(each.product)}"
        lines.append(f"| {pretty(each.target)} | {slope} | {product} | {number(sums[each.target])} |")
    st.markdown("\n".join(lines))


def _show_change(passes: Passes) -> None:
    output = pretty(passes.expression.output.name)
    st.markdown(f"**What the gradient promises: change an input by δ, and {output} changes by about gradient · δ**")
    controls, picture = st.columns([2, 3], gap="large")
    with controls:
        names = list(passes.inputs)
        key = f"{PART}_changed_{names[0]}{len(names)}"  # other formulas have other inputs
        hint = "The input that is changed alone; all others stay."
        name = st.selectbox("Input to change", names, format_func=pretty, key=key, help=hint, **BIND)
        hint = "By how much it is changed. The smaller, the better the promise is kept."
        delta = st.slider("Change δ", -1.0, 1.0, 0.3, step=0.01, key=f"{PART}_delta", help=hint, **BIND)
        before, gradient = passes.values[passes.expression.output.name], passes.gradients[name]
        after = changed(passes.expression.output, passes.inputs, name, delta)
        promised, real = gradient * delta, after - before
        st.markdown(
            f"Promised: {number(gradient)} · {factor(delta)} = **{number(promised)}**. "
            f"Real: {number(after)} − {factor(before)} = **{number(real)}**. "
            f"The promise is off by {number(promised - real)}, as the curve bends away from its tangent."
        )
    with picture:
        show_figure(_tangent(passes, name, delta), "fundamentals.tangent")


def _tangent(passes: Passes, name: str, delta: float):
    output, here = passes.expression.output, passes.inputs[name]
    values = np.linspace(here - 1, here + 1, POINTS)
    outputs = np.array([changed(output, passes.inputs, name, value - here) for value in values])
    after = changed(output, passes.inputs, name, delta)
    stand = here, passes.values[output.name], passes.gradients[name]
    return draw.tangent_line(pretty(name), values, outputs, stand, (here + delta, after))


def _show_proof(passes: Passes) -> None:
    st.markdown("**The proof: every gradient against its finite difference, (f(x + h) − f(x − h)) / 2h with h = 10⁻⁵**")
    table = proof(passes)
    st.dataframe(table, hide_index=True, height=35 * min(len(table), 7) + 38)
    worst = table["relative error"].astype(float).max()
    st.markdown(
        f"The largest relative error is {worst:.0e}. Backpropagation got all {len(table)} gradients from one pass "
        f"forward and one backward; the differences needed {2 * len(table)} passes forward."
    )


def proof(passes: Passes) -> pd.DataFrame:
    """A row for each input."""
    rows = []
    for name, value in passes.inputs.items():
        exact = passes.gradients[name]
        difference = finite_difference(passes.expression.output, passes.inputs, name)
        error = abs(exact - difference) / max(abs(exact), abs(difference), 1e-8)
        rows.append(
            {
                "input": pretty(name),
                "value": value,
                "gradient": f"{exact:.8f}",
                "finite difference": f"{difference:.8f}",
                "relative error": f"{error:.1e}",
            }
        )
    return pd.DataFrame(rows)
