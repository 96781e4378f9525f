"""The linear approximation by the gradient, and the check of all gradients by finite differences."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.autodiff import changed, finite_difference
from pages.fundamentals.backpropagation.passes import Passes
from pages.fundamentals.calculations import four_digits, pretty
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.controls import bound
from ui.glossary import term
from ui.lessons.computed.backpropagation import CHANGE, MAX_CHANGE, PART, changed_key
from ui.memoize import memoize_figure
from ui.numbers import factor, fixed, scientific
from ui.presenting import px
from ui.tables import show_table

POINTS = 61  # of a curve
ROUNDING = 1e-12  # differences up to this size, relative to numbers above 1, are due to rounding
BENDS = "The prediction is off by {}, because the curve bends away from its tangent."
SAME = "Both are the same, except for rounding."


def choose_change(passes: Passes) -> tuple[str, float]:
    """Return the input to change, and by how much."""
    names = list(passes.inputs)
    key = changed_key(names)
    hint = "Only this input changes. All others stay the same."
    name = bound(st.selectbox, "Input to change", names, format_func=pretty, key=key, help=hint)
    hint = "By how much the input changes. The prediction is better for a smaller change."
    return name, bound(
        st.slider, "Change δ", -MAX_CHANGE, MAX_CHANGE, CHANGE, step=0.01, key=f"{PART}_delta", help=hint
    )


def show_change(passes: Passes, name: str, delta: float) -> None:
    """Compare the change that the gradient predicts with the real one."""
    output = pretty(passes.expression.output.name)
    st.markdown(f"**The gradient predicts: if {pretty(name)} changes by δ, {output} changes by gradient · δ**")
    before, gradient = passes.values[passes.expression.output.name], passes.gradients[name]
    after = changed(passes.expression.output, passes.inputs, name, delta)
    predicted, real = gradient * delta, after - before
    is_different = abs(predicted - real) > ROUNDING * max(1.0, abs(before), abs(after))
    height = 300 if is_narrow() else figure_height(120)
    show_figure(_tangent(passes, name, delta, height), "fundamentals.tangent")
    st.markdown(
        f"Predicted change: {four_digits(gradient)} · {factor(four_digits(delta))} = **{four_digits(predicted)}**. "
        f"Real change: {four_digits(after)} − {factor(four_digits(before))} = **{four_digits(real)}**. "
        f"{BENDS.format(four_digits(predicted - real)) if is_different else SAME}"
    )


@memoize_figure
def _tangent(passes: Passes, name: str, delta: float, height: int) -> go.Figure:
    output, here = passes.expression.output, passes.inputs[name]
    values = np.linspace(here - 1, here + 1, POINTS)
    outputs = np.array([changed(output, passes.inputs, name, value - here) for value in values])
    after = changed(output, passes.inputs, name, delta)
    tangent = here, passes.values[output.name], passes.gradients[name]
    return draw.tangent_line(pretty(name), values, outputs, tangent, (here + delta, after), height)


def show_check(passes: Passes) -> None:
    formula = "(f(x + δ) − f(x − δ)) / (2δ) with δ = 10⁻⁵"
    st.markdown(f"**The check compares every gradient with its {term('finite difference')}, {formula}**")
    rows = [(name, value, passes.gradients[name], _difference(passes, name)) for name, value in passes.inputs.items()]
    errors = [relative_error(exact, difference) for _, _, exact, difference in rows]
    table = [
        {
            "input": pretty(name),
            "value": four_digits(value),
            "gradient": fixed(exact, 8),
            "finite difference": fixed(difference, 8),
            "relative error": scientific(error),
        }
        for (name, value, exact, difference), error in zip(rows, errors, strict=True)
    ]
    show_table(pd.DataFrame(table), hide_index=True, height=px(35 * len(table) + 38))
    st.markdown(
        f"The largest relative error is {scientific(max(errors))}. Backpropagation needs one forward and one backward "
        f"pass for all {len(table)} gradients. The finite differences need {2 * len(table)} forward passes."
    )


def _difference(passes: Passes, name: str) -> float:
    return finite_difference(passes.expression.output, passes.inputs, name)


def relative_error(exact: float, estimate: float) -> float:
    """Return the difference relative to the larger of both sizes."""
    return abs(exact - estimate) / max(abs(exact), abs(estimate), 1e-8)
