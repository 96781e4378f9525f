"""One review in detail: its words, their indices, and the vector that the network gets."""

from functools import lru_cache, reduce

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import Imdb, load
from nnkit import figures as draw
from nnkit.datasets import Dataset, Reviews
from nnkit.datasets.imdb.imdb import PARTS, ReviewTexts, texts
from nnkit.datasets.imdb.read_text import Tokenised, cut_text, tokenise
from nnkit.datasets.imdb.tokenize import FIRST_WORD, SPECIAL_NAMES, UNKNOWN
from nnkit.results.word_effects import reviews_with
from pages.imdb.text_field import cut_field, explain_cut
from ui.charts import show_figure
from ui.components.marked_text import UNKNOWN as UNKNOWN_MARK
from ui.components.marked_text import Piece, show_marked_text
from ui.components.window import as_figure, figure_height
from ui.controls import bound
from ui.glossary import term
from ui.layout import METRIC_HEIGHT
from ui.memoize import memoize_figure
from ui.numbers import percent
from ui.presenting import px
from ui.tables import show_table, written

SPLITS = dict(zip(("Training", "Validation", "Test"), PARTS, strict=True))
_NAMES = {split: name.lower() for name, split in SPLITS.items()}
LABELS = ("negative", "positive")
*_, ONES = VIEWS = "Text", "Indices", "Row of ones"
LABEL_WIDTH, COUNT_WIDTH = 205, 125  # px
BESIDE = 200  # px that the rest of the results takes
FIRST_SHOWN = 8  # short and friendly, with unknown words; review 0 does not suit every class of pupils
MAX_SEARCH = 100  # characters
MAX_LISTED = 500  # reviews that contain the words
TABLE_ROWS = 12  # of indices with their rank and word
_SPLITS_HELP = (
    f"The network learns from the training reviews. {term('validation', 'Validation')} reviews show after every epoch "
    "how well it does on other reviews, so they decide when to stop. Test reviews are used only after the training."
)


def choose_review(data: Imdb) -> tuple[str, int]:
    """Choose a review by its number, or among those that contain a word; return its split and its number."""
    reviews, dataset = texts(data), load(data)
    name = bound(
        st.segmented_control,
        "Part of the data",
        list(SPLITS),
        default="Training",
        required=True,
        key="imdb_part",
        help=_SPLITS_HELP,
    )
    split = SPLITS[name]
    last = len(getattr(dataset, f"y_{split}")) - 1
    key = f"imdb_{split}_review"  # one for each split, so that the number is valid in it
    number = bound(st.number_input, f"Review, 0 to {last:,}", 0, last, FIRST_SHOWN, key=key)
    words = bound(
        st.text_input,
        "Find reviews with these words",
        type="search",
        placeholder="one or more words",
        key="imdb_find",
        help="If you type several words, you find the reviews that contain all of them, in any order.",
        on_change=cut_field,
        args=("imdb_find", MAX_SEARCH),
    )
    explain_cut("imdb_find", MAX_SEARCH)
    _show_found(tokenise(cut_text(words, MAX_SEARCH), reviews.vocabulary), name, dataset, key)  # an address may be long
    return split, min(int(number), last)


def _show_found(words: Tokenised, name: str, dataset: Dataset, key: str) -> None:
    """List the reviews of a split that contain all of the words."""
    if not words.words:
        return
    pairs = zip(words.words, words.indices, strict=True)
    if missing := [word for word, index in pairs if index == UNKNOWN and word != SPECIAL_NAMES[UNKNOWN]]:
        st.info("Not in the vocabulary:", icon=":material/search_off:")
        st.text(", ".join(missing))
        return
    split = SPLITS[name]
    labels, found = getattr(dataset, f"y_{split}"), found_in(dataset, split, words.indices)
    listed, part = ", ".join(words.words), name.lower()
    if not len(found):
        st.text(f"None of the {len(labels):,} {part} reviews contains {listed}.")
        return
    if len(found) == 1:
        st.text(f"1 of the {len(labels):,} {part} reviews contains {listed}. It is {LABELS[labels[found[0]]]}.")
    else:
        share = percent(labels[found].mean(), 0)
        st.text(f"{len(found):,} of the {len(labels):,} {part} reviews contain {listed}. {share} of them are positive.")
    _list_found(found[:MAX_LISTED], labels, getattr(dataset, f"x_{split}"), key, ".".join(map(str, words.indices)))
    if len(found) > MAX_LISTED:
        st.caption(f"The table lists the first {MAX_LISTED:,} of them.")
    st.caption("Tick a row to read that review.")


def _list_found(numbers: np.ndarray, labels: np.ndarray, reviews: Reviews, key: str, search: str) -> None:
    """Show a table in which a tick opens a review, by setting the widget `key`; `search` tells tables apart."""
    columns = {"label": np.array(LABELS)[labels[numbers]], "different words": reviews.lengths[numbers]}
    table_key = f"imdb.found.{key}.{search}"  # a new table has no tick

    def open_ticked() -> None:
        rows = st.session_state[table_key].selection.rows
        if rows and 0 <= rows[0] < len(numbers):
            st.session_state[key] = int(numbers[rows[0]])

    show_table(
        written(pd.DataFrame({"review": numbers, **columns}), 0),
        hide_index=True,
        height=px(220),
        key=table_key,
        on_select=open_ticked,
        selection_mode="single-row",
        alt="Reviews that contain the words",
    )


