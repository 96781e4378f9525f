"""Figures are read back as the browser gets them: from their JSON, arrays decoded."""

import numpy as np
import pytest

from nnkit.experiment import Experiment, Mnist, Network, Planar, Training
from nnkit.experiment.layers import layers_of
from nnkit.figures import (
    accuracy_curve,
    alt_text,
    class_counts,
    confusion_matrix,
    digit_row,
    loss_curve,
    network_diagram,
    pixel_map,
    probability_bars,
    style,
    training_animation,
    unit_inputs,
    weight_images,
)
from nnkit.figures.style import TEXT
from tests.unit.nnkit.figures.checks import LazyFigures, check_figure, contrast, longest_list_of_numbers, sent

HISTORY = {
    "epoch": [1, 2, 3],
    "loss": [0.9, 0.5, 0.25],
    "accuracy": [0.6, 0.75, 0.9],
    "val_loss": [0.8, 0.4, 0.55],
    "val_accuracy": [0.65, 0.85, 0.8],
}
NO_VALIDATION = HISTORY | {"val_loss": [None] * 3, "val_accuracy": [None] * 3}
EMPTY = {key: [] for key in HISTORY}
MNIST_LAYERS = layers_of(Experiment(Mnist(), Network((15,)), Training()))


def random_digits(count, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, 28, 28), dtype=np.uint8)


def random_frames(count, units=15, digits=10, seed=0):
    """Return frames with an epoch, a first kernel and probabilities, as a run has them."""
    random = np.random.default_rng(seed)
    return [
        (
            epoch,
            random.normal(scale=0.1, size=(784, units)).astype(np.float32),
            random.dirichlet(np.ones(10), digits).astype(np.float32),
        )
        for epoch in range(count)
    ]


EVERY_FIGURE = LazyFigures(
    {
        "loss": lambda: loss_curve(HISTORY, marked_epoch=2),
        "accuracy": lambda: accuracy_curve(NO_VALIDATION),
        "empty": lambda: loss_curve(EMPTY),
        "digits": lambda: digit_row(random_digits(12), list("012345678901"), [True] * 12),
        "pixels": lambda: pixel_map(random_digits(1)[0]),
        "counts": lambda: class_counts(np.arange(30) % 10),
        "bars": lambda: probability_bars(np.full(10, 0.1), truth=3),
        "confusion": lambda: confusion_matrix(np.eye(10, dtype=int)),
        "weights": lambda: weight_images(random_frames(1)[0][1]),
        "layer": lambda: unit_inputs(random_frames(1)[0][1], np.arange(15.0)),
        "animation": lambda: training_animation(random_frames(3), random_digits(10), np.arange(10)),
        "wide animation": lambda: training_animation(random_frames(3), random_digits(10), np.arange(10), height=500),
        "network": lambda: network_diagram(MNIST_LAYERS, inputs=784),
    }
)


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_every_figure_fits_both_themes_and_a_phone(name):
    check_figure(EVERY_FIGURE[name])


@pytest.mark.parametrize("name", EVERY_FIGURE)
def test_long_values_are_sent_as_typed_arrays(name):
    assert longest_list_of_numbers(EVERY_FIGURE.json(name)) <= 50


def test_every_numeric_axis_has_a_title():
    for name in ("loss", "accuracy", "pixels", "counts", "bars", "confusion"):
        layout = EVERY_FIGURE[name].layout
        assert layout.xaxis.title.text, name
        assert layout.yaxis.title.text, name


@pytest.mark.parametrize("colour", [style.BLUE, style.ORANGE, style.GREY])
def test_white_text_can_be_read_on_the_main_colours_and_these_on_white(colour):
    assert contrast(colour, "#ffffff") >= 4.5


@pytest.mark.parametrize("background", style.BACKGROUNDS)
def test_marks_and_lines_can_be_seen_on_both_themes(background):
    """WCAG 2 demands a contrast of 3:1 for graphics."""
    for colour in (style.BLUE, style.ORANGE, style.GREY, style.BEST, *style.GROUPS, *style.VARIANTS):
        assert contrast(colour, background) >= 3, colour


