"""The reviews: an overview of all of them, and any one in detail."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import Imdb, load
from nnkit import figures as draw
from nnkit.datasets import Dataset
from nnkit.datasets.imdb.imdb import texts
from nnkit.datasets.imdb.tokenize import FIRST_WORD
from pages.imdb.browse import SPLITS, VIEWS, choose_review, show_review
from pages.imdb.exercises import READ
from pages.imdb.source import choose_source
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.data import load_or_explain
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure
from ui.try_this import try_this

PART = "imdb_read"
OVERVIEW = "All reviews"
BESIDE = 200  # px that the rest of the results takes


@st.fragment(key=PART)
def show_reviews() -> None:
    """Show the number of a review and a search on the left; on the right that review, or all of them."""
    controls, results = lay_out(
        "What does a network get? The words of a review become numbers, and the numbers become a vector."
    )
    with controls:
        place = st.container()
        data = Imdb(source=choose_source())
        load_or_explain(data)
        with place:
            split, number = choose_review(data)
    with results:
        show_views(data, split, number)
    try_this(READ, controls)


def show_views(data: Imdb, split: str, number: int) -> None:
    """Show the review in one of several ways, or the overview."""
    view = choose_view((*VIEWS, OVERVIEW), "imdb_view")
    if view == OVERVIEW:
        _show_overview(data)
    else:
        show_review(data, split, number, view)


def _show_overview(data: Imdb) -> None:
    height = figure_height(BESIDE)
    lengths, frequencies = st.columns(2, gap="medium")
    with lengths:
        st.markdown("**How long are the training reviews?**")
        show_figure(_lengths_of(data, height), "imdb.lengths")
    with frequencies:
        st.markdown("**How often does a word occur?**")
        show_figure(_frequencies_of(data, height), "imdb.frequencies")
    counts, explanation = st.columns(2, gap="medium")
    counts.table(balance_table(load(data)), hide_index=True, alt="Reviews of each class in each part of the data")
    with explanation:
        st.markdown(_origin(data))
        st.markdown(
            "A few words are very frequent, most are rare. The count falls about as 1 / rank (Zipf's law). A network "
            "that overfits often learns from rare words."
        )


def _origin(data: Imdb) -> str:
    count = "25,000" if data.source == "bundled" else "50,000"
    return (
        f"These are {count} film reviews from IMDB. The label of a review says what its author thought: **positive** "
        "(1) or **negative** (0). Both are about equally frequent, so one answer for all reviews gets about half of "
        "them right."
    )


def balance_table(data: Dataset) -> pd.DataFrame:
    """Count the reviews of each class in each split."""
    labels = {name: getattr(data, f"y_{split}") for name, split in SPLITS.items()}
    return pd.DataFrame(
        {
            "Part": list(labels),
            "Negative": [f"{np.sum(values == 0):,}" for values in labels.values()],
            "Positive": [f"{np.sum(values == 1):,}" for values in labels.values()],
        }
    )


@memoize_figure
def _lengths_of(data: Imdb, height: int) -> go.Figure:
    reviews, rows = texts(data), range(data.train_size)
    return draw.review_lengths(np.diff(reviews.offsets[rows.start : rows.stop + 1]) - 1, load(data).y_train, height)


@memoize_figure
def _frequencies_of(data: Imdb, height: int) -> go.Figure:
    reviews = texts(data)
    words = reviews.decode(range(FIRST_WORD, len(reviews.vocabulary)))
    return draw.word_frequencies(words, reviews.frequencies[FIRST_WORD:], height)
