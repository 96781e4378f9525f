"""The app: its pages, and the start and end of its server. `streamlit run app.py` starts it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from copy import copy
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

from ui.components.assets import ROUTES, compressed
from ui.components.history import keep_steps
from ui.components.translation import follow_translators
from ui.components.window import watch_window
from ui.flush import flush_to_browser
from ui.kept.storage import remember_kept_runs
from ui.lessons.active import follow_address
from ui.lessons.storage import remember_work
from ui.memory import limit_arenas, return_memory
from ui.presenting import follow_presenting, is_asked_for, is_presenting
from ui.rail import stage
from ui.server import print_view, status
from ui.server.scripts import compress_first
from ui.server.start import below_base_path, middleware, prepare
from ui.training.visitor import is_here

WORKER_DELAY = 4.0  # s: the first page needs no worker, and loading TensorFlow would take a processor from it


def compress_scripts() -> None:
    """Compress what most visitors load, beside the other work of the start."""
    compress_first()
    compressed("plotly.min.js")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Load with the server what its first visitor needs, start its workers soon after, and end them with it."""
    from nnkit import PRESETS, jobs, load
    from nnkit.datasets import DataFileError

    jobs.default_queue().watch(is_here)
    start_of_workers = asyncio.get_running_loop().call_later(WORKER_DELAY, jobs.start)
    status.announce_link()
    tidying = asyncio.create_task(return_memory())
    compressing = asyncio.get_running_loop().run_in_executor(None, compress_scripts)
    try:
        root = Path(__file__).parent
        for path in sorted(root.glob("pages/**/*.py")):
            if path.stem != "page":  # a script that Streamlit runs for each visitor
                import_module(".".join(path.relative_to(root).with_suffix("").parts))
        with suppress(DataFileError):  # the page shows this error to its visitors
            load(PRESETS["mnist"].data)
        await compressing
        yield
    finally:
        start_of_workers.cancel()
        tidying.cancel()
        jobs.shutdown()


@st.cache_resource(show_spinner=False)
def all_pages() -> list[StreamlitPage]:
    """Return the pages. Each looks for its file when it is made, which takes a millisecond for all of them."""
    return [
        st.Page(
            "pages/home/page.py",
            title="Home",
            icon=":material/home:",
            default=True,
            help="See what you can try, and where to begin.",
        ),
        st.Page(
            "pages/history/page.py",
            title="History",
            icon=":material/history_edu:",
            url_path="history",
            help="See where neural networks come from, and try their first ideas.",
        ),
        st.Page(
            "pages/perceptron/page.py",
            title="Perceptron",
            icon=":material/linear_scale:",
            url_path="perceptron",
            help="Follow the perceptron's learning rule step by step. See when it ends, and what one neuron cannot do.",
        ),
        st.Page(
            "pages/fundamentals/page.py",
            title="Fundamentals",
            icon=":material/school:",
            url_path="fundamentals",
            help="See how a network computes and how it learns, one small step at a time.",
        ),
        st.Page(
            "pages/mnist/page.py",
            title="MNIST",
            icon=":material/draw:",
            url_path="mnist",
            help="Train a network on handwritten digits, look inside it, and draw a digit of your own.",
        ),
        st.Page(
            "pages/overfitting/page.py",
            title="Overfitting",
            icon=":material/scatter_plot:",
            url_path="overfitting",
            help=(
                "See networks that are too small or too large for points in the plane, and what helps against "
                "overfitting."
            ),
        ),
        st.Page(
            "pages/imdb/page.py",
            title="Reviews",
            icon=":material/rate_review:",
            url_path="imdb",
            help="See networks overfit on real text, and write a review of your own.",
        ),
        st.Page(
            "pages/lessons/page.py",
            title="Lessons",
            icon=":material/assignment:",
            url_path="lessons",
            visibility="hidden",
        ),
        st.Page(  # for teachers: the page of lessons leads to it
            "pages/class_/page.py",
            title="Codes of a class",
            icon=":material/fact_check:",
            url_path="class",
            visibility="hidden",
        ),
        st.Page(  # terms on the other pages lead to it; in the menu it would stand in the way of these
            "pages/glossary/page.py",
            title="Glossary",
            icon=":material/dictionary:",
            url_path="glossary",
            visibility="hidden",
        ),
        st.Page(  # a button in the heading of each section leads to it
            "pages/compare/page.py",
            title="Kept runs",
            icon=":material/bookmarks:",
            url_path="compare",
            visibility="hidden",
        ),
    ]


def main() -> None:
    """Run the page that the address names. The address without a name is the home page."""
    st.set_page_config(page_title="Neural networks, explored", page_icon="🧠", layout="wide")
    if st.session_state.setdefault("is_new", True):  # or else the page would be seen to widen with its content
        st.session_state["is_new"] = False
        flush_to_browser(0.1)
    is_presented = is_presenting() or is_asked_for()
    pages = map(copy, all_pages())  # st.navigation notes in a page that it may run, for one visitor
    page = st.navigation(list(pages), position="hidden" if is_presented else "top")
    follow_presenting(page.url_path)
    if is_presenting() != is_presented:  # the way back in the browser has ended it
        st.rerun()
    follow_address(page.url_path)
    with stage(page.url_path):
        page.run()
    watch_window(page.url_path)
    remember_kept_runs()
    remember_work(page.url_path)
    follow_translators()
    keep_steps()


if __name__ == "__main__":  # Streamlit runs the script for a visitor
    main()
else:  # the server imports it once, when `streamlit run` starts it
    # Until st.navigation is called for the first time, Streamlit expects its older kind of pages in a folder named
    # pages. A visitor who opens the address of a page would then read that there is no such page.
    PagesManager.uses_pages_directory = False
    limit_arenas()
    prepare()
    routes = below_base_path(ROUTES + status.ROUTES + print_view.ROUTES)
    app = st.App(__file__, lifespan=lifespan, routes=routes, middleware=middleware())