# Curves


def test_loss_curve_draws_both_losses_which_differ_without_colours():
    figure = sent(loss_curve(HISTORY))
    training, validation = figure["data"]
    np.testing.assert_allclose(training["x"], [1, 2, 3])
    np.testing.assert_allclose(training["y"], HISTORY["loss"], rtol=1e-6)
    np.testing.assert_allclose(validation["y"], HISTORY["val_loss"], rtol=1e-6)
    assert training["line"]["dash"] != validation["line"]["dash"]
    assert figure["layout"]["hovermode"] == "x unified"


def test_accuracy_curve_is_in_percent():
    training, validation = sent(accuracy_curve(HISTORY))["data"]
    np.testing.assert_allclose(training["y"], [60, 75, 90], rtol=1e-6)
    np.testing.assert_allclose(validation["y"], [65, 85, 80], rtol=1e-6)


def test_curves_have_an_alternative_text():
    assert alt_text(loss_curve(HISTORY)) == (
        "Training loss falls from 0.9 to 0.25 over 3 epochs. Validation loss ends at 0.55. "
        "Its best value is 0.4 at epoch 2."
    )
    assert alt_text(accuracy_curve(HISTORY)) == (
        "Training accuracy rises from 60.0\u00a0% to 90.0\u00a0% over 3 epochs. "
        "Validation accuracy ends at 80.0\u00a0%. Its best value is 85.0\u00a0% at epoch 2."
    )
    text = alt_text(accuracy_curve(NO_VALIDATION))
    assert text == "Training accuracy rises from 60.0\u00a0% to 90.0\u00a0% over 3 epochs."
    one = {key: values[:1] for key, values in NO_VALIDATION.items()}
    assert alt_text(loss_curve(one)) == "Training loss is 0.9 after epoch 1."


def test_a_regression_has_no_accuracy_to_show():
    figure = accuracy_curve({**NO_VALIDATION, "accuracy": [None] * len(NO_VALIDATION["epoch"])})
    assert not figure.data
    assert figure.layout.annotations[0].text == "Not measured here."
    assert "No accuracy to show. It is not measured where a network predicts numbers." in alt_text(figure)


@pytest.mark.parametrize("draw", [loss_curve, accuracy_curve])
def test_curves_without_validation_draw_training_alone(draw):
    assert [trace.name for trace in draw(NO_VALIDATION).data] == ["training"]


@pytest.mark.parametrize("draw", [loss_curve, accuracy_curve])
def test_an_empty_history_says_why_it_is_empty(draw):
    figure = draw(EMPTY)
    assert not figure.data
    assert "ended in the first epoch" in figure.layout.annotations[0].text
    assert "ended in the first epoch" in alt_text(figure)


@pytest.mark.parametrize(("epochs", "mode"), [(60, "lines+markers"), (61, "lines")])
def test_curves_of_few_epochs_have_markers(epochs, mode):
    history = {key: [0.5] * epochs for key in HISTORY} | {"epoch": list(range(1, epochs + 1))}
    assert {trace.mode for trace in loss_curve(history).data} == {mode}


@pytest.mark.parametrize(("epoch", "text"), [(2, "epoch 2"), (2.5, "epoch 3")])
def test_a_marked_epoch_is_a_named_line(epoch, text):
    layout = loss_curve(HISTORY, marked_epoch=epoch).layout
    (line,) = layout.shapes
    assert (line.x0, line.x1) == (epoch, epoch)
    assert [text.text for text in layout.annotations] == [text]


# Digits


