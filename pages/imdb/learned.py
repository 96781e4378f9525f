"""What a network learned about words, and what it went on to memorise."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from nnkit import Run
from nnkit import figures as draw
from nnkit.figures.style import epoch_text
from pages.imdb.effects import SAMPLE, Effects, effects_of, texts_of
from ui.charts import show_figure
from ui.memoize import memoize_per_run

SHOWN = 20
HOW_MANY = SAMPLE.stop
MORE = 1.1  # as many times as large, before one speaks of more


def show_learned(run: Run) -> None:
    """The strongest words, and those that grew after validation had turned."""
    st.subheader("The words it goes by", anchor="words")
    effects = effects_of(run)
    st.markdown(
        "An effect is what a word adds to the output's weighted sum before the sigmoid: with the word less without it, "
        f"averaged over {HOW_MANY} validation reviews. A sum above 0 means “positive”; adding 1 turns a probability of "
        "50 % into 73 %. Point at a bar to see in how many training reviews the word occurs, and how many of these are "
        "positive: the network knows nothing else about it."
    )
    for column, sign, side in zip(st.columns(2, gap="large"), (1, -1), ("positive", "negative"), strict=True):
        with column:
            st.markdown(f"**Towards {side}**")
            show_figure(_strongest_of(run, sign), f"imdb.towards_{side}")
    _show_growth(run, effects)


@memoize_per_run
def _strongest_of(run: Run, sign: int) -> go.Figure:
    effects = effects_of(run)
    chosen = effects.strongest(SHOWN, sign)
    words = texts_of(run).decode(chosen)
    hover = [told_of(effects, index, word) for index, word in zip(chosen, words, strict=True)]
    limit = float(np.abs(effects.last[effects.words]).max(initial=0))  # the same for both sides
    return draw.word_bars(words, effects.last[chosen], hover, limit)


def told_of(effects: Effects, index: int, word: str) -> str:
    """A line on one word."""
    count, liked = effects.counts[index], effects.liked[index]
    reviews = f"{count:,} training review{'s' if count > 1 else ''}, {liked / count:.0%} of them positive"
    was = "" if effects.best is None else f" ({effects.best[index]:+.2f} at epoch {epoch_text(effects.best_epoch)})"
    return f"“{word}”: {effects.last[index]:+.2f}{was}, in {reviews}"


def _show_growth(run: Run, effects: Effects) -> None:
    st.subheader("What it memorised", anchor="memorised")
    if effects.best is None:
        st.markdown(
            f"The validation loss was lowest at epoch {epoch_text(effects.last_epoch)}, the last one: it has not "
            "turned yet, so there is nothing to compare. Train for more epochs to see what a network picks up when it "
            "goes on for too long."
        )
        return
    st.markdown(growth_told(effects))
    grown, rarity = st.columns(2, gap="large")
    with grown:
        st.markdown("**The words that grew most**")
        show_figure(_grown_of(run), "imdb.grown")
        st.caption(
            "After each word, in how many training reviews it occurs. White tick: its effect at epoch "
            f"{epoch_text(effects.best_epoch)}."
        )
    with rarity:
        st.markdown("**Did rare words grow more?**")
        show_figure(_rarity_of(run), "imdb.rarity")
        st.caption(
            f"{rarity_told(effects)} A word in a handful of training reviews tells little about films, but it helps to "
            "recognise these very reviews, and so to lower the training loss further."
        )


def growth_told(effects: Effects) -> str:
    """How rare the words are that grew after the best epoch, beside those that were strongest then."""
    grown = effects.strongest(SHOWN, 1, effects.growth)
    then = effects.largest(SHOWN, effects.best)
    best, last = epoch_text(effects.best_epoch), epoch_text(effects.last_epoch)
    begin = f"The validation loss was lowest at epoch {best}; training went on to epoch {last}."
    if not len(grown):
        return f"{begin} No word's effect grew in between."
    new, old = np.median(effects.counts[grown]), np.median(effects.counts[then])
    told = (
        f"{begin} The {len(grown)} words whose effect grew most in between occur in **{new:,.0f}** training reviews at "
        f"the median, the {len(then)} strongest words of epoch {best} in **{old:,.0f}**. "
    )
    if new >= old:
        return told + "They are no rarer: here, going on strengthened what was known already."
    rare, frequent = growth_by_rarity(effects)
    if rare > MORE * frequent:
        return told + "Rarer words, and rare ones grew by more: that is what memorising looks like."
    return told + "Rarer words, but rare ones at large did not grow by more: this network memorised little."


def growth_by_rarity(effects: Effects) -> tuple[float, float]:
    """By which factor the effects of the rarest words grew, and those of the most frequent ones; 1 where not known."""
    names, _, before, after = effects.by_rarity()
    if len(names) < 2:
        return 1.0, 1.0
    rare, frequent = (after / np.maximum(before, 1e-12))[[0, -1]]
    return float(rare), float(frequent)


def rarity_told(effects: Effects) -> str:
    """Whether effects of the rarest words grew by a larger factor than those of the most frequent ones."""
    names, (rare, frequent) = effects.by_rarity()[0], growth_by_rarity(effects)
    if len(names) < 2:
        return ""
    numbers = f"×{rare:.1f} for words in {names[0]} training reviews, ×{frequent:.1f} for words in {names[-1]}"
    return f"{numbers}: {'yes' if rare > MORE * frequent else 'no, in this network they did not'}."


@memoize_per_run
def _grown_of(run: Run) -> go.Figure:
    effects = effects_of(run)
    chosen = effects.strongest(SHOWN, 1, effects.growth)
    words = texts_of(run).decode(chosen)
    hover = [told_of(effects, index, word) for index, word in zip(chosen, words, strict=True)]
    names = [f"{word} · {effects.counts[index]:,}" for index, word in zip(chosen, words, strict=True)]
    return draw.word_bars(names, effects.last[chosen], hover, before=effects.best[chosen])


@memoize_per_run
def _rarity_of(run: Run) -> go.Figure:
    effects = effects_of(run)
    names = (
        f"epoch {epoch_text(effects.best_epoch)}: lowest validation loss",
        f"epoch {epoch_text(effects.last_epoch)}: last",
    )
    return draw.effects_by_rarity(*effects.by_rarity(), names)
