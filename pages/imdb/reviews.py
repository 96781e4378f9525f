"""The reviews: an overview of all of them, and any one in detail."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import Imdb, load
from nnkit import figures as draw
from nnkit.datasets import Dataset
from nnkit.datasets.imdb.imdb import texts
from nnkit.datasets.imdb.tokenize import FIRST_WORD
from pages.imdb.browse import SPLITS, browse_reviews
from ui.charts import show_figure
from ui.data import load_or_explain


def show_reviews(data: Imdb) -> None:
    """Show an overview of the reviews, and one of them in detail."""
    load_or_explain(data)
    st.markdown(
        "25,000 reviews of films from IMDB, each with what its author thought: **positive** (1) or **negative** (0), "
        "as many of one as of the other. The network learns to tell which from the words alone."
        if data.source == "bundled"
        else "50,000 reviews of films from IMDB, each labelled **positive** (1) or **negative** (0)."
    )
    _show_overview(data)
    browse_reviews(data)


def _show_overview(data: Imdb) -> None:
    balance, lengths, frequencies = st.columns([3, 4, 4], gap="large")
    with balance:
        st.markdown("**How many of each?**")
        st.table(balance_table(load(data)), hide_index=True, alt="Reviews of each class in each part of the data")
        st.caption("As both are about equally frequent, always giving the same answer gets half of them right.")
    with lengths:
        st.markdown("**How long are the training reviews?**")
        show_figure(_lengths_of(data), "imdb.lengths")
    with frequencies:
        st.markdown("**How often does a word occur?**")
        show_figure(_frequencies_of(data), "imdb.frequencies")
        st.caption(
            "A few words are everywhere, most are rare: the count falls about as 1 / rank (Zipf's law). Rare words are "
            "where overfitting finds its material."
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


@lru_cache(maxsize=4)
def _lengths_of(data: Imdb) -> go.Figure:
    reviews, rows = texts(data), range(data.train_size)
    return draw.review_lengths(np.diff(reviews.offsets[rows.start : rows.stop + 1]) - 1, load(data).y_train)


@lru_cache(maxsize=4)
def _frequencies_of(data: Imdb) -> go.Figure:
    reviews = texts(data)
    words = reviews.decode(range(FIRST_WORD, len(reviews.vocabulary)))
    return draw.word_frequencies(words, reviews.frequencies[FIRST_WORD:])