@pytest.mark.parametrize(("count", "columns"), [(12, 10), (7, 5), (3, 10)])
def test_digit_row_shows_every_pixel_at_the_position_in_its_customdata(count, columns):
    images = random_digits(count)
    heatmap, captions = sent(digit_row(images, ["caption"] * count, columns=columns))["data"]
    picture, positions = heatmap["z"], heatmap["customdata"]
    shown = np.isfinite(picture)
    assert shown.sum() == images.size  # each pixel once, and nothing else
    number, row, column = positions[shown].T
    np.testing.assert_array_equal(picture[shown], images[number.astype(int) - 1, row, column])
    # The fourth digit of a row begins three steps to the right of the first.
    step = picture.shape[1] // columns
    third = np.argwhere(positions[..., 0] == 3)
    assert third.min(axis=0).tolist() == [0, 2 * step]
    # Every caption stands below its digit's last row and in its middle.
    for index, (x, y) in enumerate(zip(captions["x"], captions["y"], strict=True)):
        inked = np.argwhere((positions[..., 0] == index + 1) & shown)
        assert y > inked[:, 0].max()
        assert x == inked[:, 1].mean()


def test_digit_row_marks_right_and_wrong_in_colour_and_sign():
    figure = digit_row(random_digits(3), ["7", "2", "1"], np.array([True, False, True]))
    captions = sent(figure)["data"][1]
    assert captions["text"] == ["✓ 7", "✗ 2", "✓ 1"]
    assert captions["textfont"]["color"] == [style.CORRECT, style.WRONG, style.CORRECT]
    assert alt_text(figure) == "3 handwritten digits with the captions 7, 2, 1. 2 marked correct, 1 marked wrong."


def test_digit_row_without_correctness_uses_the_themes_colour():
    captions = sent(digit_row(random_digits(2), [4, 9]))["data"][1]
    assert captions["text"] == ["4", "9"]
    assert "color" not in captions["textfont"]


@pytest.mark.parametrize(("count", "captions"), [(0, []), (51, ["x"] * 51), (2, ["one"])])
def test_digit_row_rejects_too_few_or_too_many_digits_and_captions(count, captions):
    with pytest.raises(ValueError, match="1 to 50 digits"):
        digit_row(random_digits(count), captions)


def test_pixel_map_shows_bytes_or_shares():
    image = np.zeros((28, 28), np.uint8)
    image[3, 5], image[27, 0] = 51, 204
    raw, scaled = pixel_map(image), pixel_map(image, scaled=True)
    bytes_shown, shares_shown = sent(raw)["data"][0], sent(scaled)["data"][0]
    assert bytes_shown["z"].dtype == np.uint8
    np.testing.assert_array_equal(bytes_shown["z"], image)
    assert (shares_shown["z"][3, 5], shares_shown["z"][27, 0]) == pytest.approx((0.2, 0.8))
    assert (bytes_shown["zmax"], shares_shown["zmax"]) == (255, 1)
    assert ":.3f}" in shares_shown["hovertemplate"]
    assert "2 of them have ink. The darkest pixel has the value 204 of 255" in alt_text(raw)
    assert "0.800 of 1." in alt_text(scaled)


def test_class_counts_count():
    figure = class_counts(np.array([3, 3, 3, 1, 0, 2, 4, 5]), classes=6)
    bars = sent(figure)["data"][0]
    assert list(bars["y"]) == [1, 1, 1, 3, 1, 1]
    np.testing.assert_allclose(bars["customdata"][3], 37.5)
    assert (
        alt_text(figure)
        == "8 digits. The most frequent is 3 (3, 37.5\u00a0%), the least frequent is 0 (1, 12.5\u00a0%)."
    )


# Predictions


def test_probability_bars_highlight_the_prediction_and_mark_the_truth():
    probabilities = np.array([0.02, 0.03, 0.6, 0.05, 0.25, 0.01, 0.01, 0.01, 0.01, 0.01])
    figure = probability_bars(probabilities, truth=4)
    bars, axes = sent(figure)["data"][0], figure.layout
    np.testing.assert_allclose(bars["x"], 100 * probabilities)
    assert bars["text"][2] == "60.0\u00a0%"
    assert bars["marker"]["color"][2] == style.WRONG
    assert set(bars["marker"]["color"][:2] + bars["marker"]["color"][3:]) == {style.GREY}
    assert [name for name in axes.yaxis.ticktext if "true" in name] == ["<b>true: 4</b>"]
    assert axes.xaxis.range == (0, 100)
    assert alt_text(figure) == (
        "The network gives class 2 the highest probability, 60.0\u00a0%. The true class is 4, with a "
        "probability of 25.0\u00a0%."
    )


