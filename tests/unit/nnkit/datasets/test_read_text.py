"""A visitor's text: its characters, its words and its length."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit import Imdb
from nnkit.datasets.imdb.imdb import PARTS, texts
from nnkit.datasets.imdb.read_text import MAX_CHARACTERS, SHORTEST_REVIEW, cut_text, tokenise
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.datasets.imdb.tokenize import UNKNOWN, Vocabulary, words_in

SMALL = Vocabulary(("the", "film", "wasn't", "good", "br", "'the", "cliché"))
# One review as keyboards write it, and as phones and word processors do.
ASCII = (
    '"Wonderful", they said - and I believed it... The plot - dull. The acting - terrible... The ending: "boring" and '
    "\"pointless\". I don't say it's 'bad'."
)
SMART = (
    "“Wonderful”, they said—and I believed it… The plot—dull. The acting—terrible… The ending: “boring” and "
    "„pointless‟. I don’t say it‘s ‘bad’."
)


@pytest.fixture(scope="module")
def reading():
    return texts(Imdb())


def test_a_text_worked_by_hand():
    text = "The FILM wasn't\n(very) good!<br />Good–ish 'film' 'the"
    found = tokenise(text, SMALL)
    assert found.words == ("the", "film", "wasn't", "very", "good", "br", "good", "ish", "film", "'the")
    assert found.indices.tolist() == [4, 5, 6, 2, 7, 8, 7, 2, 5, 9]
    assert found.indices.dtype == np.uint16
    assert found.tokens.tolist() == [1, 4, 5, 6, 2, 7, 8, 7, 2, 5, 9]
    pieces = ["The", "FILM", "wasn't", "very", "good", "br", "Good", "ish", "film", "'the"]
    assert [text[start:end] for start, end in found.spans] == pieces
    reviews = Reviews.of_tokens(found.tokens, np.array([0, 11]), len(SMALL))
    assert reviews.row(0).tolist() == [1, 2, 4, 5, 6, 7, 8, 9]


def test_a_text_as_phones_write_it_has_the_words_of_the_text_in_ascii(reading):
    plain, smart = (tokenise(text, reading.vocabulary) for text in (ASCII, SMART))
    assert plain.words == smart.words
    assert plain.indices.tolist() == smart.indices.tolist()
    assert UNKNOWN not in plain.indices


@pytest.mark.parametrize("apostrophe", "'’‘‛ʼ´`′＇")
def test_every_apostrophe_is_one(apostrophe):
    assert tokenise(f"It wasn{apostrophe}t", SMALL).words == ("it", "wasn't")


@pytest.mark.parametrize(
    "sign", ["“", "”", "„", "«", "»", "‹", "–", "—", "―", "‐", "\u2011", "−", "…", "！", "。", "•"]
)
def test_signs_that_touch_words_separate_them(sign):
    words = ("the", "film", "good")
    assert tuple(word for word in tokenise(f"the{sign}film {sign}good{sign}", SMALL).words if word != sign) == words


@pytest.mark.parametrize("quotes", ["''", "‘’", "‚‘", "“”", '""', "«»", "‹›", "„“"])
def test_a_word_in_quotation_marks_is_the_word(quotes):
    found = tokenise(f"A {quotes[0]}good{quotes[1]} one", SMALL)
    assert found.words == ("a", "good", "one")
    assert found.spans[1] == (3, 7)


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\ufe0f"])
def test_invisible_characters_do_not_hide_a_word(hidden):
    text = f"{hidden}fi{hidden}lm{hidden}; good"
    found = tokenise(text, SMALL)
    assert found.words == ("film", "good")
    start, end = found.spans[0]
    assert text[start:end].replace(hidden, "") == "film"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_accents_ligatures_and_wide_letters_are_read(form):
    assert tokenise(unicodedata.normalize(form, "Cliché, ﬁlm, ｇｏｏｄ"), SMALL).indices.tolist() == [10, 5, 7]


def test_emoji_stand_apart_from_words():
    text = "good😍 🎬film👍🏽👩\u200d👧good™"
    found = tokenise(text, SMALL)
    assert [word for word, index in zip(found.words, found.indices, strict=True) if index != UNKNOWN] == [
        "good",
        "film",
        "good",
    ]
    assert [text[start:end] for start, end in found.spans] == [
        "good",
        "😍",
        "🎬",
        "film",
        "👍🏽👩\u200d👧",
        "good",
        "™",
    ]


def test_an_unknown_word_that_is_pasted_back_stays_unknown(reading):
    vocabulary = reading.vocabulary
    assert vocabulary.index_of("unknown") != UNKNOWN  # the word exists
    found = tokenise("[start] an [unknown] film, [Unknown]!", vocabulary)
    assert found.words == ("an", "[unknown]", "film", "[unknown]")
    assert (found.indices == UNKNOWN).tolist() == [False, True, False, True]
    assert found.spans[1] == (11, 20)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "!?", "<>", "''", "— …", "\u200b"])
def test_a_text_without_words(text):
    found = tokenise(text, SMALL)
    assert (found.words, found.spans, found.tokens.tolist()) == ((), (), [1])
    assert found.tokens.dtype == np.uint16


def test_a_fraction_stays_apart_from_its_number():
    assert tokenise("3½ stars", SMALL).words == ("3", "1", "2", "stars")


letters = st.text(st.sampled_from("aBé'’ \t\n\x85\xa0.,-_<br />!\\[]^`{|}~\"#ŒŁ1½😍\u200b\u0301"), max_size=80)


@given(letters | st.text(max_size=80))
def test_spans_hold_the_words_in_order(text):
    found = tokenise(text, SMALL)
    assert len(found.words) == len(found.spans) == len(found.indices)
    ends = [end for span in found.spans for end in span]
    assert all(start < end for start, end in found.spans)
    assert [start for start, _ in found.spans] == sorted(start for start, _ in found.spans)
    assert all(0 <= end <= len(text) for end in ends)


@given(st.text(st.sampled_from("ab cDE.,!?-()\n"), max_size=80))
def test_a_text_in_plain_letters_has_the_words_that_the_reviews_would_have(text):
    found = tokenise(text, SMALL)
    assert list(found.words) == words_in(text)
    assert [text[start:end].lower() for start, end in found.spans] == words_in(text)


# Reviews that are copied from the page.


def as_shown(reading, part, number):
    """The indices of a review, and its text as the page shows it."""
    tokens = reading.tokens(part, number)
    return tokens, " ".join(reading.decode(tokens[1:]))


def test_a_review_that_is_pasted_back_has_its_own_tokens(reading):
    """Every twentieth review, and all that hold one of the rare words that are not ASCII."""
    vocabulary = reading.vocabulary
    rare = [vocabulary.index_of(word) for word in vocabulary.words if not word.isascii()]
    # Shown as a dash that is a word too: which of the two it was cannot be seen.
    ambiguous = vocabulary.index_of("\x96")
    compared = 0
    for part in PARTS:
        for number in range(len(reading.rows[part])):
            tokens = reading.tokens(part, number)
            if (number % 20 and not np.isin(tokens, rare).any()) or ambiguous in tokens:
                continue
            found = tokenise(as_shown(reading, part, number)[1], vocabulary)
            assert np.array_equal(found.tokens, tokens), (part, number)
            compared += 1
    assert compared > 1_250


def test_the_limit_covers_every_bundled_review(reading):
    widths = np.array([len(word) + 1 for word in reading.decode(range(len(reading.vocabulary)))])
    lengths = np.add.reduceat(widths[reading.stored], reading.offsets[:-1]) - widths[1] - 1
    longest = max((int(length), number) for number, length in enumerate(lengths))
    assert longest[0] <= MAX_CHARACTERS
    part = next(part for part in ("val", "test", "train") if longest[1] in reading.rows[part])
    assert len(as_shown(reading, part, longest[1] - reading.rows[part].start)[1]) == longest[0]
    assert np.diff(reading.offsets).min() - 1 == SHORTEST_REVIEW


# Too long a text.


def test_a_text_that_is_too_long_is_an_error():
    assert len(tokenise("a " * (MAX_CHARACTERS // 2), SMALL).words) == MAX_CHARACTERS // 2
    with pytest.raises(ValueError, match="at most 20,000 characters; got 20,001"):
        tokenise("a" * (MAX_CHARACTERS + 1), SMALL)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("one two", "one two"),
        ("one two three", "one two"),
        ("one two\nthree", "one two"),
        ("one two3 four", "one two3"),
        ("one two34 four", "one"),
        ("one     two", "one"),
        ("onetwothree", "onetwoth"),
        ("          one", ""),
    ],
)
def test_a_text_is_cut_after_a_whole_word(text, kept):
    assert cut_text(text, 8) == kept


@given(st.text(st.sampled_from("ab \n"), max_size=30), st.integers(1, 20))
def test_what_is_cut_fits_and_loses_no_word_that_fits(text, limit):
    kept = cut_text(text, limit)
    assert len(kept) <= limit
    assert text.startswith(kept)
    if len(text) > limit and kept.split() != text[:limit].split():
        assert text.split()[: len(kept.split())] == kept.split()
        assert not text[limit].isspace()
