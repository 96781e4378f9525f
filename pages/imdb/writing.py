"""A review that the reader writes: the answer of the network, the effect of each word, and the answer by epoch."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.datasets.imdb.imdb import ReviewTexts
from nnkit.datasets.imdb.read_text import Tokenised, tokenise
from nnkit.datasets.imdb.tokenize import FIRST_WORD, SPECIAL_NAMES, START, UNKNOWN
from nnkit.results.inference import expit
from nnkit.results.word_effects import LeftOut, leave_one_out, logit_of
from pages.imdb.effects import best_snapshot, texts_of
from pages.imdb.exercises import WRITE
from pages.imdb.reader import READS_PART, choose_reading_network
from pages.imdb.text_field import EXAMPLE, choose_text
from pages.imdb.word_order import explain_order
from ui.charts import show_figure
from ui.components.marked_text import DROPPED, Piece, show_marked_text
from ui.components.marked_text import UNKNOWN as UNKNOWN_MARK
from ui.components.window import as_figure, figure_height, is_narrow
from ui.controls.hints import explained
from ui.flush import flush_to_browser
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure
from ui.numbers import epoch_text, percent, signed
from ui.take_away import offer_to_take_away
from ui.training.jobs import train_anew, training_of
from ui.training.placeholder import show_placeholder
from ui.training.state import State
from ui.try_this import try_this

MAX_BARS, MAX_OFFERED, MAX_UNKNOWN = 15, 200, 60  # words
MAX_LETTERS = 40  # of an unknown word
PART = "imdb_write"
VIEWS = ("Word by word", "Epoch by epoch")
BESIDE = 170  # px that the answer and the words take above the figure


@st.fragment(key=PART)
def show_writing() -> None:
    """Show the text field and which network reads on the left, its answer on the right."""
    controls, results = lay_out(
        "Did the author like the film? The network sees only which words occur in a review. Write one that misleads it."
    )
    with results if is_narrow() else controls:
        text = choose_text()
    with controls:
        run = choose_reading_network(PART)
    with results:
        if run is None:
            show_placeholder(READS_PART, "the answer")
        else:
            show_answer(run, text)
            offer_to_take_away(PART, [run])
    try_this(WRITE, controls)


def show_answer(run: Run, text: str) -> None:
    """Show the answer of the network to the text, and one view of what it comes from."""
    texts = texts_of(run)
    review = tokenise(text, texts.vocabulary)
    left_out = leave_one_out(run.experiment, run.weights, review.tokens)
    answer = st.container()
    dropped = _choose_dropped(left_out, texts)
    kept = np.setdiff1d(left_out.indices, dropped)
    with answer:
        _show_probability(run, review, left_out, kept)
    view = choose_view(VIEWS, "imdb_answer")
    flush_to_browser()
    if view == VIEWS[0]:
        _show_words(run, text, review, left_out, dropped, texts)
    else:
        _show_epochs(run, left_out.indices, kept)
        explain_order(run, text, review, texts)


def _choose_dropped(left_out: LeftOut, texts: ReviewTexts) -> list[int]:
    """Let the reader leave words out, those with the largest effects first; return their indices."""
    order = np.argsort(-np.abs(left_out.effects), kind="stable")
    strongest = [int(index) for index in left_out.indices[order] if index >= FIRST_WORD]
    words = dict(zip(texts.decode(strongest[:MAX_OFFERED]), strongest, strict=False))
    if not words:
        return []
    limit = f" The list has the {MAX_OFFERED} words with the largest effects." if len(strongest) > MAX_OFFERED else ""
    chosen = st.multiselect(
        explained(
            "Leave words out",
            f"Choose words to see the answer without them. The word with the largest effect comes first.{limit}",
        ),
        list(words),
        key="imdb_drop",
        placeholder="Choose words of the review",
        select_all=False,
        persist_state="session",
    )
    return [words[word] for word in chosen]


def _show_probability(run: Run, review: Tokenised, left_out: LeftOut, kept: np.ndarray) -> None:
    probability, change = left_out.probability, None
    if len(kept) < len(left_out.indices):
        probability = float(expit(logit_of(run.experiment, run.weights, kept)))
        change = 100 * (probability - left_out.probability)
    number, gauge = st.columns([2, 3], vertical_alignment="center")
    number.metric(
        "Probability that this review is positive",
        percent(probability),
        None if change is None else f"{signed(change, 1)} points without the words that you left out",
        delta_color="off",
    )
    gauge.progress(probability, f"The network says: **{verdict(probability)}**")  # appears sooner than a figure
    _explain_empty(review)


def verdict(probability: float) -> str:
    """Return the class that a probability of "positive" stands for."""
    return "positive" if probability > 0.5 else "negative"


def _explain_empty(review: Tokenised) -> None:
    """Say what the answer means if the review has no word that the network knows."""
    if not len(review.words):
        st.info("There is no word yet. The network gets only the start mark, and this is its answer.")
    elif (review.indices == UNKNOWN).all():
        st.info(
            "The network knows none of these words. For all such reviews it gets the same two ones, for the start and "
            "for “unknown word”. Write in English, so that it gets words that it knows."
        )


def _show_words(
    run: Run, text: str, review: Tokenised, left_out: LeftOut, dropped: Sequence[int], texts: ReviewTexts
) -> None:
    if not review.words:
        return
    marked, bars = st.columns([3, 2], gap="medium")
    order = np.argsort(-np.abs(left_out.effects), kind="stable")
    order = order[left_out.indices[order] != START][:MAX_BARS]  # the start mark is in every review
    words, tooltips = texts.decode(left_out.indices[order]), tooltips_of(left_out, texts)
    hover, height = [tooltips[position] for position in order], figure_height(BESIDE)
    with marked:
        pieces = pieces_of(text, review, left_out, dropped, tooltips)
        show_marked_text(
            pieces, "imdb.marked", "Your review, each word with its effect", as_figure(figure_height(BESIDE + 100))
        )
        without = left_out.probabilities[order[0]]
        st.markdown(
            f"Without **{_name(words[0])}**, the answer would be {percent(without)} instead of "
            f"{percent(left_out.probability)}."
        )
        explain_order(run, text, review, texts)
        _list_unknown(review)
        with st.expander("What the marks mean"):
            st.markdown(
                "A word with a solid blue line has an effect towards positive, a word with a dashed orange line "
                "towards negative. A stronger colour means a larger effect. A dotted line marks an unknown word.\n\n"
                "Effects are exact: the network reads the review again without the word, everywhere in the text, and "
                "the two answers are compared. Effects need not add up. In a clearly positive review, for example, a "
                "negative word may have hardly any effect, because the neurons that react to it are not active."
            )
    with bars:
        st.markdown(
            f"**The {len(order)} words with the largest effects**" if len(order) > 1 else "**The effect of the word**"
        )
        effects = left_out.effects[order]
        if text == EXAMPLE:
            figure = _example_bars(tuple(words), tuple(effects.tolist()), tuple(hover), height)
        else:  # what the reader writes is not kept
            figure = draw.word_bars(words, effects, hover, height=height)
        show_figure(figure, "imdb.effects")


@memoize_figure
def _example_bars(words: tuple[str, ...], effects: tuple[float, ...], hover: tuple[str, ...], height: int) -> go.Figure:
    return draw.word_bars(words, np.array(effects), hover, height=height)


def pieces_of(
    text: str, review: Tokenised, left_out: LeftOut, dropped: Sequence[int], tooltips: Sequence[str]
) -> list[Piece]:
    """Split the text into words, with a tooltip and a mark each, and what stands between them.

    tooltips: as from `tooltips_of`.
    """
    positions = np.searchsorted(left_out.indices, review.indices).tolist()
    largest = np.abs(left_out.effects[left_out.indices != START]).max(initial=0) or 1.0
    strengths = (left_out.effects / largest).tolist()
    pieces, end = [], 0
    for (start, stop), index, position in zip(review.spans, review.indices.tolist(), positions, strict=True):
        mark = DROPPED if index in dropped else UNKNOWN_MARK if index == UNKNOWN else ""
        pieces += [Piece(text[end:start]), Piece(text[start:stop], tooltips[position], strengths[position], mark)]
        end = stop
    return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]


def tooltips_of(left_out: LeftOut, texts: ReviewTexts) -> list[str]:
    """Return a line for each distinct index of the review: its effect, and the answer without it."""
    names = map(_name, texts.decode(left_out.indices))
    numbers = zip(names, left_out.effects, left_out.probabilities, left_out.probability_effects, strict=True)
    now = percent(left_out.probability)
    return [
        f"{name}: effect {signed(effect)}. If left out: {percent(without)} instead of {now} "
        f"({signed(-100 * gain, 1)} points)."
        for name, effect, without, gain in numbers
    ]


def _name(word: str) -> str:
    return "all unknown words" if word == SPECIAL_NAMES[UNKNOWN] else word


def _list_unknown(review: Tokenised) -> None:
    unknown = unknown_words(review)
    if not unknown:
        return
    several = f"**The network does not know {len(unknown):,} of the words.**"
    st.markdown("**The network does not know one of the words.**" if len(unknown) == 1 else several)
    st.markdown(
        "Unknown words are rare in the training reviews, misspelled or from another language. They all become index 2, "
        "so together they count as one word:"
    )
    shortened = [word if len(word) <= MAX_LETTERS else f"{word[:MAX_LETTERS]}…" for word in unknown[:MAX_UNKNOWN]]
    more = f", and {len(unknown) - MAX_UNKNOWN:,} more" if len(unknown) > MAX_UNKNOWN else ""
    st.text(", ".join(shortened) + more)


def unknown_words(review: Tokenised) -> list[str]:
    """Return the different unknown words of the review in the order of the text."""
    pairs = zip(review.words, review.indices, strict=True)
    return list(dict.fromkeys(word for word, index in pairs if index == UNKNOWN))


def _show_epochs(run: Run, indices: np.ndarray, kept: np.ndarray) -> None:
    reviews = {"all words": indices} | (
        {"without the words that you left out": kept} if len(kept) < len(indices) else {}
    )
    curves = {
        name: expit(np.array([logit_of(run.experiment, snapshot.weights, words) for snapshot in run.snapshots]))
        for name, words in reviews.items()
    }
    epochs, best = [snapshot.epoch for snapshot in run.snapshots], best_snapshot(run).epoch
    figure = draw.probability_by_epoch(epochs, curves, best, figure_height(BESIDE))
    show_figure(figure, "imdb.by_epoch")
    if epochs[0] > 0:
        st.markdown(
            "This network came with the app, with its weights at only two epochs. Train it here to see its answers at "
            "the other epochs."
        )
        st.button(
            "Train anew",
            icon=":material/replay:",
            key=f"{PART}.anew",
            disabled=training_of(READS_PART).state is State.TRAINING,
            on_click=train_anew,
            args=(READS_PART,),
        )
    if best == epochs[-1]:
        return
    then, now = (curves["all words"][epochs.index(epoch)] for epoch in (best, epochs[-1]))
    st.markdown(
        f"The answer was {percent(then)} at epoch {epoch_text(best)}, when the validation loss was lowest, and is "
        f"{percent(now)} after epoch {epoch_text(epochs[-1])}. In between, the network overfits: its answers tend "
        "towards 0\u00a0% or 100\u00a0%, right or wrong."
    )
