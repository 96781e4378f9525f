"""One step after another: the line before and after, the weights as arrows, the numbers."""

from collections.abc import Mapping
from fractions import Fraction
from math import hypot

import numpy as np
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.perceptron import PerceptronStep, Trace
from nnkit.results.grid import Grid, grid_around
from pages.perceptron.data import points_of
from pages.perceptron.numbers import factor, number
from ui.charts import show_figure
from ui.flush import flush_to_browser

PLACE = "perceptron.place"
SIDE = 32  # places along an edge of a map: of a weighted sum, which is straight, few are enough
ARROW = 0.14  # of the plane's width


@st.fragment
def go_step_by_step(trace: Trace) -> None:
    place = _move(trace)
    step = trace.step(place)
    _tell_place(trace, step, place)
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


def sums_over(weights: tuple[Fraction, ...], grid: Grid) -> np.ndarray:
    """z at every place of the plane, (rows, columns) float64."""
    x1, x2 = np.meshgrid(grid.x1.astype(float), grid.x2.astype(float))
    inputs = (np.ones_like(x1), x1, x2, x1 * x2)[: len(weights)]
    return sum(float(weight) * values for weight, values in zip(weights, inputs, strict=True))


def tell_unseen(sums: Mapping[str, np.ndarray]) -> None:
    """Why a line is not to be seen where it has a place in the legend."""
    told = []
    for name, values in sums.items():
        if not np.ptp(values):
            told.append(f"{name}: no line, {'all weights are 0' if not values.any() else 'θ1 and θ2 are 0'}")
        elif values.min() > 0 or values.max() < 0:
            told.append(f"{name}: outside the picture")
    if told:
        st.caption("; ".join(told) + ".")


def _move(trace: Trace) -> int:
    """Buttons, and the step that they lead to."""
    if st.session_state.get("perceptron.stepped") != trace.samples:  # other points: from the start
        st.session_state["perceptron.stepped"], st.session_state[PLACE] = trace.samples, 0
    last, samples = trace.steps - 1, len(trace.samples.labels)
    place = st.session_state[PLACE] = min(st.session_state[PLACE], last)
    end_of_epoch = (place // samples + (1 if place % samples < samples - 1 else 2)) * samples - 1
    moves = (
        ("Start", "first_page", 0, "Back to the first sample."),
        ("Back", "chevron_left", max(0, place - 1), "One sample back."),
        ("One sample", "chevron_right", min(place + 1, last), "The next sample's turn."),
        (
            "One epoch",
            "keyboard_double_arrow_right",
            min(end_of_epoch, last),
            "On to the last sample of this epoch, or the next.",
        ),
        ("To the end", "last_page", last, "The last sample of the last epoch."),
    )
    with st.container(horizontal=True, gap="small"):
        for name, icon, target, hint in moves:
            st.button(
                name,
                icon=f":material/{icon}:",
                key=f"perceptron.{name.lower().replace(' ', '_')}",
                help=hint,
                type="primary" if name == "One sample" else "secondary",
                disabled=target == place,
                on_click=st.session_state.update,
                args=({PLACE: target},),
            )
    return place


def _tell_place(trace: Trace, step: PerceptronStep, place: int) -> None:
    point = f"x1 = {number(step.x[1])}, x2 = {number(step.x[2])}"
    told = f"Step {place + 1:,} of {trace.steps:,} · epoch {step.epoch + 1:,} of {trace.epochs:,} · "
    st.markdown(f"{told}sample {step.sample + 1} of {len(trace.samples.labels)}: {point}, class {step.y}")


def _picture(trace: Trace, step: PerceptronStep):
    grid = grid_around(trace.samples.points, SIDE)
    turn = draw.Turn(step.sample, sums_over(step.before, grid), _arrow(step.after, grid))
    after = {"line after": sums_over(step.after, grid)}
    return draw.answered_plane(grid, points_of(trace.samples), after, trace.rule.at_zero, turn)


def _arrow(weights: tuple[Fraction, ...], grid: Grid):
    """From the place of the line that is nearest to the middle of the plane, towards class 1; None outside of it."""
    bias, *slopes = map(float, weights)
    length = hypot(*slopes)
    if not length:
        return None
    width = float(grid.x1[-1] - grid.x1[0])
    middle = [float(places[0] + places[-1]) / 2 for places in (grid.x1, grid.x2)]
    z = bias + sum(slope * x for slope, x in zip(slopes, middle, strict=True))
    foot = [x - z * slope / length**2 for x, slope in zip(middle, slopes, strict=True)]
    if max(abs(x - centre) for x, centre in zip(foot, middle, strict=True)) > width / 2:
        return None
    head = [x + ARROW * width * slope / length for x, slope in zip(foot, slopes, strict=True)]
    return tuple(foot), tuple(head)


def _show_numbers(step: PerceptronStep, trace: Trace) -> None:
    rate = trace.rule.learning_rate
    change = [after - before for before, after in zip(step.before, step.after, strict=True)]
    rows = {"x": step.x, "θ before": step.before, "η (y − y′) x": change, "θ after": step.after}
    lines = ["| | bias | x1 | x2 |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {' | '.join(map(number, values))} |" for name, values in rows.items()]
    with st.container(height=400, border=False):
        st.markdown("\n".join(lines))
        products = " + ".join(f"{factor(w)} · {factor(x)}" for w, x in zip(step.before, step.x, strict=True))
        sign = ("≥" if trace.rule.at_zero else ">") if step.output else ("<" if trace.rule.at_zero else "≤")
        st.markdown(f"z = {products} = **{number(step.z)}**")
        st.markdown(f"z {sign} 0, so the output y′ is **{step.output}**; the class y is **{step.y}**.")
        if step.error:
            times = number(rate * step.error)
            st.markdown(f"η (y − y′) = {number(rate)} · ({step.y} − {step.output}) = {times}: **x, {times} times.**")
        else:
            st.markdown("y − y′ = 0: **right, so nothing changes.**")
        if not any(step.after[1:]):
            st.caption("θ1 = θ2 = 0: there is no line, as every point gets the same answer.")
        elif step.error and not any(change[1:]):
            st.caption("Only the bias has changed: the line moves, and the arrows of θ1 and θ2 stay.")
        elif step.error and step.z == 0 and any(step.before[1:]):
            st.caption("z = 0: the sample lay on the line itself.")
