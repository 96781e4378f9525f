"""The control beside trained networks that keeps one of them, and the way to all kept runs."""

from collections.abc import Sequence

import streamlit as st

from nnkit import Experiment, Run
from nnkit.results.kept_text import MAX_NAME
from ui.descriptions import data_title
from ui.kept.runs import KeptAlready
from ui.kept.session import kept_runs

LABEL, PAGE = "Keep", "pages/compare/page.py"
_CHANGED = "kept.changed"  # in the session: the page's heading counts the kept runs


def offer_to_keep(part: str, runs: Sequence[Run], names: Sequence[str]) -> None:
    """Show the small control that keeps one of the runs under a name; it is drawn only while it is open.

    names: what to call the runs where there are several.
    """
    if st.session_state.pop(_CHANGED, False):
        st.rerun()
    place = st.popover(LABEL, icon=":material/bookmark_add:", key=f"{part}.keep", on_change="rerun")
    if not place.open:
        return
    with place:
        number = _choose(part, runs, names)
        run = runs[number]
        suggestion = suggested_name(run.experiment, names[number] if len(runs) > 1 else "")
        key = f"{part}.keep.name.{suggestion}.{number}"
        st.text_input("Name", suggestion, max_chars=MAX_NAME, key=key)
        st.button("Keep this run", key=f"{part}.keep.one", on_click=_keep_one, args=(part, run, key))
        if len(runs) > 1:
            named = [(suggested_name(run.experiment, name), run) for run, name in zip(runs, names, strict=True)]
            st.button(f"Keep all {len(runs)}", key=f"{part}.keep.all", on_click=_keep, args=(part, named))
        if refused := st.session_state.pop(f"{part}.keep.refused", ""):
            st.text(refused)  # it may hold a name, which is no Markdown


def show_way_to_kept() -> None:
    """Show the button that leads to the kept runs, with their number."""
    count = len(kept_runs().items)
    if st.button(f"Kept ({count})" if count else "Kept", key="kept.open", type="tertiary", help="See your kept runs."):
        st.switch_page(PAGE)


def suggested_name(experiment: Experiment, name: str = "") -> str:
    """Return a name for a run. name: what its page calls it, where there are several."""
    units = " + ".join(map(str, experiment.network.hidden))
    own = name or (f"{units} units" if units else "no hidden layer")
    return f"{data_title(experiment.data)}, {own}"[:MAX_NAME]


def _choose(part: str, runs: Sequence[Run], names: Sequence[str]) -> int:
    if len(runs) == 1:
        return 0
    key, numbers = f"{part}.keep.network", range(len(runs))
    if st.session_state.get(key, 0) not in numbers:  # there are fewer of them than before
        st.session_state[key] = 0
    return st.selectbox("Network", numbers, format_func=names.__getitem__, key=key)


def _keep_one(part: str, run: Run, key: str) -> None:
    """Keep the run under the name in the field with this key."""
    _keep(part, [(st.session_state[key], run)])


def _keep(part: str, named: Sequence[tuple[str, Run]]) -> None:
    """Keep the runs by their names, and close the control unless one is refused. Of several, some may be there."""
    refused = ""
    for name, run in named:
        try:
            kept_runs().keep(name, run.experiment, run)
        except KeptAlready as error:
            refused = "" if len(named) > 1 else str(error)
        except ValueError as error:  # no room, or no name
            refused = str(error)
            break
    st.session_state[f"{part}.keep.refused"] = refused
    st.session_state[f"{part}.keep"] = bool(refused)
    st.session_state[_CHANGED] = True
