"""Section 2: a formal neuron whose settings the reader chooses, and truth tables to build with it."""

from functools import lru_cache

import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.formal_neuron import (
    EXCITATORY,
    INHIBITORY,
    MAX_INPUTS,
    UNCONNECTED,
    Answers,
    FormalNeuron,
    input_rows,
    thresholds,
    try_every_neuron,
)
from pages.history.bibliography import cite
from pages.history.tasks import TASKS, Task, can_be_built, why_not
from ui.charts import show_figure
from ui.controls import BIND
from ui.numbers import counted, with_minus

PART = "history_formal"
CONNECTIONS = {"excites": EXCITATORY, "inhibits": INHIBITORY, "none": UNCONNECTED}
ABSOLUTE, RELATIVE = "absolute (1943)", "relative"
NO_TASK = "none: just try"

_plane = lru_cache(maxsize=64)(draw.corner_plane)  # a move of the year slider draws the same figure again


@st.fragment
def build_neuron() -> None:
    st.markdown(
        "All inputs are 0 or 1. The neuron counts the active ones that excite it, and fires, output 1, where the count "
        "reaches the threshold. In the paper a single active input that inhibits silences it, whatever the others do: "
        f"absolute inhibition ({cite('mcculloch', 'p. 118')}). Later models let it count against the others instead, "
        f"as a weight of −1. A threshold of 0, to fire unless silenced, is a textbook's convention ({cite('rojas')})."
    )
    controls, shown = st.columns([3, 6], gap="large")
    with controls:
        inputs, name = _choose_task()
        neuron = _choose_neuron(inputs)
    task = TASKS[inputs].get(name)
    with shown:
        _show(neuron, task)
    _show_verdict(name, task, neuron)
    _show_counts(inputs)


def _choose_task() -> tuple[int, str]:
    inputs = st.segmented_control(
        "Inputs", range(1, MAX_INPUTS + 1), default=2, required=True, key=f"{PART}_inputs", **BIND
    )
    names = [*TASKS[inputs], NO_TASK]
    name = st.selectbox(
        "Build this", names, key=f"{PART}_task_{inputs}", help="The truth table the neuron should have.", **BIND
    )
    return inputs, name


def _choose_neuron(inputs: int) -> FormalNeuron:
    connections = tuple(
        CONNECTIONS[
            st.segmented_control(
                f"Input x{number}", CONNECTIONS, default="excites", required=True, key=f"{PART}_x{number}", **BIND
            )
        ]
        for number in range(1, inputs + 1)
    )
    lowest, highest = thresholds(MAX_INPUTS, False)[0], thresholds(MAX_INPUTS, False)[-1]
    threshold = st.slider(
        "Threshold θ",
        lowest,
        highest,
        1,
        key=f"{PART}_threshold",
        help="The count from which on the neuron fires. Below 0 it only matters where inhibition is relative.",
        **BIND,
    )
    inhibition = st.segmented_control(
        "Inhibition",
        (ABSOLUTE, RELATIVE),
        default=ABSOLUTE,
        required=True,
        key=f"{PART}_inhibition",
        help="Absolute: an active inhibiting input silences the neuron. Relative: it takes 1 from the count.",
        **BIND,
    )
    return FormalNeuron(connections, threshold, inhibition == ABSOLUTE)


def _show(neuron: FormalNeuron, task: Task | None) -> None:
    """Show the truth table; for two inputs, also their plane beside it."""
    planar = len(neuron.connections) == 2
    table, plane = st.columns(2, gap="large") if planar else (st.container(), st.container())
    with table:
        st.markdown("**Its truth table**")
        st.table(truth_table(neuron, task), hide_index=True, border="horizontal", alt=_table_alt_text(neuron, task))
    with plane:
        if planar:
            _show_plane(neuron, task)
        else:
            st.caption("With two inputs, there is also a picture: their four combinations are the corners of a square.")


def _table_alt_text(neuron: FormalNeuron, task: Task | None) -> str:
    wrong = wrong_rows(neuron.answers, task.wanted) if task else []
    return "Truth table of the neuron" + (f"; wrong: row {', '.join(str(row + 1) for row in wrong)}" if wrong else "")


def truth_table(neuron: FormalNeuron, task: Task | None) -> list[dict[str, str]]:
    """Return a row of texts for each combination of inputs."""
    rows = []
    for number, row in enumerate(input_rows(len(neuron.connections))):
        cells = {f"x{axis}": str(value) for axis, value in enumerate(row, 1)}
        cells["count"] = "silenced" if neuron.is_vetoed(row) else str(neuron.count(row))
        cells["out"] = str(neuron.fires(row))
        if task:
            right = task.wanted[number] == neuron.fires(row)
            cells |= {"want": str(task.wanted[number]), "✓/✗": "✓" if right else "✗"}
        rows.append(cells)
    return rows


def _show_plane(neuron: FormalNeuron, task: Task | None) -> None:
    st.markdown("**Its line in the plane**")
    # Weighted sums are whole numbers: at half a unit below the threshold, no corner lies on the line.
    show_figure(_plane(neuron.weights, neuron.threshold - 0.5, task and task.wanted), f"{PART}.plane")
    st.caption(
        "A ring marks a wrong answer. The line is at θ − ½, halfway between silent and firing. Weights with the same "
        "answers as this neuron: "
        f"{', '.join(with_minus(f'{weight:+d}') if weight else '0' for weight in neuron.weights)}."
    )


def _show_verdict(name: str, task: Task | None, neuron: FormalNeuron) -> None:
    if task is None:
        return
    inputs, absolute = len(neuron.connections), neuron.absolute
    wrong = wrong_rows(neuron.answers, task.wanted)
    if not wrong:
        st.success(f"Built: this neuron computes {name}.", icon=":material/check_circle:")
    elif can_be_built(task, inputs, absolute):
        rows = ", ".join("".join(map(str, input_rows(inputs)[number])) for number in wrong)
        st.info(
            f"Not yet {name}: {len(wrong)} of {len(task.wanted)} rows are wrong (inputs {rows}).",
            icon=":material/construction:",
        )
    else:
        search = try_every_neuron(inputs, absolute)
        st.warning(
            f"No neuron of this kind computes {name}. The app has tried all {search.tried} settings: the best get "
            f"{search.max_correct(task.wanted)} of {len(task.wanted)} rows right. {why_not(task)}",
            icon=":material/block:",
        )


def wrong_rows(answers: Answers, wanted: Answers) -> list[int]:
    """Return the numbers of the rows, from 0, whose answer is not the wanted one."""
    return [row for row, (one, other) in enumerate(zip(answers, wanted, strict=True)) if one != other]


def _show_counts(inputs: int) -> None:
    absolute, relative = (try_every_neuron(inputs, is_absolute) for is_absolute in (True, False))
    st.caption(
        f"Of the {2**2**inputs:,} truth tables of {counted(inputs, 'input')}, one neuron has "
        f"{len(absolute.found):,} with absolute inhibition (all {absolute.tried} settings tried) and "
        f"{len(relative.found):,} with relative inhibition ({relative.tried} settings)."
    )
