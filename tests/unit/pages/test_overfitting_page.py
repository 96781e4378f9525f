"""What the overfitting page computes itself: lists of widths, repetitions, and when it speaks of memorised noise."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact

from nnkit import PRESETS, Experiment, Network, Planar, Run, Snapshot, Training
from nnkit.datasets import Dataset
from nnkit.datasets.planar.bayes import bayes_accuracy
from nnkit.experiment import Table
from pages.overfitting.chance import DRAWS, SEEDS, repeated
from pages.overfitting.findings import luck_on, view_of
from pages.overfitting.memorisation import memorisation_text
from pages.overfitting.width import read_widths

MARGIN = 0.03
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


NOISY = Planar(noise=0.4)
WEIGHTS = (np.array([[1e4], [0]], "float32"), np.array([0.0], "float32"))  # answers class 1 where x1 > 0


def sides(right, count):
    """Points on both sides of x1 = 0, of which so many have the class of their side."""
    x1 = np.where(np.arange(count) % 2, 1.0, -1.0).astype("float32")
    labels = (x1 > 0).astype("int32")
    labels[right:] = 1 - labels[right:]
    return np.stack([x1, np.zeros(count, "float32")], axis=1), labels


@pytest.fixture
def run_on(monkeypatch):
    """Make a run of one neuron that gets so many of its training points right, and so many of 1,000 new ones."""

    def make(data, right, right_of_new, points, new=1_000):
        train, val = sides(right, points), sides(right_of_new, new)
        for module in ("findings", "memorisation"):
            monkeypatch.setattr(f"pages.overfitting.{module}.load", lambda _: Dataset(*train, *val, *val))
        history = {"epoch": [1], "loss": [0.0], "accuracy": [1.0], "val_loss": [None], "val_accuracy": [None]}
        experiment = Experiment(data, Network(()), Training(epochs=1))
        return Run(experiment, history, (Snapshot(1, WEIGHTS),), {"loss": 0.0, "accuracy": 0.0})

    return make


def memorised(run):
    return memorisation_text({"": run})


@pytest.mark.parametrize("share", [1.0, 0.9, 0.85])
@pytest.mark.parametrize("points", [20, 50, 100, 200, 2_000])
def test_points_are_called_memorised_only_if_luck_does_not_explain_it(run_on, points, share):
    right, right_of_new, best = round(share * points), 780, bayes_accuracy(NOISY)
    sentence = memorised(run_on(replace(NOISY, points=points), right, right_of_new, points))
    luck = fisher_exact([[right, points - right], [right_of_new, 1_000 - right_of_new]], "greater").pvalue
    assert bool(sentence) == (luck < 0.025)
    # The probability that the best possible classifier is right for as many of the points.
    by_chance = binom.sf(right - 1, points, best)
    assert ("memorised noise" in sentence) == (luck < 0.025 and by_chance < 0.025)


def test_twenty_points_that_are_all_right_are_memorised_if_new_ones_are_not(run_on):
    sentence = memorised(run_on(replace(NOISY, points=20), 20, 750, 20))
    assert sentence.startswith(
        "The network gets 100.0\u00a0% of its 20 training points right, but only 75.0\u00a0% of 1,000 new points."
    )
    assert "memorised" in sentence
    assert "noise" not in sentence  # the best possible classifier gets 20 of 20 right with 5 %


def test_points_of_unknown_distribution_can_be_memorised_but_not_said_to_be_noise(run_on):
    table = Table(tuple((float(x1), 0.0, int(x1 > 0)) for x1 in np.linspace(-1, 1, 100)))
    assert "memorised" in memorised(run_on(table, 60, 10, 60, new=20))
    assert "best possible" not in memorised(run_on(table, 60, 10, 60, new=20))


def test_nothing_follows_for_edited_points(run_on):
    edited = replace(NOISY, edited=((0.0, 0.0, 0), (1.0, 0.0, 1)))
    assert memorised(run_on(edited, 200, 500, 200)) == ""


def test_what_holds_for_several_networks_is_said_once(run_on):
    run = run_on(replace(NOISY, points=200), 200, 700, 200)
    other = replace(run, seconds=run.seconds + 1)
    text = memorisation_text({"20 units": run, "50 units": other})
    assert re.findall(r"^- \*\*(\d+) units:\*\* 100.0\u00a0% of its 200 training points right", text, re.MULTILINE) == [
        "20",
        "50",
    ]
    for sentence in ("luck alone makes", "have memorised", "The best possible classifier", "memorised noise"):
        assert text.count(sentence) == 1
    assert memorisation_text({"20 units": run}).startswith("**20 units.** The network gets")


def test_luck_on_1000_points_is_two_standard_errors():
    assert luck_on(1_000, 0.863) == "2.2 percentage points"  # 2 · √(0.863 · 0.137 / 1,000) = 0.0217


def test_a_small_map_shows_all_points_with_the_margin_that_is_asked_for():
    run = SimpleNamespace(experiment=Experiment(Planar(), Network((1,)), Training()))
    grid, (points, _), truth = view_of(run, 8, MARGIN)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = max(high - low)
    for values, least, most in zip((grid.x1, grid.x2), low, high, strict=True):
        assert len(values) == 8
        assert values[0] <= least - 0.99 * MARGIN * extent
        assert values[-1] >= most + 0.99 * MARGIN * extent
        assert values[-1] - values[0] == pytest.approx((1 + 2 * MARGIN) * extent, rel=1e-5)
    assert truth.shape == (8, 8)
