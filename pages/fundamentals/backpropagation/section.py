"""Backpropagation on a computational graph, step by step, and its check by finite differences."""

from collections.abc import Mapping

import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.autodiff import OPERATIONS, Node, topological_order
from nnkit.concepts.expressions import EXPRESSIONS, Expression
from pages.fundamentals.backpropagation.check import PART, show_change, show_check
from pages.fundamentals.backpropagation.passes import Passes, known_gradients, known_values, run_passes
from pages.fundamentals.calculations import calculation, factor, number, pretty, slopes
from pages.fundamentals.steps import place_of, show_moves
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.controls import BIND, choose_name

LIMIT = 3.0  # of the sliders for inputs
HEIGHT = 420  # px kept for a step's numbers beside the graph, so that what follows stays in its place


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
    with numbers, st.container(height="content" if is_narrow() else HEIGHT, border=False):
        _tell_step(passes, place)
    show_change(passes)
    show_check(passes)


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