def found_in(dataset: Dataset, split: str, indices: np.ndarray) -> np.ndarray:
    """Return the ascending numbers of the reviews that contain all of the indices."""
    reviews = getattr(dataset, f"x_{split}")
    return reduce(np.intersect1d, (reviews_with(reviews, int(index)) for index in indices))


def show_review(data: Imdb, split: str, number: int, view: str) -> None:
    """Show one review. view: one of VIEWS."""
    reviews = texts(data)
    tokens, label = reviews.tokens(split, number), int(getattr(load(data), f"y_{split}")[number])
    _show_counts(tokens, label)
    if view == "Text":
        _show_text(reviews, tokens, f"The words of {_NAMES[split]} review {number:,}")
    elif view == "Indices":
        _show_indices(reviews, tokens)
    else:
        _show_vector(data, split, number)


def _show_counts(tokens: np.ndarray, label: int) -> None:
    unknown = int((tokens == UNKNOWN).sum())
    counts = {"Words": len(tokens) - 1, "Ones in its vector": len(np.unique(tokens)), "Unknown words": unknown}
    with st.container(horizontal=True, gap="medium"):  # two fit side by side on a phone
        st.metric("Label", f"{label}: {LABELS[label]}", width=px(LABEL_WIDTH), height=px(METRIC_HEIGHT))
        for what, count in counts.items():
            st.metric(what, f"{count:,}", width=px(COUNT_WIDTH), height=px(METRIC_HEIGHT))


def _show_text(reviews: ReviewTexts, tokens: np.ndarray, alt: str) -> None:
    words = reviews.decode(tokens)
    pieces = []
    for word, token in zip(words[1:], tokens[1:], strict=True):  # without the start mark
        if token == UNKNOWN:
            piece = Piece(word, f"index {UNKNOWN}, an unknown word", mark=UNKNOWN_MARK)
        else:
            piece = Piece(word, f"index {token:,}, rank {token - FIRST_WORD + 1:,}")
        pieces += [piece, Piece(" ")]
    show_marked_text(pieces, "imdb.review", alt, as_figure(figure_height(BESIDE)))
    st.markdown(
        "The words are in lower case and without punctuation, as they were counted. “br” was a line break. A dotted "
        f"line marks an unknown word: it is not among the {len(reviews.vocabulary) - FIRST_WORD:,} most frequent "
        "words, and the data do not say which word it was. Point at a word to read its index."
    )


def _show_indices(reviews: ReviewTexts, tokens: np.ndarray) -> None:
    first = tokens[:TABLE_ROWS]
    table, code = st.columns(2, gap="medium")
    height = as_figure(figure_height(BESIDE))
    table.dataframe(
        pd.DataFrame(
            {
                "index": first,
                "rank = index − 3": [f"{token - FIRST_WORD + 1:,}" if token >= FIRST_WORD else "—" for token in first],
                "word": reviews.decode(first),
            }
        ),
        hide_index=True,
        height=height,
        alt=f"The first {len(first)} indices of the review, with rank and word",
    )
    code.code(" ".join(map(str, tokens.tolist())), language=None, wrap_lines=True, height=height)
    st.markdown(
        "The words are ranked by how often they occur. The index of a word is its **rank + 3**, because 0 to 3 stand "
        "for no word: 0 is padding, 1 marks the start, 2 marks an unknown word, and 3 is unused. To read a review, "
        "subtract 3 from each index and look up the word of that rank."
    )


def _show_vector(data: Imdb, split: str, number: int) -> None:
    ones, size = np.unique(texts(data).tokens(split, number)), data.vocabulary
    cells, explanation = st.columns([3, 2], gap="medium")
    with cells:
        show_figure(_vector_of(data, split, number, figure_height(BESIDE) + 60), "imdb.vector")
    explanation.markdown(
        f"The review becomes a {term('multi-hot')} vector of {size:,} cells, one for each index: 1 if the index "
        f"occurs, 0 if it does not. This review has **{len(ones):,} ones**. The order of its words and repetitions are "
        "lost. The network gets the rows of cells as one long row. Point at a cell to read its word."
    )


@memoize_figure
def _vector_of(data: Imdb, split: str, number: int, height: int) -> go.Figure:
    ones = np.unique(texts(data).tokens(split, number))
    return draw.multi_hot_map(ones, _words_of(data), data.vocabulary, height)


@lru_cache(maxsize=4)
def _words_of(data: Imdb) -> tuple[str, ...]:
    """Return the word of every index of the vector."""
    vocabulary = texts(data).vocabulary
    return tuple(vocabulary.decode(range(len(vocabulary))))
