"""Finished networks to take away: a report in one file, a view to print, and files for TensorBoard."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib.util import find_spec

import streamlit as st

from nnkit import Experiment, Run
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import default_queue
from nnkit.reports import Chapter, Imprint, event_files, names_of, report
from ui.controls.binding import changed_texts
from ui.file_names import file_name
from ui.links.address import PARAMETER, with_parameters
from ui.links.copy_link import section_link
from ui.links.place import Place, current_place
from ui.links.print_address import PrintChapter, print_address
from ui.server.downloads import WorkerFile
from ui.version import APP, version

LABEL = "Report"
ALL = "All of them, side by side"
PRINT = "Print these networks"
_SHOWN = "reports.shown"  # in the session: by page and section, what was shown there last
_HOW = (
    "**report.html** has the figures, the settings, the results and the code in one file. It opens in any browser, "
    "also without the internet."
)
_PRINT = "The view to print opens in a tab of its own. Print it from your browser, or save it as a PDF file."
_TOO_LONG = "These points are too many for the address of a view to print. Print the report instead."
_EVENTS = "**tensorboard.zip** has curves and weights by epoch. Unpack it, then run `tensorboard --logdir FOLDER`."

Networks = Mapping[str, Run]


def offer_report(
    part: str,
    runs: Sequence[Run],
    names: Sequence[str] = ("",),
    title: str = "",
    make_link: Callable[[], str] | None = None,
) -> None:
    """Offer a report of the runs, closed at first; a file is made only when the visitor asks for it.

    names: what to call the runs where there are several. title, make_link: of a page without sections.
    """
    if not runs:
        return
    networks = dict(zip(names if any(names) else names_of([runs[0].experiment]), runs, strict=True))
    place = None if title else current_place()
    if place is not None:
        _remember(place, networks)
    drawer = st.expander(LABEL, icon=":material/description:", key=f"{part}.report", on_change="rerun")
    if drawer.open:
        with drawer:
            link = make_link() if make_link is not None else "" if place is None else section_link(place.section)
            _offer_files(part, _choose(part, networks), title or _title(place, networks), link)
            if place is not None:
                _offer_print_views(_views_of(place))
            elif title:
                _offer_print_views({PRINT: print_address(title, [_chapter(title, "", networks)])})


def _choose(part: str, networks: Networks) -> Networks:
    """Let the visitor choose one of several networks, or all of them."""
    if len(networks) == 1:
        return networks
    key = f"{part}.report.network"
    options = [ALL, *networks]
    if st.session_state.get(key, ALL) not in options:  # it is no longer there
        st.session_state[key] = ALL
    chosen = st.selectbox("Networks", options, key=key)
    return networks if chosen == ALL else {chosen: networks[chosen]}


def _title(place: Place | None, networks: Networks) -> str:
    return next(iter(networks)) if place is None else place.title


def _offer_files(part: str, networks: Networks, title: str, link: str) -> None:
    st.markdown(_HOW)
    make = partial(_report, title, networks, link)
    _offer(part, "report.html", make, "text/html", title)
    if find_spec("tensorboard"):
        st.markdown(_EVENTS)
        start = partial(default_queue().start_call, event_files, dict(networks), time.time())
        _offer(part, "tensorboard.zip", WorkerFile(start), "application/zip", title)


def _report(title: str, networks: Networks, link: str) -> str:
    imprint = Imprint(APP, version(), date.today())
    return report(title, [Chapter(title, networks, link=link)], imprint)


def _offer(part: str, name: str, content: Callable[[], str | bytes], mime: str, title: str) -> None:
    key, file = f"{part}.report.{name}", file_name(title, f"-{name}")
    st.download_button(name, content, file, mime, key=key, on_click="ignore", icon=":material/download:")


def _offer_print_views(views: Mapping[str, str | None]) -> None:
    """Show the links to views to print. views: their addresses by the labels of the links, None for one too long."""
    st.markdown(_PRINT if views[PRINT] else _TOO_LONG)
    with st.container(horizontal=True):
        for label, address in views.items():
            if address:
                st.link_button(label, address, icon=":material/print:")


def _views_of(place: Place) -> dict[str, str | None]:
    """Return the addresses of the views of the open section, and of all sections of the page with networks."""
    chapters = _chapters(place)
    views = {PRINT: print_address(place.title, [chapters[place.section]])}
    if len(chapters) > 1:
        views["Print all networks of the page"] = print_address(place.page_title, list(chapters.values()))
    return views


def _remember(place: Place, networks: Networks) -> None:
    """Remember what the section shows, for the view of the whole page."""
    link = with_parameters(place.page, {PARAMETER: (place.section,), **changed_texts()})
    shown = st.session_state.setdefault(_SHOWN, {})
    shown[place.page, place.section] = _chapter(place.titles[place.section], link, networks)


def _chapter(title: str, link: str, networks: Networks) -> PrintChapter:
    return PrintChapter(title, link, {name: run.experiment for name, run in networks.items()})


def _chapters(place: Place) -> dict[str, PrintChapter]:
    """Return by its name each section of the page with networks: as it was shown last, or else what it opens with."""
    shown, chapters = st.session_state.get(_SHOWN, {}), {}
    for section, title in place.titles.items():
        opening = OPENINGS.get(f"{place.page}/{section}")
        if (place.page, section) in shown:
            chapters[section] = shown[place.page, section]
        elif opening is not None:
            chapters[section] = _opening_chapter(place, section, title, opening)
    return chapters


def _opening_chapter(place: Place, section: str, title: str, opening: Sequence[Experiment]) -> PrintChapter:
    link = with_parameters(place.page, {PARAMETER: (section,)})
    return PrintChapter(title, link, dict(zip(names_of(opening), opening, strict=True)))
