"""Shuffling the words of a review: the network gets no order, so its answer stays."""

import random

import numpy as np
import streamlit as st

from nnkit import Run
from nnkit.datasets.imdb.imdb import ReviewTexts
from nnkit.datasets.imdb.read_text import Tokenised, tokenise
from nnkit.results.inference import expit
from nnkit.results.word_effects import logit_of
from ui.numbers import percent

ORDERED = "imdb.ordered"  # in the session: the text that was shuffled last, and how it was before any shuffle
NEGATIONS = frozenset(("not", "no", "never", "nothing", "nobody", "neither", "nor", "without", "hardly", "barely"))


def offer_shuffle(field: str, text: str) -> None:
    """Show the button that shuffles the words of a text field, and one that undoes it. field: its key."""
    with st.container(horizontal=True, gap="small"):
        st.button("Shuffle the words", key="imdb.shuffle", icon=":material/shuffle:", on_click=_shuffle, args=(field,))
        if order_before(text) is not None:
            st.button("Undo", key="imdb.unshuffle", icon=":material/undo:", on_click=_restore_order, args=(field,))


def order_before(text: str) -> str | None:
    """Return the text as it was before its words were shuffled; None if the reader has written in it since."""
    shuffled, before = st.session_state.get(ORDERED, ("", ""))
    return before if text == shuffled != before else None


def shuffle_words(text: str, seed: int | None = None) -> str:
    """Return the same words in another order, drawn at random. Signs stay with their words.

    A text without two different words is returned as it is.
    """
    draw, words = random.Random(seed), text.split()
    if len(set(words)) < 2:
        return text
    shuffled = draw.sample(words, len(words))
    while shuffled == words:
        draw.shuffle(shuffled)
    return " ".join(shuffled)


def explain_order(run: Run, text: str, review: Tokenised, texts: ReviewTexts) -> None:
    """Say what the network cannot know because it gets no order: after a shuffle, or where a word turns others around.

    After a shuffle, both orders are read and their answers compared.
    """
    negations = [word for word in review.words if word in NEGATIONS or word.endswith("n't")]
    if (before := order_before(text)) is not None:
        old, new = (np.unique(tokenise(each, texts.vocabulary).tokens) for each in (before, text))
        then, now = (percent(float(expit(logit_of(run.experiment, run.weights, ones)))) for ones in (old, new))
        st.markdown(
            f"**The words are shuffled.** The answer to all words was {then} before and is {now} now. "
            f"{_inputs_text(old, new)}"
        )
    elif negations:
        st.markdown(
            f"The network cannot know which word “{negations[0]}” belongs to. It gets a 1 for each word that occurs, "
            "and the order is lost. So “not good but great” and “not great but good” are the same to it. Shuffle the "
            "words to see this."
        )


def _inputs_text(before: np.ndarray, now: np.ndarray) -> str:
    """Compare what the network gets for two orders. before, now: the distinct indices of their words."""
    if np.array_equal(before, now):
        return "The network gets the same inputs as before: a 1 for each word that occurs, in no order."
    return (
        "The network gets a 1 for each word that occurs, in no order. But some words are no longer the same, because "
        "words with signs between them were split in another way."
    )


def _shuffle(field: str) -> None:
    text = st.session_state[field]
    shuffled = shuffle_words(text)
    st.session_state.update({field: shuffled, ORDERED: (shuffled, order_before(text) or text)})


def _restore_order(field: str) -> None:
    st.session_state[field] = st.session_state[ORDERED][1]
