"""The frame: `streamlit run app.py`."""

from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from ui.components.anchor import hold_anchor


@asynccontextmanager
async def ready(_app):
    """From the server's start to its end: training processes, so that the first visitor finds them warm.

    What pages import and the digits load meanwhile, before the first visitor could wait for them.
    """
    from nnkit import PRESETS, jobs, load
    from nnkit.datasets import DataFileError

    jobs.start()
    try:
        root = Path(__file__).parent
        for path in sorted(root.glob("pages/**/*.py")):
            if path.stem != "page":  # which runs for each visitor, and not before
                import_module(".".join(path.relative_to(root).with_suffix("").parts))
        with suppress(DataFileError):  # the page tells it
            load(PRESETS["mnist"].data)
        yield
    finally:
        jobs.shutdown()


def frame() -> None:
    """The pages, each under an address of its own; the bare address leads to the first."""
    pages = [
        st.Page(
            "pages/history/page.py",
            title="History",
            icon=":material/history_edu:",
            url_path="history",
            help="See where neural networks come from, and try each idea in its turn.",
        ),
        st.Page(
            "pages/perceptron/page.py",
            title="Perceptron",
            icon=":material/linear_scale:",
            url_path="perceptron",
            help="Take the perceptron's learning rule step by step, see when it ends, and what lies beyond it.",
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
            help="Train a network on handwritten digits, look into it, and draw a digit of your own.",
        ),
        st.Page(
            "pages/overfitting/page.py",
            title="Overfitting",
            icon=":material/scatter_plot:",
            url_path="overfitting",
            help="See networks that are too small, too large, and held back, on points in the plane.",
        ),
        st.Page(
            "pages/imdb/page.py",
            title="Reviews",
            icon=":material/rate_review:",
            url_path="imdb",
            help="See networks overfit on real text, and write a review of your own.",
        ),
    ]
    home = st.Page(lambda: st.switch_page(pages[0]), title="Home", default=True, visibility="hidden")
    st.set_page_config(page_title="Neural networks, explored", page_icon="🧠", layout="wide")
    st.navigation([home, *pages], position="top").run()
    hold_anchor()


if __name__ == "__main__":  # a visitor's script run
    frame()
else:  # imported once, by the server that `streamlit run` starts
    # Before st.navigation was first called, Streamlit takes a folder named pages for its older kind of pages, and
    # tells a visitor who comes by a page's own address that there is no such page.
    PagesManager.uses_pages_directory = False
    app = st.App(__file__, lifespan=ready)
