"""The rule step by step: the line before and after, the weights as arrows, the errors, and the numbers."""

from fractions import Fraction
from math import hypot

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import PerceptronStep, Trace
from nnkit.results.grid import Grid
from pages.perceptron.data import points_of
from pages.perceptron.lines import first_visible_line, plane_of, weighted_sums
from pages.perceptron.rule import choose_trace, end_text, explain_rule
from pages.perceptron.step_text import calculation_text, note_text, position_text, weights_table
from pages.perceptron.updates import show_updates
from ui.charts import show_figure
from ui.components.window import figure_height, is_narrow
from ui.layout import lay_out
from ui.steps import Jump, current_step, show_step_buttons

PART = "perceptron"
ARROW = 0.14  # length as a share of the width of the picture
PLANE, ARROWS, ERRORS = 0.66, 0.52, 0.25  # heights as shares of a main figure's

Point = tuple[float, float]


@st.fragment
def show_rule() -> None:
    controls, results = lay_out(
        "One neuron, one line. After each error the rule moves it: θ ← θ + η (y − y′) x. **How does the line find its "
        "place?**"
    )
    with controls:
        buttons = st.container()
        trace = choose_trace()
    with results:
        position = st.container()
        pictures, weights = st.columns([6, 5])
        plane = pictures.container()
    with pictures if is_narrow() else buttons:
        number = _choose_step(trace)
    step = trace.step(number)
    position.markdown(position_text(trace, step, number))
    with plane:
        show_figure(_picture(trace, step), "perceptron.plane")
    with pictures:
        show_figure(draw.errors_by_epoch(trace.errors, step.epoch, _height(ERRORS)), "perceptron.errors")
    with weights:
        show_figure(_arrows(trace, step), "perceptron.arrows")
        st.markdown(weights_table(step))
    with results:
        st.markdown(calculation_text(step, trace))
        st.markdown(_summary(trace, step, number))
        explain_rule()
        show_updates(trace)


def _choose_step(trace: Trace) -> int:
    """Show the buttons; return the number of the current step, from 0. Other points begin where a line appears."""
    step = current_step(PART, trace.samples, trace.steps, first_visible_line(trace))
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


def _height(share: float) -> int:
    return round(share * figure_height())


def _picture(trace: Trace, step: PerceptronStep) -> go.Figure:
    grid = plane_of(trace.samples)
    turn = draw.Turn(step.sample, weighted_sums(step.before, grid), _arrow(step.after, grid))
    after = {"line after": weighted_sums(step.after, grid)}
    return draw.answered_plane(grid, points_of(trace.samples), after, trace.rule.at_zero, turn, _height(PLANE))


def _arrows(trace: Trace, step: PerceptronStep) -> go.Figure:
    reach = 1.15 * float(np.abs(trace.states[:, 1:]).max()) / trace.unit or 1.0
    before, after = (tuple(map(float, theta[1:])) for theta in (step.before, step.after))
    return draw.weight_arrows(before, after, reach, _height(ARROWS))


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


def _summary(trace: Trace, step: PerceptronStep, number: int) -> str:
    """Say what the picture can't show, why the steps begin where they do, and how learning ends."""
    sentences = [note_text(step, weighted_sums(step.after, plane_of(trace.samples)))]
    if number and number == first_visible_line(trace):
        sentences.append("The section opens at this step, the first with a line in the picture; Start leads to step 1.")
    return " ".join(filter(None, [*sentences, end_text(trace)]))
