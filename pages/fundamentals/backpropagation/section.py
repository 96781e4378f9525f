"""Backpropagation on a computational graph, step by step, and its check by finite differences."""

from collections.abc import Mapping
from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.autodiff import OPERATIONS, Node, topological_order
from nnkit.concepts.expressions import EXPRESSIONS, Expression
from pages.fundamentals.backpropagation.check import choose_change, show_change, show_check
from pages.fundamentals.backpropagation.passes import Passes, known_gradients, known_values, run_passes
from pages.fundamentals.calculations import calculation, four_digits, pretty, slopes
from pages.fundamentals.exercises import BACKPROPAGATION
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound, choose_name
from ui.glossary import term
from ui.layout import choose_view, lay_out, more
from ui.lessons.computed.backpropagation import GRAPH, MAX_INPUT, PART, PRESET, SMALL_CHANGE, VIEWS, table_of
from ui.lessons.measured import note_table
from ui.memoize import memoize_figure
from ui.numbers import factor, scientific
from ui.presenting import is_presenting
from ui.steps import Jump, current_step, show_step_buttons
from ui.try_this import try_this


@st.fragment
def show_backpropagation() -> None:
    controls, results = lay_out(
        f"How does every number in a formula affect the loss? {term('backpropagation', 'Backpropagation')} goes "
        "backward through the formula. Every node passes its gradient on to each of its inputs, multiplied by its "
        "slope for that input."
    )
    with results:
        view = choose_view(VIEWS, f"{PART}_view")
    with controls:
        name = _choose_formula()
    expression = EXPRESSIONS[name]
    steps, inputs_place = controls.container(), controls.container()
    with inputs_place:
        inputs = _choose_inputs(name)
    passes = _passes_of(name, tuple(inputs.items()))
    note_table((name, tuple(inputs.items())), table_of(name, inputs))
    if view == GRAPH:
        with results if is_narrow() else steps:
            step = _choose_step(expression, passes)
        with results:
            _show_graph(passes, step)
    elif view == SMALL_CHANGE:
        with steps:
            changed, delta = choose_change(passes)
        note_table((name, tuple(inputs.items()), changed, delta), table_of(name, inputs, changed, delta))
        with results:
            show_change(passes, changed, delta)
    else:
        with results:
            show_check(passes)
    try_this(BACKPROPAGATION, controls)


@lru_cache(maxsize=64)
def _passes_of(name: str, inputs: tuple[tuple[str, float], ...]) -> Passes:
    return run_passes(EXPRESSIONS[name], dict(inputs))


def _choose_formula() -> str:
    sentences = {name: expression.sentence for name, expression in EXPRESSIONS.items()}
    hint = "The formula whose gradients are computed."
    name = choose_name("Formula", sentences, PRESET, f"{PART}_formula", hint)
    st.latex(rf"\footnotesize {EXPRESSIONS[name].formula}")
    return name


def _choose_inputs(name: str) -> dict[str, float]:
    expression = EXPRESSIONS[name]
    keys = {each: f"{PART}_{name}_{each}" for each in expression.inputs}
    inputs = {}
    with more(keys.values(), "Change the inputs"):
        for each, value in expression.inputs.items():
            label, hint = pretty(each), f"The value of {pretty(each)}."
            options = {"step": 0.1, "key": keys[each], "help": hint}
            inputs[each] = bound(st.slider, label, -MAX_INPUT, MAX_INPUT, value, **options)
    return inputs


def _choose_step(expression: Expression, passes: Passes) -> int:
    """Show the buttons; return the number of the current step, as `Passes` counts them."""
    step = current_step(PART, expression, passes.steps)
    jumps = (
        Jump("Start", "first_page", 0, "Go back to the inputs."),
        Jump("Back", "chevron_left", step - 1, "Go one step back."),
        Jump("Next", "chevron_right", step + 1, "Go to the next node."),
        Jump("All values", "keyboard_double_arrow_right", len(passes.operations), "Go to the end of the forward pass."),
        Jump("To the end", "last_page", passes.steps - 1, "Go to the end of the backward pass."),
    )
    show_step_buttons(PART, jumps, step, passes.steps)
    return step


