"""The words a network has learned from, and the words whose effects grew when it began to overfit."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from pages.imdb.effects import SAMPLE, Effects, effects_of, texts_of
from pages.imdb.exercises import LEARNED
from pages.imdb.reader import READS_PART, choose_reading_network
from ui.charts import show_figure
from ui.components.window import figure_height
from ui.glossary import term
from ui.layout import choose_view, lay_out
from ui.memoize import memoize_figure, memoize_per_run
from ui.numbers import counted, epoch_text, fixed, percent, signed
from ui.take_away import offer_to_take_away
from ui.training.placeholder import show_placeholder
from ui.try_this import try_this

PART = "imdb_learned"
FOR, LATER = VIEWS = "For and against", "Learned after the turn"
BESIDE = 90  # px that the rest of the results takes
SHOWN = 20  # words
REVIEWS = SAMPLE.stop
MIN_RATIO = 1.1  # of two growth factors, to call the first one larger
_STRONGEST = {
    "positive": "**{word}** has the largest effect towards positive. It is in {reviews}, {share} of them positive.",
    "negative": "**{word}** has the largest effect towards negative. It is in {reviews}, {share} of them positive.",
}
_RARE_GREW = "Yes: ×{rare:.1f} for words in {few} training reviews, ×{frequent:.1f} for words in {many}."
_RARE_DID_NOT = (
    "Not in this network: ×{rare:.1f} for words in {few} training reviews, ×{frequent:.1f} for words in {many}."
)


@st.fragment(key=PART)
def show_what_it_learned() -> None:
    """Show which network on the left, and on the right the words that it goes by."""
    controls, results = lay_out(
        "Which words does a network use to tell reviews apart? Which words does it learn after it begins to "
        f"{term('overfitting', 'overfit')}?"
    )
    with controls:
        run = choose_reading_network(PART)
        st.markdown(
            "The effect of a word is what it adds to the weighted sum of the output neuron, before the sigmoid. It is "
            f"the sum with the word minus the sum without it, averaged over {REVIEWS} validation reviews. A sum above "
            "0 means “positive”. An effect of 1 turns a probability of 50\u00a0% into 73\u00a0%."
        )
        st.markdown(
            "Point at a bar to see how many training reviews contain the word, and what share of them is positive. The "
            "network knows nothing else about the word."
        )
    with results:
        if run is None:
            show_placeholder(READS_PART, "the words")
        else:
            show_learned(run)
            offer_to_take_away(PART, [run])
    try_this(LEARNED, controls)


def show_learned(run: Run) -> None:
    """Show the strongest words, or those whose effects grew after the validation loss was lowest."""
    if choose_view(VIEWS, "imdb_words") == FOR:
        _show_strongest(run)
    else:
        _show_growth(run, effects_of(run))


def _show_strongest(run: Run) -> None:
    for column, sign, side in zip(st.columns(2, gap="medium"), (1, -1), ("positive", "negative"), strict=True):
        with column:
            st.markdown(f"**Towards {side}**")
            show_figure(_strongest_of(run, sign, figure_height(BESIDE)), f"imdb.towards_{side}")
    st.markdown(strongest_text(run))


@memoize_per_run
def strongest_text(run: Run) -> str:
    """Name the strongest word for each side, with how many of its training reviews are positive."""
    effects = effects_of(run)
    sentences = []
    for sign, side in ((1, "positive"), (-1, "negative")):
        for index in effects.strongest(1, sign):
            (word,), liked = texts_of(run).decode([index]), effects.liked[index] / effects.counts[index]
            reviews = counted(effects.counts[index], "training review")
            sentences.append(_STRONGEST[side].format(word=word, reviews=reviews, share=percent(liked, 0)))
    return " ".join(sentences) or "No word has an effect."


@memoize_figure
def _strongest_of(run: Run, sign: int, height: int) -> go.Figure:
    effects = effects_of(run)
    chosen = effects.strongest(SHOWN, sign)
    words = texts_of(run).decode(chosen)
    hover = [tooltip_of(effects, index, word) for index, word in zip(chosen, words, strict=True)]
    limit = float(np.abs(effects.last[effects.words]).max(initial=0))  # the same scale for both columns
    return draw.word_bars(words, effects.last[chosen], hover, limit, height=height)


def tooltip_of(effects: Effects, index: int, word: str) -> str:
    """Return the hover text of one word."""
    count, liked = effects.counts[index], effects.liked[index]
    reviews, share = counted(count, "training review"), percent(liked / count, 0)
    if effects.best is None:
        return f"“{word}”: {signed(effects.last[index])}, in {reviews}, {share} of them positive"
    before = f"{signed(effects.best[index])} at epoch {epoch_text(effects.best_epoch)}"
    return f"“{word}”: {signed(effects.last[index])} ({before}), in {reviews}, {share} of them positive"


def _show_growth(run: Run, effects: Effects) -> None:
    if effects.best is None and all(loss is None for loss in run.data_history["val_loss"]):
        st.markdown("This training has measured no validation loss, so it is not known when overfitting begins.")
        return
    if effects.best is None:
        st.markdown(
            f"The validation loss was lowest at epoch {epoch_text(effects.last_epoch)}, the last one. So there is no "
            "later epoch to compare it with. Train for more epochs to see what a network learns if training takes too "
            "long."
        )
        return
    grown, rarity = st.columns(2, gap="medium")
    height = figure_height(BESIDE + 60)
    with grown:
        st.markdown("**The words whose effects grew most**")
        show_figure(_grown_of(run, height), "imdb.grown")
        st.markdown(
            "The number after a word says how many training reviews contain it. The white tick marks its effect at "
            f"epoch {epoch_text(effects.best_epoch)}."
        )
    with rarity:
        st.markdown("**Did the effects of rare words grow more?**")
        show_figure(_rarity_of(run, height), "imdb.rarity")
        st.markdown(rarity_text(effects))
        st.markdown(
            "A word in only a few training reviews says little about films. But it helps the network to recognise "
            "these reviews, and this lowers the training loss further."
        )
    st.markdown(growth_text(effects))


def growth_text(effects: Effects) -> str:
    """Compare how rare the words are that grew after the best epoch with those that were strongest then."""
    grown = effects.strongest(SHOWN, 1, effects.growth)
    then = effects.largest(SHOWN, effects.best)
    best, last = epoch_text(effects.best_epoch), epoch_text(effects.last_epoch)
    begin = f"The validation loss was lowest at epoch {best}. Training continued to epoch {last}."
    if not len(grown):
        return f"{begin} No word's effect grew after epoch {best}."
    new, old = np.median(effects.counts[grown]), np.median(effects.counts[then])
    text = (
        f"{begin} The {len(grown)} words whose effects grew most after epoch {best} are in a median of "
        f"**{fixed(new, 0)}** training reviews. For the {len(then)} words with the largest effects at epoch {best}, "
        f"the median is **{fixed(old, 0)}**. "
    )
    if new >= old:
        return text + "So they are not rarer. Longer training strengthened what the network already knew."
    rare, frequent = growth_by_rarity(effects)
    if rare > MIN_RATIO * frequent:
        return text + "So they are rarer, and the effects of rare words grew more. That is what memorising looks like."
    return (
        text
        + "So they are rarer, but the effects of rare words in general did not grow more. The network memorised little."
    )


def growth_by_rarity(effects: Effects) -> tuple[float, float]:
    """Return the factors by which the effects of the rarest and of the most frequent words grew; 1 if not known."""
    names, _, before, after = effects.by_rarity()
    if len(names) < 2:
        return 1.0, 1.0
    rare, frequent = (after / np.maximum(before, 1e-12))[[0, -1]]
    return float(rare), float(frequent)


def rarity_text(effects: Effects) -> str:
    """Say whether the effects of the rarest words grew by a larger factor than those of the most frequent ones."""
    names, (rare, frequent) = effects.by_rarity()[0], growth_by_rarity(effects)
    if len(names) < 2:
        return ""
    sentence = _RARE_GREW if rare > MIN_RATIO * frequent else _RARE_DID_NOT
    return sentence.format(rare=rare, few=names[0], frequent=frequent, many=names[-1])


@memoize_figure
def _grown_of(run: Run, height: int) -> go.Figure:
    effects = effects_of(run)
    chosen = effects.strongest(SHOWN, 1, effects.growth)
    words = texts_of(run).decode(chosen)
    hover = [tooltip_of(effects, index, word) for index, word in zip(chosen, words, strict=True)]
    names = [f"{word} · {effects.counts[index]:,}" for index, word in zip(chosen, words, strict=True)]
    return draw.word_bars(names, effects.last[chosen], hover, before=effects.best[chosen], height=height)


@memoize_figure
def _rarity_of(run: Run, height: int) -> go.Figure:
    effects = effects_of(run)
    names = (
        f"epoch {epoch_text(effects.best_epoch)} (lowest validation loss)",
        f"epoch {epoch_text(effects.last_epoch)} (last)",
    )
    return draw.effects_by_rarity(*effects.by_rarity(), names, height)