@pytest.mark.parametrize(("truth", "ending"), [(2, "90.0\u00a0%. This is the true class."), (None, "90.0\u00a0%.")])
def test_probability_bars_are_blue_where_nothing_is_wrong(truth, ending):
    figure = probability_bars(np.array([0.05, 0.05, 0.9]), truth)
    assert figure.data[0].marker.color[2] == style.CORRECT
    assert alt_text(figure).endswith(ending)


@pytest.fixture
def counts():
    """Return 100 digits per class: three 0s and one 1 are predicted as 2, seven 2s as 1."""
    return np.array([[97, 0, 3], [0, 99, 1], [0, 7, 93]])


def test_confusion_matrix_has_a_hover_text_for_every_cell(counts):
    figure = confusion_matrix(counts)
    cells = sent(figure)["data"][-1]
    hover = {tuple(cell): text for cell, text in zip(cells["customdata"], cells["hovertext"], strict=True)}
    assert hover[0, 2] == "true 0, predicted 2: 3 of 100 (3.0\u00a0%)"
    assert hover[2, 1] == "true 2, predicted 1: 7 of 100 (7.0\u00a0%)"
    assert hover[1, 1] == "true 1, predicted 1: 99 of 100 (99.0\u00a0%)"
    assert len(hover) == 9
    for (true, predicted), x, y in zip(cells["customdata"], cells["x"], cells["y"], strict=True):
        assert (y, x) == (true, predicted)
    assert alt_text(figure) == (
        "289 of 300 digits are predicted correctly (96.3\u00a0%). The most frequent mistake is to read 2 as 1, 7 times."
    )


def test_confusion_matrix_writes_each_count_once_and_leaves_zeros_blank(counts):
    mistakes, correct, _ = sent(confusion_matrix(counts))["data"]
    assert mistakes["text"] == [["", "", "3"], ["", "", "1"], ["", "7", ""]]
    assert correct["text"] == [["97", "", ""], ["", "99", ""], ["", "", "93"]]
    assert np.isnan(np.diag(mistakes["z"])).all()
    assert mistakes["zmax"] == pytest.approx(7)  # % of the row: the diagonal does not swamp the mistakes
    assert np.isfinite(correct["z"]).sum() == 3


def test_confusion_matrix_reads_from_the_top_and_a_click_does_not_fade_it(counts):
    figure = confusion_matrix(counts)
    top, bottom = figure.layout.yaxis.range[::-1]
    assert top < 0 < 2 < bottom
    cells = figure.data[-1]
    assert cells.unselected.marker.opacity == cells.marker.opacity > 0
    assert cells.selected.marker.opacity == 1


def test_confusion_matrix_has_a_frame_around_the_chosen_cell(counts):
    (frame,) = confusion_matrix(counts, chosen=(2, 1)).layout.shapes
    assert (round(frame.x0), round(frame.x1), round(frame.y0), round(frame.y1)) == (1, 1, 2, 2)
    assert not confusion_matrix(counts).layout.shapes


def test_confusion_matrix_draws_classes_without_digits():
    figure = confusion_matrix(np.zeros((10, 10), int))
    assert figure.data[-1].hovertext[49] == "true 4, predicted 9: 0 of 0 (0.0\u00a0%)"
    assert alt_text(figure) == "0 of 0 digits are predicted correctly (0.0\u00a0%). There are no mistakes."


# Weights


