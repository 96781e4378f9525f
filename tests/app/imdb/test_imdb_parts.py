"""The parts of the page on reviews, without a browser, with a network that is trained in the test."""

import json
import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from nnkit import Experiment, Imdb, Network, Training, load, train
from nnkit.datasets.imdb.imdb import texts
from nnkit.datasets.imdb.read_text import MAX_CHARACTERS, tokenise
from nnkit.results.inference import predict
from pages.imdb.effects import best_snapshot, effects_of
from pages.imdb.learned import growth_text, rarity_text
from pages.imdb.text_field import EXAMPLE
from tests.app.visitor import Part, array_of
from ui.numbers import percent

DATA = Imdb(vocabulary=1_000, train_size=300)
EXPERIMENT = Experiment(DATA, Network((6, 3)), Training("rmsprop", 0.01, 64, 12))
HOSTILE = (
    "<script>alert(1)</script> <b>bold</b> **stars** [link](http://x) $x^2$ :red[great] &lt; `code` \x00\u202e awful"
)


@pytest.fixture(scope="module")
def run():
    """A run that is long enough for the validation loss to rise again."""
    return train(EXPERIMENT)


def reading():
    import streamlit as st

    from pages.imdb.browse import choose_review
    from pages.imdb.reviews import show_views

    data = st.session_state["data"]
    show_views(data, *choose_review(data))


def learning():
    import streamlit as st

    from pages.imdb.learned import show_learned

    show_learned(st.session_state["run"])


def writing():
    import streamlit as st

    from pages.imdb.text_field import choose_text
    from pages.imdb.writing import show_answer

    show_answer(st.session_state["run"], choose_text())


class Review(Part):
    """The part in which a review is written."""

    @property
    def probability(self):
        return float(self.metrics["Probability that this review is positive"].rstrip("%")) / 100


def probability_of(run, text):
    """P(positive) of a review, from the network and the review's multi-hot vector."""
    vector = np.zeros((1, DATA.vocabulary), "float32")
    vector[0, tokenise(text, texts(DATA).vocabulary).tokens] = 1
    return float(predict(run.experiment, run.weights, vector)[0, 0])


# Reading


def test_a_review_is_shown_with_its_indices_and_its_vector():
    part = Part(reading, data=DATA)
    reviews, data = texts(DATA), load(DATA)
    for number in (0, 299):
        part.set("imdb_train_review", number)
        part.set("imdb_view", "Text")
        tokens = reviews.tokens("train", number)
        assert part.metrics["Words"] == f"{len(tokens) - 1:,}"
        assert part.metrics["Ones in its vector"] == f"{len(data.x_train.row(number)):,}"
        assert part.metrics["Unknown words"] == f"{(tokens == 2).sum():,}"
        assert part.metrics["Label"] == ("0: negative", "1: positive")[data.y_train[number]]
        part.set("imdb_view", "Indices")
        assert part.app.code[0].value == " ".join(map(str, tokens))
        table = part.app.dataframe[-1].value
        assert table["word"].tolist() == reviews.decode(tokens[:12])
        assert table["index"].tolist() == tokens[:12].tolist()
        part.set("imdb_view", "Row of ones")
        cells = array_of(part.figures["imdb.vector"][0]["data"][0]["z"]).ravel()
        assert np.flatnonzero(cells == 1).tolist() == data.x_train.row(number).tolist()


def test_each_split_has_a_review_number_of_its_own_in_the_address():
    address = {"imdb_part": "Test", "imdb_test_review": "4999", "imdb_view": "Indices"}
    part = Part(reading, address, data=DATA)
    assert part.app.code[0].value == " ".join(map(str, texts(DATA).tokens("test", 4_999)))
    part.set("imdb_part", "Training")
    assert part.app.number_input[0].value == 8
    assert part.app.number_input[0].max == 299


@pytest.mark.parametrize(
    "address",
    [
        {"imdb_part": "Nowhere", "imdb_train_review": "10000000"},
        {"imdb_train_review": "x", "imdb_find": "<b>" * 100},
        {"imdb_train_review": "-3", "imdb_find": "\x00**$"},
        {"imdb_view": "<b>"},
    ],
)
def test_nonsense_in_the_address_does_no_harm(address):
    part = Part(reading, address, data=DATA)
    part.set("imdb_view", "Row of ones")
    assert "imdb.vector" in part.figures


