"""The control beside trained networks that keeps one of them, and the way to all kept runs."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment, Run
from nnkit.results.kept_text import MAX_NAME
from ui.descriptions import data_title
from ui.kept.runs import KeptAlready
from ui.kept.session import kept_runs
from ui.one_of_several import choose_one

PAGE = "pages/compare/page.py"


def offer_to_keep(part: str, runs: Sequence[Run], names: Sequence[str]) -> None:
    """Show the button that keeps one of the runs, or all of them.

    names: what to call the runs where there are several.
    """
    if st.button("Keep", icon=":material/bookmark_add:", key=f"{part}.keep", help="Keep a run to compare it later."):
        _show_dialog(part, runs, names)


@st.dialog("Keep a run")
def _show_dialog(part: str, runs: Sequence[Run], names: Sequence[str]) -> None:
    number = choose_one(f"{part}.keep.network", names)
    suggestion = suggested_name(runs[number].experiment, names[number] if len(runs) > 1 else "")
    # Without a limit of its own: a field with one drops a longer text that is pasted, and says nothing.
    name = st.text_input("Name", suggestion, key=f"{part}.keep.name.{suggestion}.{number}")
    with st.container(horizontal=True):
        if st.button("Keep this run", type="primary", key=f"{part}.keep.one"):
            _keep([(name, runs[number])])
        if len(runs) > 1 and st.button(f"Keep all {len(runs)}", key=f"{part}.keep.all"):
            _keep([(suggested_name(run.experiment, each), run) for run, each in zip(runs, names, strict=True)])


def show_way_to_kept() -> None:
    """Show the button that leads to the kept runs, with their number."""
    count = len(kept_runs().items)
    if st.button(f"Kept ({count})" if count else "Kept", key="kept.open", type="tertiary", help="See your kept runs."):
        st.switch_page(PAGE)


def suggested_name(experiment: Experiment, name: str = "") -> str:
    """Return a name for a run. name: what its page calls it, where there are several."""
    hidden = experiment.network.hidden
    units = f"{' + '.join(map(str, hidden))} {'unit' if hidden == (1,) else 'units'}"
    own = name or (units if hidden else "no hidden layer")
    return f"{data_title(experiment.data)}, {own}"[:MAX_NAME]


def _keep(named: Sequence[tuple[str, Run]]) -> None:
    """Keep the runs by their names and close the dialog, or say why one is refused. Of several, some may be there."""
    for name, run in named:
        try:
            kept_runs().keep(name, run.experiment, run)
        except KeptAlready as error:
            if len(named) == 1:
                st.text(str(error))  # it holds a name, which is no Markdown
                return
        except ValueError as error:  # no room, or no name
            st.text(str(error))
            return
    st.rerun()  # the heading counts the kept runs
