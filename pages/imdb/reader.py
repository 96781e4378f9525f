"""The network that reads what a visitor writes, and whose words are shown."""

import streamlit as st

from nnkit import Run
from pages.imdb.experiments import NAMES, PAGE, own_networks, presets, train
from pages.imdb.source import choose_source_rarely
from ui.controls import bound
from ui.controls.binding import leave_out

KEY = f"{PAGE}_reader"
READS_PART = f"{PAGE}_reads"
CHOSEN = f"{PAGE}.reader"  # the name that the visitor has chosen; the widget also holds names that are only defaults


def choose_reading_network(redraw: str) -> Run | None:
    """Let the visitor choose a network. Return its run, or None until it is trained.

    The latest network of the visitor's own is the default. redraw: the key of the fragment that shows the run.
    """
    menu = st.container()
    source = choose_source_rarely()
    own = own_networks(source)
    with menu:
        name = _choose_name([*NAMES, *own], next(reversed(own), next(iter(NAMES))))
    if name in own:
        leave_out("the network that you trained, whose settings are in the link of the section “Your own”", KEY)
        return own[name]
    return train(READS_PART, {name: presets(source)[name]}, redraw).get(name)


def _choose_name(names: list[str], default: str) -> str:
    chosen = st.session_state.get(CHOSEN)
    st.session_state[KEY] = chosen if chosen in names else default

    def remember() -> None:
        st.session_state[CHOSEN] = st.session_state[KEY]

    hint = "This network reads your review in “Write”. “What it learned” shows its words."
    name = bound(st.selectbox, "Network that reads", names, key=KEY, help=hint, on_change=remember)
    if name != default:  # the address names it
        st.session_state[CHOSEN] = name
    return name
