"""What one straight line can do on four points."""

import streamlit as st

from nnkit.concepts.decision_line import CORNERS, DecisionLine, try_every_line
from nnkit.concepts.formal_tasks import TASKS
from pages.history.bibliography import cite
from pages.history.exercises import LINE
from pages.history.plane import show_plane
from ui.components.window import is_narrow
from ui.controls import bound
from ui.layout import lay_out
from ui.numbers import fixed
from ui.try_this import try_this

PART = "history_line"
NAMES = ("XOR", "AND", "OR")
STERILE = (
    "There is no reason to suppose that any of these virtues carry over to the many-layered version. Nevertheless, we "
    "consider it to be an important research problem to elucidate (or reject) our intuitive judgement that the "
    "extension is sterile."
)


@st.fragment
def draw_line() -> None:
    controls, results = lay_out(
        "1969: Minsky and Papert. A neuron with two inputs answers 1 on one side of a straight line and 0 on the "
        "other. XOR is 1 if exactly one input is 1. Move the line: for how many of the four points can the neuron give "
        "the right answer?"
    )
    with controls:
        name = bound(st.segmented_control, "Task", NAMES, default=NAMES[0], required=True, key=f"{PART}_task")
        line = _choose_line()
        st.markdown("A ring marks a point with a wrong answer.")
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
    try_this(LINE, controls)


def _choose_line() -> DecisionLine:
    angle = bound(
        st.slider,
        "Angle (°)",
        0,
        359,
        0,
        key=f"{PART}_angle",
        help="The direction in which answer 1 lies, seen from the line. At 0° it lies to the right, at 90° above.",
    )
    offset = bound(
        st.slider,
        "Offset",
        -1.5,
        1.5,
        0.5,
        step=0.05,
        key=f"{PART}_offset",
        help="The distance of the line from (0, 0), measured in this direction.",
    )
    return DecisionLine(angle, offset)


def _rule_text(line: DecisionLine) -> str:
    w1, w2 = line.direction
    return (
        f"The neuron answers 1 if {fixed(w1)} · x1 {'+' if w2 >= 0 else '−'} {abs(w2):.2f} · x2 > {fixed(line.offset)}."
    )


def _show_verdict(name: str, line: DecisionLine, labels: tuple[int, ...]) -> None:
    st.metric("Points with the right answer", f"{int(line.is_correct(CORNERS, labels).sum())} of {len(labels)}")
    search = try_every_line(labels)
    if search.max_correct == len(labels):
        st.success(
            f"The app has tried {search.tried:,} lines, with all angles and offsets of a fine grid. For {name}, "
            f"{search.best_count:,} of them get all four points right.",
            icon=":material/check_circle:",
        )
    else:
        st.warning(
            f"The app has tried {search.tried:,} lines, with all angles and offsets of a fine grid. For {name}, none "
            f"of them gets all four points right. The best of them, {search.best_count:,} lines, get "
            f"{search.max_correct} points right.",
            icon=":material/block:",
        )


def _quote_guess() -> None:
    st.markdown(
        "Minsky and Papert listed the virtues of the perceptron. Do machines with more layers have them too? Minsky "
        "and Papert could only guess, and said so:"
    )
    st.markdown(f"> {STERILE}\n>\n> — {cite('minsky', '§ 13.2, pp. 231–232')}")


def _tell_history() -> None:
    st.markdown(
        "Minsky and Papert did not stop at XOR. They studied machines that weigh the answers of many detectors. Each "
        "detector looks at a part of a picture: at no more than a few points, or only at points close together. They "
        "proved that on a large picture such a machine can decide neither parity nor connectedness, however many "
        f"detectors it has ({cite('minsky')}). Parity asks whether the number of black points is odd. Connectedness "
        "asks whether they form one piece."
    )
    st.markdown(
        "At that time, few people knew how to train machines with more layers. Historians disagree on how much the "
        f"book caused the lean years that followed ({cite('olazaran')})."
    )