@pytest.mark.parametrize("units", [1, 15])
def test_weight_images_show_each_weight_of_each_unit(units):
    kernel = random_frames(1, units)[0][1]
    figure = weight_images(kernel)
    heatmap, names = sent(figure)["data"]
    shown = np.isfinite(heatmap["z"])
    assert shown.sum() == kernel.size
    unit, row, column = heatmap["customdata"][shown].astype(int).T
    np.testing.assert_array_equal(heatmap["z"][shown], kernel[28 * row + column, unit - 1])
    assert heatmap["zmax"] == -heatmap["zmin"] == pytest.approx(np.abs(kernel).max())
    assert names["text"] == [f"unit {number}" for number in range(1, units + 1)]
    assert f"{kernel.min():.3g} to {kernel.max():.3g}".replace("-", "−") in alt_text(figure)


def test_weight_images_say_how_many_units_they_leave_out():
    kernel = np.tile(np.arange(30, dtype=np.float32), (4, 1))
    figure = weight_images(kernel, shape=(2, 2), max_units=20)
    assert np.nanmax(sent(figure)["data"][0]["z"]) == 19
    assert "the first 20 of 30 units" in figure.layout.annotations[0].text
    assert "the first 20 of 30 units" in alt_text(figure)


@pytest.mark.parametrize("first", [0, 1])
def test_unit_inputs_show_what_each_pixel_adds_and_name_the_units_with_their_outputs(first):
    products, outputs = random_frames(1, units=10)[0][1], np.linspace(2, -1, 10)
    figure = unit_inputs(products, outputs, first=first)
    heatmap, names = sent(figure)["data"]
    unit, row, column = heatmap["customdata"][np.isfinite(heatmap["z"])].astype(int).T
    np.testing.assert_array_equal(
        heatmap["z"][np.isfinite(heatmap["z"])], products[28 * row + column, unit - 1].astype(np.float32)
    )
    assert names["text"][:2] == [f"{first}: 2.0", f"{first + 1}: 1.7"]
    assert f"Unit {first} has the largest output, 2." in alt_text(figure)


def test_weights_that_are_all_zero_still_have_a_scale():
    heatmap = weight_images(np.zeros((784, 2))).data[0]
    assert heatmap.zmin < 0 < heatmap.zmax


def test_the_colour_scale_of_weights_is_neutral_in_its_middle():
    assert dict(map(tuple, style.WEIGHTS))[0.5] == style.NEUTRAL


# The training animation


@pytest.fixture(scope="module")
def frames():
    return random_frames(11)


@pytest.fixture(scope="module")
def animation(frames):
    return sent(training_animation(frames, random_digits(10), np.arange(10)))


