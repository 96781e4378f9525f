"""What the answers to the exercises say is true."""

import itertools
import re
from dataclasses import replace
from math import log

import numpy as np
import pytest

from nnkit import PRESETS, Imdb, Network, load
from nnkit.datasets.imdb.imdb import texts
from nnkit.datasets.imdb.read_text import tokenise
from nnkit.datasets.imdb.tokenize import FIRST_WORD, SPECIAL_NAMES, UNKNOWN
from nnkit.experiment.layers import layers_of
from nnkit.results.inference import expit
from nnkit.results.word_effects import leave_one_out, word_counts
from pages.imdb import exercises
from pages.imdb.word_order import shuffle_words
from tests.unit.pages.runs import opening
from ui.numbers import percent

BASELINE = PRESETS["imdb-baseline"]


def answer(found, number):
    return found.exercises[number - 1].answer


def parameters(experiment):
    return sum(layer.parameters for layer in layers_of(experiment))


def with_network(vocabulary, hidden):
    return replace(BASELINE, data=Imdb(vocabulary), network=Network(hidden))


def ones(text):
    """The cells of the vector that are 1."""
    return np.unique(tokenise(text, texts(Imdb()).vocabulary).tokens).tolist()


def test_neither_the_order_nor_the_number_of_words_changes_what_the_network_gets():
    assert ones("The film is not good, it is bad") == ones("The film is not bad, it is good")
    assert ones("wonderful") == ones(" ".join(["wonderful"] * 10)) != ones("boring")


def test_the_baseline_does_not_see_a_negation():
    baseline, *_ = opening("imdb/networks")
    task = exercises.WRITE.exercises[2].task
    review = re.search("“(Not good .*?)”", task)[1]
    found = leave_one_out(baseline.experiment, baseline.weights, ones(review))
    assert found.probability > 0.5
    effects = dict(zip(texts(Imdb()).decode(found.indices), found.effects, strict=True))
    assert min(effects["great"], effects["good"]) > 0
    for seed in range(5):
        assert ones(shuffle_words(review, seed)) == ones(review)


def test_the_parameters_of_the_baseline_and_of_the_smaller_network():
    totals = {units: parameters(with_network(10_000, (units, units))) for units in (16, 8)}
    assert f"The baseline has {parameters(BASELINE):,} parameters" in exercises.NETWORKS.exercises[0].task
    text = answer(exercises.NETWORKS, 1)
    assert text.startswith(f"{parameters(PRESETS['imdb-smaller']):,}, almost exactly half")
    rest = {units: total - (10_000 * units + units) for units, total in totals.items()}
    assert f"only {rest[16]} and {rest[8]}" in text


def test_the_parameters_that_a_smaller_vocabulary_leaves():
    large, small = (parameters(with_network(size, (16, 16))) for size in (10_000, 1_000))
    assert answer(exercises.OWN, 1).startswith(f"{large - small:,}:")
    assert f"{small:,} are left of {large:,}" in answer(exercises.OWN, 1)


@pytest.mark.parametrize("hidden", [(), (4,)])
def test_without_hidden_layers_a_word_has_the_same_effect_in_every_review(hidden):
    experiment, random = with_network(1_000, hidden), np.random.default_rng(0)
    sizes = (1_000, *hidden, 1)
    weights = [
        array.astype("float32")
        for inputs, units in itertools.pairwise(sizes)
        for array in (random.normal(size=(inputs, units)), random.normal(size=units))
    ]
    reviews = [[1, 50, *random.integers(100, 1_000, 20)] for _ in range(5)]
    found = [leave_one_out(experiment, weights, review) for review in reviews]
    effects = [float(each.effects[each.indices == 50][0]) for each in found]
    if hidden:
        assert np.ptp(effects) > 0.1
    else:
        assert effects == pytest.approx([float(weights[0][50, 0])] * 5, abs=1e-4)
        assert f"{parameters(with_network(10_000, ())):,} parameters" in answer(exercises.OWN, 2)


def test_the_same_effect_changes_a_sure_answer_less():
    text = exercises.LEARNED.exercises[0].task
    assert f"a sum of 0 turns 50\u00a0% into {percent(float(expit(1.0)), 0)}" in text
    assert answer(exercises.LEARNED, 1).startswith(percent(float(expit(log(0.95 / 0.05) + 1)), 0))


def test_how_many_rare_words_are_in_reviews_of_one_kind_only():
    data = load(Imdb())
    counts, liked = (array[FIRST_WORD:] for array in word_counts(data.x_train, data.y_train))
    rare = (counts > 0) & (counts <= 20)
    text = answer(exercises.LEARNED, 2)
    assert f"Of the {rare.sum():,} words" in text
    assert f"{(liked == counts)[rare].sum()} are in positive ones only" in text
    assert f"{(liked == 0)[rare].sum()} in negative ones only" in text


def test_the_word_with_index_4():
    reviews = texts(Imdb())
    assert reviews.decode([4]) == ["the"]
    assert reviews.frequencies[FIRST_WORD:].argmax() == 0
    names = [name.strip("[]") for name in SPECIAL_NAMES]
    assert answer(exercises.READ, 1).endswith(f"{', '.join(names[:3])} and {names[3]}.")


def test_the_words_and_the_ones_of_training_review_8():
    tokens = texts(Imdb()).tokens("train", 8)
    assert f"review 8 has {len(tokens) - 1} words" in exercises.READ.exercises[1].task
    assert answer(exercises.READ, 2).startswith(f"Fewer: {len(np.unique(tokens))}.")
    assert UNKNOWN in tokens
