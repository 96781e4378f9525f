"""The rule step by step: the line before and after, the weights as arrows, the numbers."""

from collections.abc import Mapping
from fractions import Fraction
from math import hypot

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import PerceptronStep, Trace
from nnkit.results.grid import Grid, grid_around
from pages.perceptron.data import points_of
from pages.perceptron.numbers import fraction_text
from ui.charts import show_figure
from ui.flush import flush_to_browser
from ui.numbers import sum_of_products
from ui.steps import Jump, current_step, show_step_buttons

PART = "perceptron"
SIDE = 32  # grid points along an edge of a map; few are enough for a weighted sum, which is linear
ARROW = 0.14  # length as a share of the width of the picture

Point = tuple[float, float]


@st.fragment
def show_steps(trace: Trace) -> None:
    number = _choose_step(trace)
    step = trace.step(number)
    _show_position(trace, step, number)
    picture, weights, numbers = st.columns([4, 3, 3], gap="medium")
    with picture:
        st.markdown("**Points and line**")
        show_figure(_picture(trace, step), "perceptron.plane")
    with weights:
        st.markdown("**The update as arrows**")
        reach = 1.15 * float(np.abs(trace.states[:, 1:]).max()) / trace.unit or 1.0
        before, after = (tuple(map(float, theta[1:])) for theta in (step.before, step.after))
        show_figure(draw.weight_arrows(before, after, reach), "perceptron.arrows")
    with numbers:
        st.markdown("**The numbers**")
        _show_numbers(step, trace)
    flush_to_browser()
    st.markdown("**Errors in each epoch**")
    show_figure(draw.errors_by_epoch(trace.errors, step.epoch), "perceptron.errors")


def weighted_sums(weights: tuple[Fraction, ...], grid: Grid) -> np.ndarray:
    """Return z = θ · x at every grid point: (rows, columns) float64."""
    x1, x2 = np.meshgrid(grid.x1.astype(float), grid.x2.astype(float))
    inputs = (np.ones_like(x1), x1, x2, x1 * x2)[: len(weights)]
    return sum(float(weight) * values for weight, values in zip(weights, inputs, strict=True))


def explain_missing_lines(lines: Mapping[str, np.ndarray]) -> None:
    """Say why a line in the legend cannot be seen.

    lines: the weighted sums on the grid by the name of the line.
    """
    reasons = []
    for name, values in lines.items():
        if not np.ptp(values):
            reasons.append(f"{name}: no line, {'all weights are 0' if not values.any() else 'θ1 and θ2 are 0'}")
        elif values.min() > 0 or values.max() < 0:
            reasons.append(f"{name}: outside the picture")
    if reasons:
        st.caption("; ".join(reasons) + ".")


def _choose_step(trace: Trace) -> int:
    """Show the buttons; return the number of the current step, from 0."""
    step = current_step(PART, trace.samples, trace.steps)
    samples, last = len(trace.samples.labels), trace.steps - 1
    end_of_epoch = (step // samples + (1 if step % samples < samples - 1 else 2)) * samples - 1
    jumps = (
        Jump("Start", "first_page", 0, "Back to the first sample."),
        Jump("Back", "chevron_left", step - 1, "One sample back."),
        Jump("One sample", "chevron_right", step + 1, "The next sample's turn.", primary=True),
        Jump(
            "One epoch",
            "keyboard_double_arrow_right",
            end_of_epoch,
            "On to the last sample of this epoch, or the next.",
        ),
        Jump("To the end", "last_page", last, "The last sample of the last epoch."),
    )
    show_step_buttons(PART, jumps, step, trace.steps)
    return step


def _show_position(trace: Trace, step: PerceptronStep, number: int) -> None:
    point = f"x1 = {fraction_text(step.x[1])}, x2 = {fraction_text(step.x[2])}"
    progress = f"Step {number + 1:,} of {trace.steps:,} · epoch {step.epoch + 1:,} of {trace.epochs:,} · "
    st.markdown(f"{progress}sample {step.sample + 1} of {len(trace.samples.labels)}: {point}, class {step.y}")


def _picture(trace: Trace, step: PerceptronStep) -> go.Figure:
    grid = grid_around(trace.samples.points, SIDE)
    turn = draw.Turn(step.sample, weighted_sums(step.before, grid), _arrow(step.after, grid))
    after = {"line after": weighted_sums(step.after, grid)}
    return draw.answered_plane(grid, points_of(trace.samples), after, trace.rule.at_zero, turn)


def _arrow(weights: tuple[Fraction, ...], grid: Grid) -> tuple[Point, Point] | None:
    """Return tail and head of an arrow from the line towards class 1; None if there is no line in the picture.

    The tail is the point of the line that is nearest to the middle.
    """
    bias, *slopes = map(float, weights)
    length = hypot(*slopes)
    if not length:
        return None
    width = float(grid.x1[-1] - grid.x1[0])
    middle = [float(axis[0] + axis[-1]) / 2 for axis in (grid.x1, grid.x2)]
    z = bias + sum(slope * x for slope, x in zip(slopes, middle, strict=True))
    foot = [x - z * slope / length**2 for x, slope in zip(middle, slopes, strict=True)]
    if max(abs(x - centre) for x, centre in zip(foot, middle, strict=True)) > width / 2:
        return None
    head = [x + ARROW * width * slope / length for x, slope in zip(foot, slopes, strict=True)]
    return tuple(foot), tuple(head)


def _show_numbers(step: PerceptronStep, trace: Trace) -> None:
    learning_rate = trace.rule.learning_rate
    change = [after - before for before, after in zip(step.before, step.after, strict=True)]
    rows = {"x": step.x, "θ before": step.before, "η (y − y′) x": change, "θ after": step.after}
    lines = ["| | bias | x1 | x2 |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {' | '.join(map(fraction_text, values))} |" for name, values in rows.items()]
    with st.container(height=400, border=False):
        st.markdown("\n".join(lines))
        products = sum_of_products(map(fraction_text, step.before), map(fraction_text, step.x))
        sign = ("≥" if trace.rule.at_zero else ">") if step.output else ("<" if trace.rule.at_zero else "≤")
        st.markdown(f"z = {products} = **{fraction_text(step.z)}**")
        st.markdown(f"z {sign} 0, so the output y′ is **{step.output}**; the class y is **{step.y}**.")
        if step.error:
            eta, times = fraction_text(learning_rate), fraction_text(learning_rate * step.error)
            st.markdown(f"η (y − y′) = {eta} · ({step.y} − {step.output}) = {times}: **x, {times} times.**")
        else:
            st.markdown("y − y′ = 0: **right, so nothing changes.**")
        if not any(step.after[1:]):
            st.caption("θ1 = θ2 = 0: there is no line, as every point gets the same answer.")
        elif step.error and not any(change[1:]):
            st.caption("Only the bias has changed: the line moves, and the arrows of θ1 and θ2 stay.")
        elif step.error and step.z == 0 and any(step.before[1:]):
            st.caption("z = 0: the sample lay on the line itself.")
