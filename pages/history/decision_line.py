"""Section 4: what one straight line can do on four points."""

from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.decision_line import CORNERS, DecisionLine, try_every_line
from pages.history.bibliography import cite
from pages.history.tasks import TASKS
from ui.charts import show_figure
from ui.controls import BIND
from ui.numbers import fixed

PART = "history_line"
NAMES = ("XOR", "AND", "OR")
STERILE = (
    "There is no reason to suppose that any of these virtues carry over to the many-layered version. Nevertheless, we "
    "consider it to be an important research problem to elucidate (or reject) our intuitive judgment that the "
    "extension is sterile."
)


@st.fragment
def draw_line() -> None:
    st.markdown(
        "A perceptron with fixed inputs answers by the side of a line. XOR, one or the other but not both, is the "
        "smallest task that no line solves. Turn and move the line, and see how many of the four points come to lie on "
        "their side."
    )
    controls, plane = st.columns([2, 3], gap="large")
    with controls:
        name = st.segmented_control("Task", NAMES, default=NAMES[0], required=True, key=f"{PART}_task", **BIND)
        line = _choose_line()
        labels = TASKS[2][name].wanted
        _show_verdict(name, line, labels)
    with plane:
        st.caption("A ring marks a point on the wrong side.")
        show_figure(_plane(line, labels), f"{PART}.plane")
    _quote_history()


@lru_cache(maxsize=64)  # a move of the year slider draws the same figure again
def _plane(line: DecisionLine, labels: tuple[int, ...]) -> go.Figure:
    return draw.corner_plane(line.direction, line.offset, labels, "answers 1")


def _choose_line() -> DecisionLine:
    angle = st.slider(
        "Angle (°)", 0, 359, 0, key=f"{PART}_angle", help="Of the arrow from the line towards answer 1.", **BIND
    )
    offset = st.slider(
        "Offset", -1.5, 1.5, 0.5, step=0.05, key=f"{PART}_offset", help="How far from (0, 0) the line is.", **BIND
    )
    return DecisionLine(angle, offset)


def _show_verdict(name: str, line: DecisionLine, labels: tuple[int, ...]) -> None:
    w1, w2 = line.direction
    st.markdown(f"Answer 1 where {fixed(w1)} · x1 {'+' if w2 >= 0 else '−'} {abs(w2):.2f} · x2 > {fixed(line.offset)}.")
    st.metric("Points on their side", f"{int(line.is_correct(CORNERS, labels).sum())} of {len(labels)}")
    search = try_every_line(labels)
    tried = f"The app has tried {search.tried:,} lines, at every angle and offset of a fine grid. For {name}, "
    if search.max_correct == len(labels):
        st.success(f"{tried}{search.best_count:,} of them get all four right.", icon=":material/check_circle:")
    else:
        st.warning(
            f"{tried}the best get {search.max_correct} right, and {search.best_count:,} do so; none gets all four.",
            icon=":material/block:",
        )


def _quote_history() -> None:
    st.markdown(
        "**What was said in 1969.** Minsky and Papert did not stop at XOR. They asked what a machine can decide that "
        "weighs the findings of many detectors, each of which sees only a few points (its order is bounded) or only "
        "points close together (its diameter is), and proved that parity and connectedness are beyond it, however many "
        f"detectors there are ({cite('minsky')}). How machines with more layers could be trained was not "
        "commonly known then. On whether the perceptron's virtues would carry over to them they gave a guess, and "
        "called it one:"
    )
    st.markdown(f"> {STERILE}\n>\n> — {cite('minsky', '§ 13.2, pp. 231–232')}")
    st.caption(
        "How far the book was the cause of the lean years that followed is disputed among historians: "
        f"{cite('olazaran')}."
    )