def _show_graph(passes: Passes, step: int) -> None:
    """Show the graph, and beside it the numbers of the step."""
    if is_narrow():
        show_figure(_graph(passes, step, None), "fundamentals.graph")
        _show_step(passes, step)
        return
    picture, numbers = st.columns([3, 2])
    with picture:
        show_figure(_graph(passes, step, figure_height(20)), "fundamentals.graph")
    with numbers:
        _show_step(passes, step)


@memoize_figure
def _graph(passes: Passes, step: int, height: int | None) -> go.Figure:
    values = known_values(passes, step)
    slopes_so_far = known_gradients(passes, step)
    circles = {}
    for node in topological_order(passes.expression.output):
        value = scientific(values[node.name], 3) if node.name in values else ""
        slope = scientific(slopes_so_far[node.name], 3) if node.name in slopes_so_far else ""
        name, hover = pretty(node.name), [f"<b>{pretty(node.name)}</b>: {node.operation or 'input'}"]
        hover += [f"value {value}"] if value else []
        hover += [f"gradient {slope}"] if slope else []
        label = f"<b>{name}</b>" + (f"<br>{OPERATIONS[node.operation].symbol}" if node.operation else "")
        at = passes.expression.places[node.name]
        circles[node.name] = draw.Circle(at, label, value, slope, "<br>".join(hover), not node.operation)
    arrows = [(before.name, node.name) for node in passes.operations for before in node.inputs]
    node = passes.node_at(step)
    now, output = node.name if node else "", pretty(passes.expression.output.name)
    return draw.computational_graph(circles, arrows, now, passes.is_backward(step), height, output)


def _show_step(passes: Passes, step: int) -> None:
    node, count = passes.node_at(step), len(passes.operations)
    if node is None:
        st.markdown("**The inputs**")
        st.markdown(f"The inputs are given. {count} operations follow, from left to right.")
    elif not passes.is_backward(step):
        st.markdown(f"**Forward, step {step} of {count}: {pretty(node.name)}**")
        names = [pretty(before.name) for before in node.inputs]
        numbers = [factor(four_digits(passes.values[before.name])) for before in node.inputs]
        st.markdown(f"{pretty(node.name)} = {calculation(node.operation, names)}")
        st.markdown(f"= {calculation(node.operation, numbers)} = **{four_digits(passes.values[node.name])}**")
    elif step == count + 1:
        output = pretty(node.name)
        st.markdown(f"**Backward: the output {output} itself**")
        st.markdown(
            f"∂{output}/∂{output} = **1**: if {output} changes by δ, it changes by δ. The backward pass starts here."
        )
    else:
        st.markdown(f"**Backward, step {step - count - 1} of {count}: {pretty(node.name)} passes its gradient on**")
        _show_contributions(passes, node, known_gradients(passes, step))


def _show_contributions(passes: Passes, node: Node, totals: Mapping[str, float]) -> None:
    output, source = pretty(passes.expression.output.name), pretty(node.name)
    st.markdown(
        f"The upstream gradient ∂{output}/∂{source} = **{four_digits(passes.gradients[node.name])}** is now complete."
    )
    written = slopes(node.operation, [pretty(before.name) for before in node.inputs])
    made = [each for each in passes.contributions if each.source == node.name]
    lines = [] if is_presenting() else ["| input | slope | upstream × slope | sum so far |", "|---|---|---|---:|"]
    for each, slope in zip(made, written, strict=True):
        product = f"{four_digits(each.upstream)} · {factor(four_digits(each.local))} = {four_digits(each.product)}"
        name, total = pretty(each.target), four_digits(totals[each.target])
        # Large type has no room for the columns of a table.
        in_words = f"- **{name}**: slope {slope}, upstream × slope = {product}; sum so far {total}"
        lines.append(in_words if is_presenting() else f"| {name} | {slope} | {product} | {total} |")
    st.markdown("\n".join(lines))
