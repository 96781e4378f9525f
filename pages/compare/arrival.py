"""The link to kept runs: it holds their names and settings, and a server finds or trains the results."""

import streamlit as st

from nnkit.results.kept_file import Kept
from nnkit.results.kept_text import pack, unpack
from pages.compare.messages import say
from ui.kept.session import kept_runs
from ui.links.copy_link import Link
from ui.numbers import counted

PARAMETER = "runs"  # of the address
MAX_LETTERS = 6_000  # servers refuse addresses of 8,000


def take_from_address() -> None:
    """Keep the runs that the address names, and take them out of it: from now on the session has them."""
    if PARAMETER not in st.query_params:
        return
    text = st.query_params[PARAMETER]
    del st.query_params[PARAMETER]
    try:
        named = unpack(text)
    except ValueError:
        say("The app did not understand which runs this address names.")
        return
    count, refused = kept_runs().add(Kept(each, None) for each in named)
    said = f"The link has brought the settings of {counted(count, 'run')}." if count else "You have these runs already."
    say(f"{said} {refused}".strip() if count or not refused else refused)


def describe_link() -> Link:
    """Return the parameters of the link to these runs, and what it holds."""
    named = [item.named for item in kept_runs().items]
    text, left_out = pack(named, MAX_LETTERS)
    if not text:
        return {}, "The link opens this page."
    said = f"The link holds the names and settings of {counted(len(named) - len(left_out), 'run')}, not the results."
    if left_out:
        said += f" It has no room for {counted(len(left_out), 'more run')}: save the runs as a file."
    return {PARAMETER: (text,)}, said