def test_reviews_are_found_by_their_words():
    part, data, vocabulary = Part(reading, data=DATA), load(DATA), texts(DATA).vocabulary
    part.set("imdb_find", "Great, GREAT movie!")
    wanted = {vocabulary.index_of("great"), vocabulary.index_of("movie")}
    found = [number for number in range(300) if wanted <= set(data.x_train.row(number).tolist())]
    assert part.says(f"{len(found)} of the 300 training reviews contain great, great, movie. ")
    table = part.app.dataframe[0].value
    assert table["review"].tolist() == found
    assert table["label"].tolist() == [("negative", "positive")[data.y_train[number]] for number in found]
    part.tick(2)
    assert part.app.get_by_key("imdb_train_review").value == found[2]
    part.set("imdb_find", "kerfuffle")
    assert part.says("kerfuffle")
    assert part.says("Not in the vocabulary")
    part.set("imdb_find", " .,! ")
    assert not part.says("contain ")
    part.set("imdb_part", "Test").set("imdb_find", "brilliant")
    with pa.ipc.open_stream(part.app.dataframe[0].proto.arrow_data.styler.display_values) as stream:
        shown = stream.read_pandas()
    numbers = part.app.dataframe[0].value["review"]
    assert shown.iloc[:, 0].tolist() == [f"{number:,}" for number in numbers]
    assert numbers.max() >= 1_000


def test_the_overview_counts_the_data():
    part, data = Part(reading, {"imdb_view": "All reviews"}, data=DATA), load(DATA)
    table = part.app.table[0].value
    assert table["Positive"].tolist() == [
        f"{(labels == 1).sum():,}" for labels in (data.y_train, data.y_val, data.y_test)
    ]
    bars = part.figures["imdb.lengths"][0]["data"]
    assert [array_of(trace["y"]).sum() for trace in bars] == [(data.y_train == label).sum() for label in (0, 1)]
    line = part.figures["imdb.frequencies"][0]["data"][0]
    assert array_of(line["y"])[0] == texts(DATA).frequencies[4]


# Writing


def test_the_example_is_answered_and_every_word_counted(run):
    part = Review(writing, run=run)
    assert part.probability == pytest.approx(probability_of(run, EXAMPLE), abs=6e-4)
    assert part.says("kerfuffle")
    bars = part.figures["imdb.effects"][0]
    words = list(bars["layout"]["yaxis"]["ticktext"])
    assert len(words) == 15
    assert "kerfuffle" not in words
    effects = array_of(bars["data"][0]["x"])
    assert (np.diff(np.abs(effects)) <= 0).all()
    without = probability_of(run, EXAMPLE.lower().replace(words[0], ""))
    assert part.says(
        f"Without **{words[0]}**, the answer would be {percent(without)} instead of {percent(part.probability)}."
    )
    part.set("imdb_answer", "Epoch by epoch")
    curve = array_of(part.figures["imdb.by_epoch"][0]["data"][0]["y"])
    assert len(curve) == len(run.snapshots)
    assert curve[-1] == pytest.approx(100 * part.probability, abs=0.06)
    assert part.says(f"and is {percent(part.probability)} after epoch 12")


def test_a_word_that_is_left_out_no_longer_counts(run):
    part = Review(writing, {"imdb_answer": "Epoch by epoch"}, run=run)
    part.set("imdb_text", "a great film with a bad plot")
    curves = len(part.figures["imdb.by_epoch"][0]["data"])
    part.app.get_by_key("imdb_drop").set_value(["bad", "film"])
    part.run()
    assert part.probability == pytest.approx(probability_of(run, "a great with a plot"), abs=6e-4)
    change = probability_of(run, "a great with a plot") - probability_of(run, "a great film with a bad plot")
    assert part.app.metric[0].delta == f"{100 * change:+.1f} points without the words that you left out"
    assert len(part.figures["imdb.by_epoch"][0]["data"]) == curves + 1
    part.set("imdb_text", "a great film")  # what is still there stays away
    assert part.app.get_by_key("imdb_drop").value == ["film"]
    assert part.probability == pytest.approx(probability_of(run, "a great"), abs=6e-4)


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("", "There is no word yet"),
        (" \n\t.,!?<>", "There is no word yet"),
        ("kerfuffle Привет 映画", "knows none of these words"),
        ("🙂🎬", "knows none of these words"),
        ("مرحبا بالعالم", "unknown"),
        ("W" * MAX_CHARACTERS, "does not know one of the words"),
        ("great film " * 454, "The 2 words with the largest effects"),
        (" ".join(f"word{number}" for number in range(600)), "does not know 600 of the words"),
        ("İstanbul ŉot ﬁne", "unknown"),  # letters that change their length in lower case
        (HOSTILE, "unknown"),
    ],
    ids=["empty", "blank", "unknown", "emoji", "arabic", "one-word", "repeated", "many", "unicode", "hostile"],
)
def test_any_text_is_answered_and_explained(run, text, explained):
    part = Review(writing, run=run)
    part.set("imdb_text", text)
    assert part.says(explained)
    assert part.probability == pytest.approx(probability_of(run, text), abs=6e-4)


