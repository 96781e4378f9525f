"""Effects of words, compared with predictions for reviews with the word and without it."""

import tracemalloc

import numpy as np
import pytest

from nnkit import Experiment, Imdb, Network, Training
from nnkit.datasets import Reviews
from nnkit.experiment.layers import weight_shapes
from nnkit.results.inference import output_logits, predict
from nnkit.results.word_effects import leave_one_out, logit_of, reviews_with, word_counts, word_effects

VOCABULARY = 1_000
NETWORKS = [
    Network((16, 16)),
    Network(()),
    Network((5,), "tanh"),
    Network((4, 3, 2), "elu"),
    Network((6, 6), "sigmoid", l2=0.01, dropout=0.5),
    Network((3,), "linear"),
]


def network(choice, vocabulary=VOCABULARY, seed=0):
    """An experiment and random weights for it, large enough that words matter and activations bend."""
    experiment = Experiment(Imdb(vocabulary=vocabulary), choice, Training())
    random = np.random.default_rng(seed)
    return experiment, [random.normal(0, 0.4, shape).astype("float32") for shape in weight_shapes(experiment)]


def reviews_of(sets, vocabulary=VOCABULARY):
    tokens = np.array([index for one in sets for index in one], "uint16")
    return Reviews.of_tokens(tokens, np.cumsum([0, *map(len, sets)]), vocabulary)


def drawn_sets(count, seed=1, vocabulary=VOCABULARY):
    random = np.random.default_rng(seed)
    return [{1, *random.integers(2, vocabulary, random.integers(0, 60)).tolist()} for _ in range(count)]


@pytest.mark.parametrize("choice", NETWORKS, ids=lambda choice: f"{choice.hidden}-{choice.activation}")
def test_leaving_one_word_out_is_predicting_without_it(choice):
    experiment, weights = network(choice)
    (indices,) = drawn_sets(1, seed=3)
    found = leave_one_out(experiment, weights, list(indices))
    assert found.indices.tolist() == sorted(indices)
    whole = reviews_of([indices])
    assert found.probability == pytest.approx(predict(experiment, weights, whole)[0, 0], abs=1e-5)
    assert found.logit == pytest.approx(output_logits(experiment, weights, whole)[0, 0], rel=1e-4, abs=1e-4)
    without = reviews_of([indices - {index} for index in sorted(indices)])
    np.testing.assert_allclose(found.probabilities, predict(experiment, weights, without)[:, 0], atol=1e-5)
    np.testing.assert_allclose(found.logits, output_logits(experiment, weights, without)[:, 0], rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(found.effects, found.logit - found.logits)
    np.testing.assert_allclose(found.probability_effects, found.probability - found.probabilities)


def test_order_and_repetitions_do_not_count_and_unknown_words_are_one():
    experiment, weights = network(NETWORKS[0])
    once = leave_one_out(experiment, weights, [1, 2, 7, 30])
    often = leave_one_out(experiment, weights, np.array([1, 30, 2, 7, 2, 2, 30], "uint16"))
    assert often.indices.tolist() == once.indices.tolist() == [1, 2, 7, 30]
    np.testing.assert_array_equal(often.logits, once.logits)
    assert logit_of(experiment, weights, [30, 7, 7, 2, 1]) == pytest.approx(once.logit)


def test_a_review_of_one_index_or_none():
    experiment, weights = network(NETWORKS[0])
    alone = leave_one_out(experiment, weights, [1])
    assert alone.logits[0] == pytest.approx(output_logits(experiment, weights, reviews_of([[]]))[0, 0], abs=1e-5)
    nothing = leave_one_out(experiment, weights, [])
    assert len(nothing.indices) == len(nothing.logits) == 0
    assert nothing.logit == pytest.approx(alone.logits[0])
    assert logit_of(experiment, weights, []) == pytest.approx(alone.logits[0])


def test_extreme_logits_stay_finite():
    experiment, weights = network(Network(()))
    found = leave_one_out(experiment, [200 * array for array in weights], list(range(1, 400)))
    assert np.isfinite(found.logits).all()
    assert set(found.probabilities.round(3)) <= {0.0, 1.0}


@pytest.mark.parametrize("choice", NETWORKS, ids=lambda choice: f"{choice.hidden}-{choice.activation}")
def test_effects_are_the_mean_difference_between_with_and_without(choice):
    experiment, weights = network(choice)
    sets = drawn_sets(60)  # more than are taken at once
    effects = word_effects(experiment, weights, reviews_of(sets))
    assert effects.shape == (VOCABULARY,)
    assert effects.dtype == np.float32
    for index in (0, 1, 2, 4, *max(sets, key=len), 500, VOCABULARY - 1):
        plus, minus = (
            output_logits(experiment, weights, reviews_of([change(one) for one in sets]))[:, 0].astype(float)
            for change in (lambda one, index=index: one | {index}, lambda one, index=index: one - {index})
        )
        assert effects[index] == pytest.approx((plus - minus).mean(), rel=1e-3, abs=2e-4), index


def test_without_a_hidden_layer_an_effect_is_the_weight():
    experiment, weights = network(Network(()))
    effects = word_effects(experiment, weights, reviews_of(drawn_sets(5)))
    np.testing.assert_allclose(effects, weights[0][:, 0], atol=1e-4)


def test_effects_take_little_memory_in_wide_networks_and_for_many_reviews():
    experiment, weights = network(Network((128, 128)), vocabulary=10_000)
    reviews = reviews_of(drawn_sets(120, vocabulary=10_000), 10_000)
    tracemalloc.start()
    word_effects(experiment, weights, reviews)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 50e6


def test_effects_over_no_reviews_are_an_error():
    experiment, weights = network(NETWORKS[0])
    with pytest.raises(ValueError, match="none"):
        word_effects(experiment, weights, reviews_of([]))


def test_finding_and_counting_reviews():
    sets = [set(), {1, 5}, set(), {1, 5, 9}, {1}, set()]
    reviews, labels = reviews_of(sets), np.array([1, 1, 0, 0, 1, 0])
    for index in (0, 1, 5, 9, VOCABULARY - 1):
        assert reviews_with(reviews, index).tolist() == [place for place, one in enumerate(sets) if index in one]
    counts, liked = word_counts(reviews, labels)
    assert counts[[0, 1, 5, 9]].tolist() == [0, 3, 2, 1]
    assert liked[[0, 1, 5, 9]].tolist() == [0, 2, 1, 0]
    assert len(counts) == len(liked) == VOCABULARY
