"""`/print`: what a section or a page of the app has to show, without controls, to be printed.

It is a route of the server and no page, so a browser prints a plain document. Its address names a section, which the
browser draws; or it holds the settings of networks. Of these, runs that are in the store are shown and others named: a
visit trains nothing.
"""

import asyncio
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.logger import get_logger

from nnkit.jobs import default_queue
from nnkit.reports import Chapter, Imprint, print_view
from ui.components.assets import path_of
from ui.links.print_address import PARAMETER, PATH, PrintChapter, read_print_address
from ui.server.section_view import PAGE, make_section_view
from ui.version import APP, version

MAX_WAITING = 20  # visitors whose views are made one after the other
HEADERS = {"Cache-Control": "no-store"}  # a network may be trained in the meantime
_log = get_logger(__name__)
_turn = asyncio.Lock()
_waiting = 0


async def show_print_view(request: Request) -> Response:
    """Answer with the document. One is made at a time, so that they take at most one processor from the pages."""
    global _waiting
    if PAGE in request.query_params:
        return HTMLResponse(make_section_view(), headers=HEADERS)
    try:
        title, chapters = read_print_address(request.query_params.get(PARAMETER, ""))
    except ValueError as error:
        _log.info("A view to print was refused: %s", str(error)[:200])
        return PlainTextResponse("This address names no view to print. Open it from a page of the app.", 400, HEADERS)
    if _waiting >= MAX_WAITING:
        return PlainTextResponse("The server is busy. Load this page again in a moment.", 503, HEADERS)
    _waiting += 1
    try:
        async with _turn:
            return HTMLResponse(await run_in_threadpool(make_print_view, title, chapters), headers=HEADERS)
    finally:
        _waiting -= 1


def make_print_view(title: str, chapters: list[PrintChapter]) -> str:
    """Return the document: finished runs from the store, and the names of what is not trained."""
    scripts = [f".{path_of(name)}" for name in ("plotly.min.js", "paper.js")]
    imprint = Imprint(APP, version(), date.today())
    return print_view(title, [_with_runs(chapter) for chapter in chapters], imprint, scripts)


def _with_runs(chapter: PrintChapter) -> Chapter:
    found = {name: default_queue().find(experiment) for name, experiment in chapter.experiments.items()}
    runs = {name: run for name, run in found.items() if run is not None}
    missing = {name: chapter.experiments[name] for name, run in found.items() if run is None}
    return Chapter(chapter.title, runs, missing, chapter.link)


ROUTES = (Route(f"/{PATH}", show_print_view),)