def test_a_text_longer_than_allowed_is_cut_after_a_whole_word(run):
    part = Review(writing, run=run)
    words = ["boring", *["wonderful"] * 3_000, "awful"]  # the last one does not fit
    part.set("imdb_text", " ".join(words))
    kept = part.app.get_by_key("imdb_text").value
    assert MAX_CHARACTERS - len(" wonderful") < len(kept) <= MAX_CHARACTERS
    assert kept.split() == words[: len(kept.split())]
    assert part.says(f"Your text had {len(' '.join(words)):,} characters.")
    assert part.says(f"whole word. {len(kept):,} characters are left.")
    assert part.probability == pytest.approx(probability_of(run, "boring wonderful"), abs=6e-4)
    part.set("imdb_text", "A short one")
    assert not part.says("Your text had")


def test_a_search_that_is_too_long_is_cut_too():
    part = Part(reading, {"imdb_find": "great " * 500}, data=DATA)
    assert part.says(
        "This text has 3,000 characters. At most 100 are read, up to the end of a whole word: the first 95"
    )
    part.set("imdb_find", "a “great” movie " * 20)
    assert len(part.app.get_by_key("imdb_find").value) <= 100
    assert part.says("training reviews contain a, great, movie, a, great")
    part.set("imdb_find", "[unknown]")
    assert part.says("300 of the 300 training reviews contain [unknown]")


def test_shuffled_words_have_the_same_answer_and_come_back_in_order(run):
    part, text = Review(writing, run=run), "Not good at all — I expected a great movie, but it wasn’t “great”."
    part.set("imdb_text", text)
    answer, figure = part.probability, part.figures["imdb.effects"]
    assert part.says("cannot know which word “not” belongs to")
    for _ in range(2):
        part.press("imdb.shuffle")
        shuffled = part.app.get_by_key("imdb_text").value
        assert shuffled != text
        assert sorted(shuffled.split()) == sorted(text.split())
        assert part.probability == answer
        assert part.figures["imdb.effects"] == figure
        assert part.says(f"was {100 * answer:.1f}\u00a0% before and is {100 * answer:.1f}\u00a0% now.")
        assert part.says("The network gets the same inputs as before")
    part.press("imdb.unshuffle")
    assert part.app.get_by_key("imdb_text").value == text
    assert not part.says("are shuffled")
    part.press("imdb.shuffle")
    part.set("imdb_text", "Something else")
    assert not part.says("are shuffled")
    part.set("imdb_text", "same same")
    part.press("imdb.shuffle")
    assert part.app.get_by_key("imdb_text").value == "same same"
    assert not part.says("are shuffled")


def test_a_readers_words_are_never_read_as_markdown_or_html(run):
    part = Review(writing, run=run)
    part.set("imdb_text", HOSTILE)
    markdown = " ".join(part.texts("markdown", "caption", "info"))
    for piece in ("stars", "script", "alert", "x^2", ":red", "link"):
        assert piece not in markdown
    charts = json.dumps([spec for spec, _ in part.figures.values()])
    assert not re.search(r"<(script|b>bold)", charts)
    offered = part.app.get_by_key("imdb_drop").options
    assert all(re.fullmatch(r"[\w']+", word) for word in offered)


def test_no_word_that_is_offered_could_be_markdown():
    vocabulary = texts(Imdb()).vocabulary
    assert not [word for word in vocabulary.words if re.search(r"[\\`*_{}\[\]<>()#+\-.!|$:~&]", word)]


# Learning


def test_the_strongest_words_are_those_of_the_last_epoch(run):
    part, effects = Part(learning, run=run), effects_of(run)
    vocabulary = texts(DATA).vocabulary
    for side, sign in (("positive", 1), ("negative", -1)):
        figure = part.figures[f"imdb.towards_{side}"][0]
        words, values = figure["layout"]["yaxis"]["ticktext"], sign * array_of(figure["data"][0]["x"])
        assert len(words) == 20
        assert (values > 0).all()
        assert (np.diff(values) <= 0).all()
        index = vocabulary.index_of(words[0])
        rows = [number for number in range(300) if index in load(DATA).x_train.row(number)]
        share = load(DATA).y_train[rows].mean()
        assert (
            f"in {len(rows)} training reviews, {percent(share, 0)} of them positive"
            in figure["data"][0]["hovertext"][0]
        )
        assert sign * values[0] == pytest.approx(effects.last[index])
        sentence = (
            f"**{words[0]}** has the largest effect towards {side}. It is in {len(rows)} training reviews, "
            f"{percent(share, 0)} of them positive."
        )
        assert part.says(sentence)


