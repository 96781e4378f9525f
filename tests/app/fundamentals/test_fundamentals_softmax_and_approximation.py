"""The sections on softmax and on universal approximation, without a browser."""

import re

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, mean_squared_error

from nnkit import load
from pages.fundamentals.approximation import fits
from tests.app.visitor import Part, array_of

WIDTHS = (1, 2, 5, 10, 20, 50, 100)
# Views, as the page names them.
NETWORK = {"softmax_view": "A trained network"}
BY_HAND, TRAINED, ERRORS = ({"approximation_view": view} for view in ("By hand", "Found by training", "Seven widths"))


def softmax_section():
    from pages.fundamentals.softmax.section import show_softmax

    show_softmax()


def approximation_section():
    from pages.fundamentals.approximation.section import show_approximation

    show_approximation()


class Section(Part):
    """One section of the page."""

    def __init__(self, script, **address):
        super().__init__(script, address, page="fundamentals")

    def runs(self, part):
        return super().runs(f"_{part}")

    def lines(self, figure):
        """The values of a figure's traces, by their names."""
        traces = self.figures[figure][0]["data"]
        return {trace["name"]: array_of(trace["y"]) for trace in traces}

    @property
    def bars(self):
        return array_of(self.figures["softmax"][0]["data"][0]["y"]) / 100

    def text(self):
        kinds = ("markdown", "caption", "info", "warning", "error", "text")
        return "\n".join(self.texts(*kinds))


# Softmax


def test_logits_become_probabilities_and_a_loss():
    section = Section(softmax_section)
    values = [1.5, -0.5, 3.0, 0.2]
    section.choose(classes=4)
    section.choose(**{f"logit_{label}": value for label, value in enumerate(values)}, true=2, temperature=2.0)
    shares = softmax(np.array(values) / 2)
    assert section.bars == pytest.approx(shares)
    assert f"**{-np.log(shares[2]):.3f} nats**. This is less than ln 4 = {np.log(4):.3f}" in section.text()
    section.choose(true=1)
    assert f"**{-np.log(shares[1]):.3f} nats**. This is more than" in section.text()


@pytest.mark.parametrize("constant", [-1_000, 1_000])
def test_a_constant_added_to_every_logit_changes_no_bar(constant):
    section = Section(softmax_section)
    before = section.bars
    section.choose(constant=constant)
    assert section.bars == pytest.approx(before)
    assert re.search(r"(No probability has changed|have changed by \S+ · 10⁻¹\S at most)", section.text())
    assert "*not a number*" in section.text()
    section.choose(constant=100)
    assert section.bars == pytest.approx(before)
    assert "still be computed" in section.text()


def test_fewer_classes_than_the_true_ones_number_leave_a_true_class():
    section = Section(softmax_section, classes=5, true=4)
    assert "The true class 4 " in section.text()
    section.choose(classes=3)
    assert len(section.bars) == 3
    assert "The true class 0 " in section.text()