def unit_in(picture, unit, columns):
    """Return the image of a unit, from 0, in a picture of 28 x 28 images without gaps."""
    top, left = 28 * (unit // columns), 28 * (unit % columns)
    return picture[top : top + 28, left : left + 28]


def test_every_frame_shows_its_snapshots_weights_and_probabilities(animation, frames):
    assert [frame["name"] for frame in animation["frames"]] == [str(epoch) for epoch in range(11)]
    for frame, (_, kernel, probabilities) in zip(animation["frames"], frames, strict=True):
        assert frame["traces"] == [1, 2, 3]
        predictions, heatmap, weights = frame["data"]
        np.testing.assert_allclose(heatmap["z"], 100 * probabilities.T, rtol=1e-6)
        for unit in range(15):
            np.testing.assert_array_equal(unit_in(weights["z"], unit, columns=5).ravel(), kernel[:, unit])
        for digit, text in enumerate(predictions["text"]):
            guess = int(np.argmax(probabilities[digit]))
            assert text == f"{'✓' if guess == digit else '✗'} {guess}"
            colour = style.CORRECT if guess == digit else style.WRONG
            assert predictions["textfont"]["color"][digit] == colour


def test_the_animation_opens_on_its_last_frame(animation):
    for trace, change in zip(animation["data"][1:], animation["frames"][-1]["data"], strict=True):
        for key in ("z", "text"):
            np.testing.assert_array_equal(trace.get(key, 0), change.get(key, 0))
    (slider,) = animation["layout"]["sliders"]
    assert slider["active"] == 10
    assert [step["args"][0] for step in slider["steps"]] == [[str(epoch)] for epoch in range(11)]


def test_all_frames_have_one_scale_with_zero_in_its_middle(animation, frames):
    weights = animation["data"][3]
    largest = max(np.abs(kernel).max() for _, kernel, _ in frames)
    assert weights["zmax"] == -weights["zmin"] == pytest.approx(largest)
    assert not any("zmax" in change for frame in animation["frames"] for change in frame["data"])


def test_each_digit_stands_above_its_probabilities(animation):
    strip, predictions, probabilities, _ = animation["data"]
    images = random_digits(10)
    for digit in range(10):
        np.testing.assert_array_equal(strip["z"][:, 28 * digit : 28 * digit + 28], images[digit])
        assert predictions["x"][digit] == probabilities["x"][digit] == 28 * digit + 13.5
        assert probabilities["customdata"][0, digit].tolist() == [digit + 1, digit]  # from 1, and what it is
    assert strip["z"].dtype == np.uint8


def test_play_starts_at_once_and_redraws(animation):
    play, pause = animation["layout"]["updatemenus"][0]["buttons"]
    frames, options = play["args"]
    assert frames is None
    assert options["mode"] == "immediate"
    assert options["frame"] == {"duration": 300, "redraw": True}
    assert options["transition"]["duration"] == 0
    assert pause["args"][0] == [None]


def test_the_animations_alternative_text_says_what_changes(frames):
    right = [int((frame[2].argmax(axis=1) == np.arange(10)).sum()) for frame in (frames[0], frames[-1])]
    largest = [np.abs(frame[1]).max() for frame in (frames[0], frames[-1])]
    assert alt_text(training_animation(frames, random_digits(10), np.arange(10))) == (
        f"{right[0]} of 10 digits are predicted correctly at epoch 0, {right[1]} at epoch 10. "
        f"The largest first-layer weight shown changes from {largest[0]:.2g} to {largest[1]:.2g}."
    )


def test_a_wide_animation_has_its_weights_beside_the_predictions_within_its_height(frames):
    figure = training_animation(frames, random_digits(10), np.arange(10), height=500)
    layout = sent(figure)["layout"]
    assert layout["height"] == 500
    assert layout["xaxis"]["domain"][1] < layout["xaxis2"]["domain"][0]
    assert layout["yaxis3"]["domain"] == [0, 1]
    weights = sent(figure)["frames"][3]["data"][2]["z"]
    np.testing.assert_array_equal(unit_in(weights, 6, columns=4).ravel(), frames[3][1][:, 6])


def test_an_animation_without_kernels_has_no_weights():
    frames = [(epoch, None, probabilities) for epoch, _, probabilities in random_frames(2)]
    figure = training_animation(frames, random_digits(10), np.arange(10))
    assert [frame["traces"] for frame in sent(figure)["frames"]] == [[1, 2], [1, 2]]
    assert figure.layout.height < EVERY_FIGURE["animation"].layout.height
    assert "weight" not in alt_text(figure)


def test_the_animation_names_partial_epochs_and_counts_the_units_it_leaves_out():
    frames = random_frames(3, units=30)
    frames[-1] = (1.5, *frames[-1][1:])
    figure = training_animation(frames, random_digits(10), np.arange(10), max_units=4)
    assert [step["label"] for step in sent(figure)["layout"]["sliders"][0]["steps"]] == ["0", "1", "2"]
    assert any("the first 4 of 30 units" in text.text for text in figure.layout.annotations)
    weights = sent(figure)["frames"][1]["data"][2]["z"]
    np.testing.assert_array_equal(unit_in(weights, 3, columns=5).ravel(), frames[1][1][:, 3])
    assert np.isnan(weights[:, 4 * 28 :]).all()


def test_a_long_training_shows_its_first_snapshots_its_last_and_evenly_spaced_ones_between():
    figure = training_animation(random_frames(60, units=1), random_digits(10), np.arange(10))
    epochs = [int(frame["name"]) for frame in sent(figure)["frames"]]
    assert (epochs[0], epochs[-1]) == (0, 59)
    assert 15 <= len(epochs) <= 24
    assert epochs[:6] == [0, 1, 2, 3, 4, 5]
    assert np.ptp(np.diff(epochs[6:])) <= 1


@pytest.mark.parametrize(("snapshots", "units", "max_bytes"), [(11, 15, 1_000_000), (60, 128, 2_000_000)])
def test_an_animation_is_small_enough_to_send(snapshots, units, max_bytes):
    figure = training_animation(random_frames(snapshots, units), random_digits(10), np.arange(10))
    assert len(figure.to_json()) <= max_bytes


# The network


def columns_of(figure):
    """Hover texts and how many circles carry them, from left to right."""
    circles = sent(figure)["data"][1]
    return [(text, circles["hovertext"].count(text)) for text in dict.fromkeys(circles["hovertext"])]


def test_network_diagram_of_the_chapters_network():
    figure = network_diagram(MNIST_LAYERS, inputs=784)
    assert columns_of(figure) == [
        ("784 inputs", 8),
        ("hidden layer 1: 15 units, ReLU, 11,775 parameters", 8),
        ("output layer: 10 units, softmax, 160 parameters", 10),
    ]
    assert [text.text for text in figure.layout.annotations] == ["784<br>inputs", "15<br>ReLU", "10<br>softmax"]
    assert list(figure.data[2].x) == [0, 1]  # ⋮ where circles are left out
    assert alt_text(figure) == (
        "A network, from left to right: 784 inputs, 15 ReLU, 10 softmax. It has 11,935 parameters."
    )


@pytest.mark.parametrize("height", [150, 400])
def test_network_diagram_has_room_for_two_lines_below_its_circles(height):
    layout = network_diagram(MNIST_LAYERS, inputs=784, height=height).layout
    low, high = layout.yaxis.range
    below = (layout.annotations[0].y - low) / (high - low) * height
    assert 2 * 1.3 * TEXT < below < 60  # a line takes 1.3 times the size of its letters


@pytest.mark.parametrize("height", [150, 400])
def test_network_diagram_has_the_height_it_is_given(height):
    figure = network_diagram(MNIST_LAYERS, inputs=784, height=height)
    assert figure.layout.height == height
    assert columns_of(figure) == columns_of(EVERY_FIGURE["network"])


def test_network_diagram_mentions_dropout():
    layers = layers_of(Experiment(Mnist(), Network((15,), dropout=0.25), Training()))
    (_, (hidden, _), _) = columns_of(network_diagram(layers, inputs=784, dropout=0.25))
    assert hidden.endswith("11,775 parameters, followed by dropout of 25\u00a0%")


def test_network_diagram_joins_every_circle_to_every_one_of_the_next_column():
    layers = layers_of(Experiment(Planar(), Network((3,), "tanh"), Training()))
    lines, circles, _ = sent(network_diagram(layers, "coordinates", inputs=2))["data"]
    places = set(zip(circles["x"].tolist(), circles["y"].tolist(), strict=True))
    starts, ends = (list(zip(lines["x"][at::3], lines["y"][at::3], strict=True)) for at in (0, 1))
    assert set(starts + ends) == places
    assert len(set(zip(starts, ends, strict=True))) == len(starts) == 2 * 3 + 3 * 1
    assert np.isnan(lines["x"][2::3]).all()


@pytest.mark.parametrize("hidden", [(), (1,), (128,) * 6, (10, 11, 1)])
def test_network_diagram_draws_any_depth_and_width(hidden):
    layers = layers_of(Experiment(Mnist(), Network(hidden), Training()))
    columns = columns_of(network_diagram(layers, inputs=784))
    assert len(columns) == len(hidden) + 2
    drawn = [count for _, count in columns[1:-1]]
    assert drawn == [units if units <= 10 else 8 for units in hidden]