def test_what_grew_after_the_best_epoch_is_reported_with_its_numbers(run):
    part, effects = Part(learning, {"imdb_words": "Learned after the turn"}, run=run), effects_of(run)
    losses = run.history["val_loss"]
    best = run.history["epoch"][int(np.argmin(losses))]
    assert best < 12, "this run should overfit"
    assert effects.best_epoch == best_snapshot(run).epoch == best
    growth = np.abs(effects.last) - np.abs(effects.best)
    known = [index for index in range(4, DATA.vocabulary) if effects.counts[index]]
    grown = sorted(known, key=lambda index: -growth[index])[:20]
    then = sorted(known, key=lambda index: -abs(effects.best[index]))[:20]
    new, old = (np.median(effects.counts[chosen]) for chosen in (grown, then))
    assert part.says(f"are in a median of **{new:,.0f}** training reviews")
    assert part.says(f"at epoch {best}, the median is **{old:,.0f}**")
    rarer = new < old
    assert part.says("what memorising looks like") == (rarer and part.says("Yes: ×"))
    assert part.says("So they are not rarer") == (not rarer)
    assert set(part.figures) == {"imdb.grown", "imdb.rarity"}


def test_a_run_whose_last_epoch_is_the_best_has_nothing_to_compare():
    short = train(replace(EXPERIMENT, training=replace(EXPERIMENT.training, epochs=1)))
    part = Part(learning, run=short)
    assert set(part.figures) == {"imdb.towards_positive", "imdb.towards_negative"}
    part.set("imdb_words", "Learned after the turn")
    assert part.says("there is no later epoch to compare it with")
    assert not part.figures
    written = Review(writing, {"imdb_answer": "Epoch by epoch"}, run=short)
    assert len(written.figures["imdb.by_epoch"][0]["data"]) == 2


def test_without_growth_the_sentence_says_so(run):
    effects = effects_of(run)
    assert "No word's effect grew" in growth_text(replace(effects, last=0 * effects.last))


def test_factors_show_whether_rare_words_grew_more(run):
    effects = effects_of(run)
    rare = np.where(effects.counts < 20, 4.0, 2.0) * effects.best
    assert re.match(r"Yes: ×4\.0 for words in 1–19 training reviews, ×2\.0 for words in ", rarity_of(effects, rare))
    assert "×3.0" in rarity_of(effects, 3 * effects.best)
    assert rarity_of(effects, 3 * effects.best).startswith("Not in this network: ")


@pytest.mark.parametrize(("reviews", "sentence"), [(5, "what memorising looks like"), (500, "So they are not rarer")])
def test_memorising_is_reported_only_where_rare_words_grew(run, reviews, sentence):
    effects = effects_of(run)
    counts = np.where(np.arange(len(effects.counts)) % 2, 5, 500)
    best = np.where(counts == 500, 1.0, 0.1)  # the strongest words are frequent ones at first
    last = best.copy()
    last[np.flatnonzero(counts == reviews)[-40:]] += 10
    assert sentence in growth_text(replace(effects, counts=counts, best=best, last=last))


def test_rare_words_that_grew_among_others_that_did_not_are_not_called_memorising(run):
    effects = effects_of(run)
    counts = np.where(np.arange(len(effects.counts)) % 2, 5, 500)
    best = np.where(counts == 500, 1.0, 10.0)
    best[np.flatnonzero(counts == 500)[:40]] = 20.0  # these are the strongest
    last = best * np.where(counts == 500, 2.0, 1.1)
    last[np.flatnonzero(counts == 500)[:40]] = 20.0
    last[np.flatnonzero(counts == 5)[-40:]] += 10
    assert "memorised little" in growth_text(replace(effects, counts=counts, best=best, last=last))


def rarity_of(effects, last):
    return rarity_text(replace(effects, last=last))


def test_results_are_computed_once_per_run(run, monkeypatch):
    Part(learning, run=run)
    monkeypatch.setattr("pages.imdb.effects.word_effects", lambda *_: pytest.fail("computed again"))
    monkeypatch.setattr("pages.imdb.learned.draw.word_bars", lambda *_, **__: pytest.fail("drawn again"))
    Part(learning, run=run)