def test_regions_are_the_networks_and_its_numbers_are_right():
    section = Section(softmax_section, **NETWORK)
    (run,) = section.runs("groups")
    data = load(run.experiment.data)
    kernel, bias, out_kernel, out_bias = (array.astype(float) for array in run.weights)

    def chances(x):
        return softmax(np.tanh(x @ kernel + bias) @ out_kernel + out_bias, axis=-1)

    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert f"{100 * accuracy_score(y, chances(x).argmax(axis=1)):.1f}\u00a0%" in section.text()
        assert f"{log_loss(y, chances(x)):.3f}" in section.text()
    right = section.app.dataframe[0].value
    for name, x, y in (("training points", data.x_train, data.y_train), ("fresh points", data.x_test, data.y_test)):
        counts = confusion_matrix(y, chances(x).argmax(axis=1))
        assert list(right[name]) == [f"{row[label]} of {row.sum()}" for label, row in enumerate(counts)]
    assert accuracy_score(data.y_train, chances(data.x_train).argmax(axis=1)) > 0.9
    tiles = section.figures["groups.regions"][0]["data"][0]
    places = np.stack(np.meshgrid(array_of(tiles["x"]), array_of(tiles["y"])), axis=-1)
    expected = chances(places)
    assert array_of(tiles["customdata"]) == pytest.approx(100 * expected, abs=0.51)
    sure = expected.max(axis=-1) > 0.6  # elsewhere, rounding may say either class
    assert np.array_equal((array_of(tiles["z"]) // 50)[sure], expected.argmax(axis=-1)[sure])


def test_a_slider_trains_another_network_of_several_classes():
    section = Section(softmax_section, **NETWORK)
    section.choose(groups_classes=5, groups_units=8, groups_shape="blobs")
    (run,) = section.runs("groups")
    assert (run.experiment.data.classes, run.experiment.network.hidden) == (5, (8,))
    assert run.weights[-1].shape == (5,)
    assert "ln 5 = 1.609" in section.text()
    section.choose(softmax_view="The logits").choose(**NETWORK)
    assert section.runs("groups") == [run]


# Universal approximation


def curve_by_hand(x):
    return np.sin(2 * np.pi * x)


def test_more_bumps_come_nearer_to_the_curve():
    section, errors = Section(approximation_section), []
    for count in (5, 20, 80):
        section.choose(bumps=count)
        lines = section.lines("bumps")
        assert lines["curve"] == pytest.approx(curve_by_hand(np.linspace(-1, 1, 401)), abs=1e-6)
        errors.append(np.abs(lines["sum of the bumps"] - lines["curve"]).max())
        error = float(re.search(r"the largest error is \*\*([\d.]+)\*\*", section.text())[1])
        assert error == pytest.approx(errors[-1], rel=0.02)
        assert f"{count} bumps, made of {2 * count} hidden units" in section.text()
    assert errors[2] < 0.5 * errors[1] < 0.25 * errors[0]


def test_a_curve_that_jumps_is_said_to_keep_an_error():
    section = Section(approximation_section, bumps=100)
    assert "jumps" not in section.text()
    section.choose(curve="step")
    assert "This curve jumps" in section.text()


def test_seven_widths_are_trained_and_their_numbers_are_right():
    section = Section(approximation_section, **ERRORS)
    runs = section.runs("fits")
    assert [run.experiment.network.hidden for run in runs] == [(width,) for width in WIDTHS]
    data = load(runs[0].experiment.data)

    def answers(run, x):
        kernel, bias, out_kernel, out_bias = (array.astype(float) for array in run.weights)
        return (np.tanh(x[:, None] @ kernel + bias) @ out_kernel + out_bias)[:, 0]

    errors = section.lines("fits.errors")
    for name, x, y in (("training", data.x_train, data.y_train), ("validation", data.x_val, data.y_val)):
        by_hand = [mean_squared_error(y, answers(run, x[:, 0])) for run in runs]
        assert errors[name] == pytest.approx(by_hand, rel=0.01, abs=1e-6)
    assert errors["training"][3] < 0.1 * errors["training"][0]

    section.choose(**TRAINED)
    x = np.linspace(-1, 1, 201)
    for width in (10, 2):
        section.choose(fits_units=width)
        run = runs[WIDTHS.index(width)]
        fit, parts = section.lines("fits.fit"), section.lines("fits.sum")
        assert fit["curve"] == pytest.approx(curve_by_hand(x), abs=1e-5)
        assert fit["network"] == pytest.approx(answers(run, x), abs=1e-3)
        terms = parts["each hidden unit"].reshape(width, 102)[:, :-1]
        assert parts["network (the sum)"] == pytest.approx(answers(run, x[::2]), abs=1e-3)
        assert terms.sum(axis=0) + parts["bias"] == pytest.approx(parts["network (the sum)"], abs=1e-3)
        assert f"**The network with {width} hidden units**" in section.text()
        assert section.runs("fits") == runs  # looking at another one trains nothing


def test_the_visitors_own_curve_is_drawn_and_learned_and_an_invalid_one_changes_nothing():
    section, x = Section(approximation_section), np.linspace(-1, 1, 401)

    def check(corners):
        """The corners' curve is drawn in one view and learned in another, and the table is the same in both."""
        section.choose(**BY_HAND)
        assert section.lines("bumps")["curve"] == pytest.approx(np.interp(x, *zip(*corners, strict=True)), abs=1e-6)
        section.choose(**TRAINED)
        assert section.runs("fits")[0].experiment.data.corners == tuple(corners)

    section.choose(curve="corners")
    check([(-1, -0.5), (-0.6, 0.8), (-0.2, 0.2), (0.2, 0.6), (0.6, -0.8), (1, 0)])
    section.edit({1: {"y": -1.0}, 2: {"x": 0.9}}, deleted=[3])  # no longer from left to right: they are sorted
    changed = sorted([(-1, -0.5), (-0.6, -1.0), (0.9, 0.2), (0.6, -0.8), (1, 0)])
    check(changed)

    runs = section.runs("fits")
    section.edit({1: {"y": -1.0}, 2: {"x": 1.0}}, deleted=[3])
    assert "can't be used" in section.text()
    assert "corner 5 must lie to the right of the one before" in section.text()
    check(changed)
    assert section.runs("fits") == runs
    section.edit(deleted=[0, 1, 2, 3, 4])
    assert "from 2 to 20 pairs; got 1" in section.text()


def test_conclusions_wait_for_all_networks(monkeypatch):
    whole = fits.follow_sliders
    monkeypatch.setattr(fits, "follow_sliders", lambda *choices: whole(*choices)[:3])
    section = Section(approximation_section, **ERRORS)
    assert "3 of 7 networks are trained" in section.text()
    assert "lowest training error" not in section.text()
    section.choose(**TRAINED)
    assert "The network with 10 hidden units is not trained yet" in section.text()
    assert "**The network with 5 hidden units**" in section.text()


def test_settings_in_the_address_wait_for_a_press():
    section = Section(approximation_section, curve="bump", curve_noise=0.2, **ERRORS)
    assert "came with the address" in section.text()
    assert "fits.errors" not in section.figures
    section.app.button(key="fundamentals_fits.start").click()
    section.run()
    assert section.runs("fits")[0].experiment.data.shape == "bump"
    assert section.runs("fits")[0].experiment.data.noise == 0.2


def test_a_curve_chosen_before_the_networks_are_on_screen_is_trained_without_a_press():
    section = Section(approximation_section)
    section.choose(curve="bump")
    assert section.runs("fits") is None
    section.choose(**TRAINED)
    assert section.runs("fits")[0].experiment.data.shape == "bump"
    assert "came with the address" not in section.text()
