"""How long trainings take here: said before a press, and asked about where it is long."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment
from nnkit.jobs import default_queue
from ui.numbers import duration
from ui.training.jobs import submit, training_of
from ui.training.visitor import session_of

MIN_SECONDS = 1.0  # nothing is said to take less


def request(part: str, experiments: Sequence[Experiment], names: Sequence[str] = ("",)) -> bool:
    """Submit the experiments, unless they take so long that the visitor is asked first. Return whether it did."""
    training, wanted = training_of(part), tuple(experiments)
    if not training.has_yes(wanted) and default_queue().over_budget(wanted, session_of(part)) is not None:
        training.ask(wanted)
        return False
    return submit(part, wanted, names)


def show_question(part: str) -> None:
    """Ask whether the visitor means it, if the settings of the part take long."""
    training = training_of(part)
    if not training.asked:
        return
    with st.container(border=True, gap="small"):
        st.markdown(
            f"**{_time_text(training.asked)}** Fewer epochs, a larger batch or fewer units take less time. While "
            "others wait, such a training pauses."
        )
        st.button(
            "Train them anyway",
            icon=":material/play_arrow:",
            key=f"{part}.agree",
            width="stretch",
            on_click=training.agree,
        )


def _time_text(experiments: Sequence[Experiment]) -> str:
    seconds = default_queue().estimate(experiments)
    if seconds is None:
        return f"These settings take at least {duration(default_queue().at_least(experiments))} here."
    return f"These settings take about {duration(seconds)} here."


def announce_time(experiments: Sequence[Experiment]) -> str:
    """Say what a press of Train leads to, and when."""
    queue = default_queue()
    seconds = queue.estimate(experiments)
    if seconds == 0:
        return "Press Train: the result is there already."
    if seconds is not None:
        return f"Press Train: it takes about {duration(max(MIN_SECONDS, seconds))}."
    least = queue.at_least(experiments)
    if least > MIN_SECONDS:
        return f"Press Train: it takes at least {duration(least)}."
    return "Press Train: this server does not know yet how long it takes."
