"""A formal neuron whose settings the reader chooses, and truth tables to build with it."""

import streamlit as st

from nnkit.concepts.formal_neuron import (
    MAX_INPUTS,
    Answers,
    FormalNeuron,
    input_rows,
    thresholds,
    try_every_neuron,
)
from nnkit.concepts.formal_tasks import TASKS, Task, can_be_built, why_not
from pages.history.bibliography import cite
from pages.history.exercises import FORMAL
from pages.history.plane import show_plane
from ui.components.window import is_narrow
from ui.controls import bound
from ui.controls.rules import all_hidden, in_step
from ui.glossary import term
from ui.layout import lay_out
from ui.lessons.computed.formal import ABSOLUTE, CONNECTIONS, NO_TASK, PART, RELATIVE, table_of
from ui.lessons.measured import note_table
from ui.numbers import counted, with_minus
from ui.try_this import try_this

ROWS = 8  # of a truth table; a longer one is shown in two halves, so that all of it is in sight


@st.fragment
def build_neuron() -> None:
    controls, results = lay_out(
        "1943: McCulloch and Pitts describe a neuron that only counts its active inputs. What can it compute?"
    )
    with controls:
        inputs, name = _choose_task()
        neuron = _choose_neuron(inputs)
    task = TASKS[inputs].get(name)
    note_table((name, neuron), table_of(neuron, task))
    with results:
        if inputs == 2:
            _show_table_and_plane(name, task, neuron)
        else:
            _show_table(neuron, task)
            _show_verdict(name, task, neuron)
            st.markdown("With two inputs you also see a picture: their four combinations are the corners of a square.")
    with controls if is_narrow() else results:  # on a phone the controls come right below the picture
        if in_step():  # a step may ask for these numbers
            with st.expander("How many truth tables one neuron can compute"):
                _show_counts(inputs)
        else:
            _show_counts(inputs)
        with st.expander("The rules of the formal neuron"):
            _explain()
    try_this(FORMAL, controls)


def _explain() -> None:
    st.markdown(
        "- All inputs are 0 or 1. The neuron counts the active inputs that excite it. If the count reaches the "
        f"{term('threshold')}, the neuron fires: its output is 1.\n"
        "- **Absolute inhibition:** one active input that inhibits silences the neuron, whatever the other inputs are. "
        f"The paper assumes this for its basic neuron ({cite('mcculloch', 'p. 118')}).\n"
        "- **Relative inhibition:** each active input that inhibits raises the threshold by 1. Here it subtracts 1 "
        "from the count instead, which has the same effect. The paper shows that nets with either kind of inhibition "
        f"can do the same ({cite('mcculloch', 'theorem 4')}). A single neuron cannot.\n"
        "- In the paper, an input may have several synapses on one neuron and then counts several times. Here each "
        "input has one synapse.\n"
        "- With a threshold of 0, the neuron fires unless it is silenced. This convention comes from a textbook "
        f"({cite('rojas')}). In the paper, thresholds are above 0."
    )


def _choose_task() -> tuple[int, str]:
    inputs = bound(
        st.segmented_control, "Inputs", range(1, MAX_INPUTS + 1), default=2, required=True, key=f"{PART}_inputs"
    )
    names = [*TASKS[inputs], NO_TASK]
    name = bound(
        st.selectbox,
        "Truth table to build",
        names,
        key=f"{PART}_task_{inputs}",
        help="The truth table that the neuron should compute.",
    )
    return inputs, name


def _choose_neuron(inputs: int) -> FormalNeuron:
    connections = tuple(_choose_connection(number) for number in range(1, inputs + 1))
    lowest, highest = thresholds(MAX_INPUTS, False)[0], thresholds(MAX_INPUTS, False)[-1]
    threshold = bound(
        st.slider,
        "Threshold θ",
        lowest,
        highest,
        1,
        key=f"{PART}_threshold",
        help="The neuron fires if its count is θ or more. The count can be below 0 only with relative inhibition.",
    )
    inhibition = bound(
        st.segmented_control,
        "Inhibition",
        (ABSOLUTE, RELATIVE),
        default=ABSOLUTE,
        required=True,
        key=f"{PART}_inhibition",
        help="Absolute: an active input that inhibits silences the neuron. Relative: it subtracts 1 from the count.",
    )
    return FormalNeuron(connections, threshold, inhibition == ABSOLUTE)


