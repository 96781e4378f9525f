"""What one straight line can do on four points."""

import streamlit as st

from nnkit.concepts.decision_line import CORNERS, DecisionLine, try_every_line
from pages.history.bibliography import cite
from pages.history.plane import show_plane
from pages.history.tasks import TASKS
from ui.components.window import is_narrow
from ui.controls import BIND
from ui.controls.hints import explained
from ui.layout import lay_out
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
    controls, results = lay_out(
        "1969: Minsky and Papert. A perceptron with fixed inputs answers by the side of a line. XOR, one or the other "
        "but not both, is the smallest task that no line solves. How many of the four points can you bring to their "
        "side?"
    )
    with controls:
        name = st.segmented_control("Task", NAMES, default=NAMES[0], required=True, key=f"{PART}_task", **BIND)
        line = _choose_line()
        st.markdown("A ring marks a point on the wrong side.")
    labels = TASKS[2][name].wanted
    with results:
        plane, words = st.columns([3, 2], gap="medium")
        with plane:
            show_plane(f"{PART}.plane", line.direction.tolist(), line.offset, labels, "answers 1")
            st.markdown(_rule_text(line))
    with controls if is_narrow() else words:  # on a phone the controls come right below the plane
        _show_verdict(name, line, labels)
        _quote_guess()
    with controls if is_narrow() else results, st.expander("What was proved in 1969"):
        _tell_history()


def _choose_line() -> DecisionLine:
    angle = st.slider(
        explained("Angle (°)", "Of the arrow from the line towards answer 1."), 0, 359, 0, key=f"{PART}_angle", **BIND
    )
    offset = st.slider(
        explained("Offset", "How far from (0, 0) the line is."), -1.5, 1.5, 0.5, step=0.05, key=f"{PART}_offset", **BIND
    )
    return DecisionLine(angle, offset)


def _rule_text(line: DecisionLine) -> str:
    w1, w2 = line.direction
    return f"Answer 1 where {fixed(w1)} · x1 {'+' if w2 >= 0 else '−'} {abs(w2):.2f} · x2 > {fixed(line.offset)}."


def _show_verdict(name: str, line: DecisionLine, labels: tuple[int, ...]) -> None:
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


def _quote_guess() -> None:
    st.markdown(
        "On whether the perceptron's virtues would carry over to machines with more layers, Minsky and Papert gave a "
        "guess, and called it one:"
    )
    st.markdown(f"> {STERILE}\n>\n> — {cite('minsky', '§ 13.2, pp. 231–232')}")


def _tell_history() -> None:
    st.markdown(
        "Minsky and Papert did not stop at XOR. They asked what a machine can decide that weighs the findings of many "
        "detectors, each of which sees only a few points (its order is bounded) or only points close together (its "
        "diameter is), and proved that parity and connectedness are beyond it, however many detectors there are "
        f"({cite('minsky')}). How machines with more layers could be trained was not commonly known then."
    )
    st.markdown(
        "How far the book was the cause of the lean years that followed is disputed among historians: "
        f"{cite('olazaran')}."
    )
