"""The rule step by step: the line before and after, the weights as arrows, the errors, and the numbers."""

from fractions import Fraction
from math import hypot
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import PerceptronStep, Trace
from nnkit.results.grid import Grid
from pages.perceptron.data import points_of
from pages.perceptron.exercises import RULE
from pages.perceptron.lines import first_visible_line, plane_of, weighted_sums
from pages.perceptron.rule import choose_trace, end_text, explain_rule
from pages.perceptron.step_text import calculation_text, note_text, position_text, weights_table
from pages.perceptron.updates import show_updates
from ui.charts import show_figure
from ui.components.window import figure_height, figure_scale, is_narrow, is_tall
from ui.layout import lay_out
from ui.lessons.computed.perceptron import table_of
from ui.lessons.measured import note_table
from ui.memoize import memoize_figure
from ui.presenting import SCALE, is_presenting
from ui.steps import Jump, current_step, show_step_buttons
from ui.try_this import try_this

PART = "perceptron"
ARROW = 0.14  # length as a share of the width of the picture

Point = tuple[float, float]


class Heights(NamedTuple):
    """Heights of the figures in px."""

    plane: int
    arrows: int
    errors: int


ERRORS, BESIDE = 140, 70  # px of the errors on a projector, and of the sentence above the figures there
HEIGHTS, TALL_HEIGHTS = Heights(362, 290, 152), Heights(600, 470, 180)


@st.fragment
def show_rule() -> None:
    controls, results = lay_out(
        "One neuron draws one line. After each error, the rule moves the line: w ← w + η (y − ŷ) x. **How does the "
        "line find its place?**"
    )
    with controls:
        buttons = st.container()
        trace = choose_trace()
    note_table(trace, table_of(trace))
    side_by_side = (is_tall() or figure_scale() == SCALE) and not is_narrow()
    with results:
        position = st.container()
        columns = st.columns([4, 3, 3] if side_by_side else [6, 5])
        plane = columns[0].container()
    with columns[0] if is_narrow() else buttons:
        number, opening = _choose_step(trace)
    step = trace.step(number)
    position.markdown(position_text(trace, step, number, opening))
    heights = _heights(side_by_side)
    with plane:
        show_figure(_picture(trace, number, heights.plane), "perceptron.plane")
    with results if side_by_side else columns[0]:
        show_figure(_errors(trace, step.epoch, heights.errors), "perceptron.errors")
    with columns[1]:
        show_figure(_arrows(trace, number, heights.arrows), "perceptron.arrows")
    columns[-1].markdown(weights_table(step))
    with results:
        st.markdown(calculation_text(step, trace))
        st.markdown(" ".join(filter(None, (note_text(step, _z_after(trace, step)), end_text(trace)))))
        explain_rule()
        show_updates(trace)
    try_this(RULE, controls)


def _heights(side_by_side: bool) -> Heights:
    if side_by_side and is_presenting():
        height = figure_height(BESIDE) - ERRORS
        return Heights(height, height, ERRORS)
    return TALL_HEIGHTS if side_by_side else HEIGHTS


def _choose_step(trace: Trace) -> tuple[int, int]:
    """Show the buttons; return the numbers of the current step and of the one at which the section opens, from 0."""
    opening = first_visible_line(trace)
    step = current_step(PART, trace.samples, trace.steps, opening)
    samples, last = len(trace.samples.labels), trace.steps - 1
    end_of_epoch = (step // samples + (1 if step % samples < samples - 1 else 2)) * samples - 1
    jumps = (
        Jump("Start", "first_page", 0, "Goes back to the first sample."),
        Jump("Back", "chevron_left", step - 1, "Goes back by one sample."),
        Jump("One sample", "chevron_right", step + 1, "Goes on to the next sample."),
        Jump(
            "One epoch",
            "keyboard_double_arrow_right",
            end_of_epoch,
            "Goes on to the last sample of this epoch, or of the next one if you are there already.",
        ),
        Jump("To the end", "last_page", last, "Goes on to the last sample of the last epoch."),
    )
    show_step_buttons(PART, jumps, step, trace.steps)
    return step, opening


@memoize_figure
def _picture(trace: Trace, number: int, height: int) -> go.Figure:
    step, grid = trace.step(number), plane_of(trace.samples)
    turn = draw.Turn(step.sample, weighted_sums(step.before, grid), _arrow(step.after, grid))
    after = {"line after": _z_after(trace, step)}
    return draw.answered_plane(grid, points_of(trace.samples), after, trace.rule.at_zero, turn, height)


def _z_after(trace: Trace, step: PerceptronStep) -> np.ndarray:
    """Return z in the picture, with the weights after the step."""
    return weighted_sums(step.after, plane_of(trace.samples))


@memoize_figure
def _errors(trace: Trace, epoch: int, height: int) -> go.Figure:
    return draw.errors_by_epoch(trace.errors, epoch, height)


@memoize_figure
def _arrows(trace: Trace, number: int, height: int) -> go.Figure:
    step = trace.step(number)
    reach = 1.15 * float(np.abs(trace.states[:, 1:]).max()) / trace.unit or 1.0
    before, after = (tuple(map(float, w[1:])) for w in (step.before, step.after))
    return draw.weight_arrows(before, after, reach, height)


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