def _choose_connection(number: int) -> int:
    """Choose what an input does, in one row with its name: four of them have to fit beside the truth table."""
    key = f"{PART}_x{number}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not all_hidden((key,)):
            st.markdown(f"x{number}", width="content")
        options = {"default": "excites", "required": True, "label_visibility": "collapsed"}
        name = bound(st.segmented_control, f"Input x{number}", CONNECTIONS, key=key, **options)
    return CONNECTIONS[name]


def _show_table_and_plane(name: str, task: Task | None, neuron: FormalNeuron) -> None:
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _show_table(neuron, task)
        _show_verdict(name, task, neuron)
        weights = ", ".join(with_minus(f"{weight:+d}") if weight else "0" for weight in neuron.weights)
        st.markdown(
            "A ring in the picture marks a wrong answer. The line is at θ − ½, because the neuron fires at θ and above "
            f"and is silent below. These weights give the same answers as this neuron: {weights}."
        )
    with right:
        # Weighted sums are whole numbers: at half a unit below the threshold, no corner lies on the line.
        show_plane(f"{PART}.plane", neuron.weights, neuron.threshold - 0.5, task and task.wanted, "fires")


def _show_table(neuron: FormalNeuron, task: Task | None) -> None:
    rows, wrong = truth_table(neuron, task), wrong_rows(neuron.answers, task.wanted) if task else []
    alt = "Truth table of the neuron." + (f" Wrong rows: {', '.join(str(row + 1) for row in wrong)}." if wrong else "")
    parts = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    for column, part in zip(st.columns(len(parts), gap="medium"), parts, strict=True):
        column.table(part, hide_index=True, border="horizontal", alt=alt)


def truth_table(neuron: FormalNeuron, task: Task | None) -> list[dict[str, str]]:
    """Return a row of texts for each combination of inputs."""
    rows = []
    for number, row in enumerate(input_rows(len(neuron.connections))):
        cells = {f"x{axis}": str(value) for axis, value in enumerate(row, 1)}
        cells["count"] = "silenced" if neuron.is_vetoed(row) else with_minus(str(neuron.count(row)))
        cells["out"] = str(neuron.fires(row))
        if task:
            right = task.wanted[number] == neuron.fires(row)
            cells |= {"goal": str(task.wanted[number]), "✓/✗": "✓" if right else "✗"}
        rows.append(cells)
    return rows


def _show_verdict(name: str, task: Task | None, neuron: FormalNeuron) -> None:
    if task is None:
        return
    inputs, absolute = len(neuron.connections), neuron.absolute
    wrong = wrong_rows(neuron.answers, task.wanted)
    if not wrong:
        st.success(f"Done: this neuron computes “{name}”.", icon=":material/check_circle:")
    elif can_be_built(task, inputs, absolute):
        rows = ", ".join("".join(map(str, input_rows(inputs)[number])) for number in wrong)
        st.info(
            f"This neuron does not compute “{name}” yet. Wrong rows: {len(wrong)} of {len(task.wanted)} (inputs "
            f"{rows}).",
            icon=":material/construction:",
        )
    else:
        search = try_every_neuron(inputs, absolute)
        right = f"{search.max_correct(task.wanted)} of {len(task.wanted)} rows"
        st.warning(
            f"No neuron of this kind computes “{name}”. The app has tried all {search.tried} combinations of "
            f"connections and threshold. The best of them get {right} right. {why_not(task)}",
            icon=":material/block:",
        )


def wrong_rows(answers: Answers, wanted: Answers) -> list[int]:
    """Return the numbers of the rows, from 0, whose answer is not the wanted one."""
    return [row for row, (one, other) in enumerate(zip(answers, wanted, strict=True)) if one != other]


def _show_counts(inputs: int) -> None:
    absolute, relative = (try_every_neuron(inputs, is_absolute) for is_absolute in (True, False))
    st.markdown(
        f"There are {2**2**inputs:,} truth tables with {counted(inputs, 'input')}. With absolute inhibition, one "
        f"neuron can compute {len(absolute.found):,} of them. With relative inhibition, it can compute "
        f"{len(relative.found):,}. The app has tried all combinations of connections and threshold: "
        f"{absolute.tried} with absolute and {relative.tried} with relative inhibition."
    )
