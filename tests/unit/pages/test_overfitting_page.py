"""What the overfitting page computes itself: lists of widths, repetitions, and when it speaks of memorised noise."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from nnkit import PRESETS, Experiment, Network, Planar, Run, Snapshot, Training, load
from nnkit.datasets.planar.bayes import bayes_accuracy
from nnkit.experiment import Table
from pages.overfitting.chance import DRAWS, SEEDS, repeated
from pages.overfitting.findings import memorisation_sentence
from pages.overfitting.width import read_widths

WIDTHS = st.lists(st.integers(1, 64), min_size=1, max_size=10)
SEPARATORS = st.text(",; \t\n", min_size=1)
LAST_SEED = 2**31 - 1


@given(WIDTHS, st.data())
def test_widths_are_sorted_and_different_whatever_separates_them(widths, data):
    text = "".join(f"{width}{data.draw(SEPARATORS)}" for width in widths)
    assert read_widths(text) == tuple(sorted(set(widths)))
    assert read_widths(f" {text}") == read_widths(text.rstrip())


@given(WIDTHS, st.integers(0, 10), st.integers(-99_999, 0) | st.integers(65))
def test_an_error_names_the_number_that_is_out_of_bounds(widths, place, wrong):
    words = [*map(str, widths)]
    words.insert(place, str(wrong))
    with pytest.raises(ValueError, match=f"from 1 to 64; got “{str(wrong)[:40]}"):
        read_widths(", ".join(words))


@given(st.text() | st.text("0123456789,; "))
def test_any_text_gives_widths_or_an_error_in_a_short_sentence(text):
    try:
        widths = read_widths(text)
    except ValueError as error:
        widths, message = (1,), str(error)
    else:
        message = "none."
    assert 1 <= len(widths) <= 10
    assert all(1 <= width <= 64 for width in widths)
    assert message.endswith(".")
    assert len(message) < 120


@given(st.sets(st.integers(1, 64), min_size=11))
def test_more_than_ten_different_numbers_are_too_many(widths):
    with pytest.raises(ValueError, match=f"got {len(widths)}"):
        read_widths(" ".join(map(str, widths)))


@pytest.mark.parametrize("repetition", [SEEDS, DRAWS])
@given(seed=st.integers(0, LAST_SEED))
def test_ten_repetitions_begin_with_the_experiment_itself_and_all_differ(repetition, seed):
    preset = PRESETS["moons-5"]
    experiment = replace(preset, data=replace(preset.data, seed=seed), training=replace(preset.training, seed=seed))
    experiments = repeated(experiment, repetition)
    assert experiments[0] == experiment
    assert len(set(experiments)) == 10
    for other in experiments:
        part = other.training if repetition == SEEDS else other.data
        assert 0 <= part.seed <= LAST_SEED
        same = replace(other, data=replace(other.data, seed=seed), training=replace(other.training, seed=seed))
        assert same == experiment


def run_that_answers(data, right):
    """A run of one neuron that compares x1 with a threshold: about the share `right` of its answers is right."""
    points = load(data)
    x1 = np.sort(points.x_train[:, 0])
    thresholds = (x1[1:] + x1[:-1]) / 2
    threshold = min(
        thresholds, key=lambda value: abs(np.mean((points.x_train[:, 0] > value) == points.y_train) - right)
    )
    weights = (np.array([[1e4], [0]], "float32"), np.array([-1e4 * threshold], "float32"))
    history = {"epoch": [1], "loss": [0.0], "accuracy": [right], "val_loss": [None], "val_accuracy": [None]}
    experiment = Experiment(data, Network(()), Training(epochs=1))
    return Run(experiment, history, (Snapshot(1, weights),), {"loss": 0.0, "accuracy": 0.0})


def edited(points, data):
    """Points that the line x1 = 0 separates."""
    return replace(data, edited=tuple((x1, 0.0, int(x1 > 0)) for x1 in np.linspace(-1, 1, points)))


@pytest.mark.parametrize("points", [20, 50, 100, 200, 500, 2_000])
def test_noise_is_called_memorised_only_if_chance_does_not_explain_it(points):
    data = edited(points, Planar(points=points, noise=0.4))
    run = run_that_answers(data, 1.0)
    best = bayes_accuracy(data)
    # The probability that the best possible classifier is right for all of the points.
    by_chance = binom.sf(points - 1, points, best)
    assert bool(memorisation_sentence(run)) == (by_chance < 0.025)


def test_there_is_no_sentence_for_points_of_unknown_distribution():
    rows = tuple((float(x1), 0.0, int(x1 > 0)) for x1 in np.linspace(-1, 1, 100))
    assert memorisation_sentence(run_that_answers(Table(rows), 1.0)) == ""


def test_an_accuracy_at_the_bound_is_not_called_memorised():
    data = edited(2_000, Planar(points=2_000, noise=0.4))
    assert memorisation_sentence(run_that_answers(data, bayes_accuracy(data))) == ""
    assert memorisation_sentence(run_that_answers(data, bayes_accuracy(data) + 0.05))
