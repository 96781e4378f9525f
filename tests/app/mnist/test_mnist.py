"""The MNIST page, without a browser."""

import json
import shutil
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss

from nnkit import PRESETS, Mnist, jobs, load
from nnkit.datasets import _load, files, mnist
from nnkit.jobs import InlineEngine, JobQueue, QueueFull, RunStore
from pages.mnist.look_inside import VIEWS
from pages.mnist.run import OPENING
from tests.app.visitor import Visitor, array_of
from ui.controls import BATCH_SIZES, LEARNING_RATES, PENALTIES

DIGITS = load(Mnist())
SECTIONS = ("draw", "train", "inside", "digits", "files")
STROKE = np.zeros((280, 280), bool)
STROKE[40:240, 130:152] = True


def probabilities_by_hand(run, images):
    """A network with ReLU, spelled out."""
    *hidden, last = zip(run.weights[::2], run.weights[1::2], strict=True)
    values = images.reshape(len(images), 784) / 255.0
    for kernel, bias in hidden:
        values = np.maximum(values @ kernel + bias, 0)
    powers = np.exp(values @ last[0] + last[1])
    return powers / powers.sum(axis=1, keepdims=True)


def parameters_shown(visitor):
    """The sum of the column of the summary, which the visitor opens."""
    visitor.app.session_state["mnist.layers"] = True
    visitor.run()
    return sum(int(count.replace(",", "")) for count in visitor.app.table[0].value["Param #"])


def waits(visitor):
    """Whether the page says that its settings have no run of their own."""
    if visitor.says("These settings came with the address"):
        return True
    return any("press train" in element.value.lower() for element in (*visitor.app.caption, *visitor.app.info))


@pytest.fixture
def no_digits_kept():
    """Digits read before this test, or in it, are forgotten."""
    for cached in (_load, mnist._digits):
        cached.cache_clear()
    yield
    for cached in (_load, mnist._digits):
        cached.cache_clear()


def test_the_opening_trains_by_itself_and_its_numbers_are_right():
    visitor = Visitor("mnist", "train").run()
    assert visitor.app.title[0].value == "Handwritten digits"
    assert visitor.result.experiment == OPENING
    assert not waits(visitor)

    probabilities = probabilities_by_hand(visitor.result, DIGITS.x_test)
    accuracy = accuracy_score(DIGITS.y_test, probabilities.argmax(axis=1))
    assert 0.92 < accuracy < 0.96
    assert float(visitor.metrics["Test accuracy"].rstrip("%")) == pytest.approx(100 * accuracy, abs=0.051)
    loss = log_loss(DIGITS.y_test, probabilities)
    assert float(visitor.metrics["Test loss (nats)"]) == pytest.approx(loss, abs=0.0002)
    assert visitor.metrics["Epochs"] == "10"
    assert parameters_shown(visitor) == 11_935
    assert visitor.says("11,935 parameters")

    visitor.open("inside").choose(view="Confusion matrix")
    # Two heatmaps share the cells: one has the counts on the diagonal, the other the mistakes.
    tiles = [visitor.trace("confusion", index)["text"] for index in (0, 1)]
    shown = sum(np.array([[int(count or 0) for count in row] for row in tile]) for tile in tiles)
    off_by = np.abs(shown - confusion_matrix(DIGITS.y_test, probabilities.argmax(axis=1))).sum()
    assert off_by <= 2  # a digit on the border between two classes may fall either way
    assert shown.sum() == 10_000

    visitor.click("confusion", 38)  # the marks go through the matrix row by row
    assert (visitor.value("true"), visitor.value("read")) == (3, 8)

    same_page = visitor.app.switch_page("pages/mnist/page.py").run()
    assert not same_page.exception
    visitor.open("train")
    assert visitor.metrics["Epochs"] == "10"


def test_the_opening_is_the_chapters_network_with_a_validation_curve_and_the_chapters_settings_are_one_click_away():
    assert replace(OPENING, data=PRESETS["mnist"].data) == PRESETS["mnist"]
    assert OPENING.data.validation_share == 0.1
    visitor = Visitor("mnist", "train", layers=3, rate=0.01, dropout=50).run()
    visitor.app.button(key="mnist.chapter").click()
    visitor.run()
    assert visitor.app.button(key="mnist.chapter").disabled
    visitor.train()
    assert visitor.result.experiment == PRESETS["mnist"]
    assert 0.92 < visitor.result.test["accuracy"] < 0.96


def test_the_most_confident_mistakes_come_first(small):
    visitor = small().train().open("inside").choose(view="Mistakes")
    probabilities = probabilities_by_hand(visitor.result, DIGITS.x_test)
    predicted, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    worst = np.where(predicted != DIGITS.y_test, sure, 0).argmax()
    assert visitor.says(f"{(predicted != DIGITS.y_test).sum():,} of 10,000 test digits wrongly")
    captions = next(trace["text"] for trace in visitor.figures["mistakes"][0]["data"] if "text" in trace)
    assert captions[0].startswith(f"{DIGITS.y_test[worst]}→{predicted[worst]}")
    assert f"{sure[worst]:.1%}".replace("%", "\u00a0%") in captions[0]


@pytest.mark.parametrize(
    ("hidden", "parameters"),
    [
        ((30,), 784 * 30 + 30 + 30 * 10 + 10),
        ((), 784 * 10 + 10),
        ((4, 128), 784 * 4 + 4 + 4 * 128 + 128 + 128 * 10 + 10),
        ((1,) * 6, 784 + 1 + 5 * (1 + 1) + 10 + 10),
    ],
)
def test_the_summary_follows_the_controls(small, hidden, parameters):
    visitor = small().choose(layers=len(hidden))
    visitor.choose(**{f"units_{number}": units for number, units in enumerate(hidden, 1)})
    assert parameters_shown(visitor) == parameters
    assert visitor.says(f"{parameters:,} parameters")


def test_dropout_adds_layers_without_parameters(small):
    visitor = small().choose(dropout=50)
    assert parameters_shown(visitor) == 11_935
    assert visitor.app.table[0].value["Layer (type)"].str.contains("Dropout").sum() == 1


def test_changed_settings_wait_for_train_and_results_name_their_settings(small):
    visitor = small(epochs=1).train()
    assert not waits(visitor)
    before = visitor.result
    visitor.choose(epochs=2, seed=7)
    assert waits(visitor)
    assert visitor.result is before
    assert visitor.metrics["Epochs"] == ":gray[1]"  # dimmed
    assert visitor.says("seed 0")
    assert visitor.says("Old results")  # in the results area
    assert visitor.says("The chosen network.")  # or else its picture would be taken for that of the results

    visitor.train()
    assert not waits(visitor)
    assert not visitor.says("Old results")
    assert not visitor.says("The chosen network.")
    assert visitor.metrics["Epochs"] == "2"
    assert visitor.says("seed 7")
    assert visitor.says("300 digits")
    assert not visitor.says("seed 0")


def test_settings_in_the_address_fill_the_controls_and_wait(small):
    visitor = small(epochs=3, rate=0.01, optimizer="adam", layers=2, units_2=20, validation=20)
    assert waits(visitor)
    assert visitor.result is None
    assert set(visitor.metrics.values()) == {"—"}  # the places of the scores
    values = [visitor.value(name) for name in ("epochs", "rate", "optimizer", "layers", "units_2", "validation")]
    assert values == [3, 0.01, "adam", 2, 20, 20]
    assert parameters_shown(visitor) == 784 * 15 + 15 + 15 * 20 + 20 + 20 * 10 + 10


@pytest.mark.parametrize(
    "nonsense",
    [
        {"epochs": 10**9, "layers": 99, "units_1": -4, "seed": -1, "validation": 300, "dropout": 95},
        {"epochs": "abc", "digits": "", "rate": "nan", "l1": "1e400", "batch": 3, "optimizer": "<b>x</b>"},
        {"epochs": "2.7", "digits": 301, "validation": 7, "dropout": 3},
        {"activation": "__import__('os')", "units_1": "15;drop", "seed": 2**40, "l2": "∞"},
    ],
)
def test_nonsense_in_the_address_does_no_harm(small, nonsense):
    visitor = small(**nonsense)
    assert 1 <= visitor.value("epochs") <= 100
    assert 0 <= visitor.value("layers") <= 6
    assert not visitor.app.button(key="mnist.train").disabled


def test_settings_off_a_sliders_steps_from_the_address_can_be_trained(small):
    visitor = small(digits=333, validation=7).train()
    data = visitor.result.experiment.data
    assert 300 <= data.train_size <= 400
    assert 0.05 <= data.validation_share <= 0.1


def test_validation_shows_in_the_curves(small):
    visitor = small(validation=20)
    visitor.train()
    history = visitor.result.history
    for name, scale in (("loss", 1), ("accuracy", 100)):
        curves = {trace["name"]: array_of(trace["y"]) for trace in visitor.figures[name][0]["data"]}
        assert set(curves) == {"training", "validation"}
        assert curves["validation"] == pytest.approx(scale * np.array(history[f"val_{name}"]), rel=1e-5)
    # The last fifth of 300 digits is kept; without penalties the loss there is the plain cross-entropy.
    kept = slice(240, 300)
    truth = log_loss(
        DIGITS.y_train[kept], probabilities_by_hand(visitor.result, DIGITS.x_train[kept]), labels=range(10)
    )
    assert history["val_loss"][-1] == pytest.approx(truth, rel=1e-4)


def test_without_validation_there_is_one_curve(small):
    visitor = small().train()
    assert [trace["name"] for trace in visitor.figures["loss"][0]["data"]] == ["training"]


def test_no_hidden_layer(small):
    visitor = small(layers=0)
    for name in ("activation", "l1", "l2", "dropout"):
        assert visitor.app.get_by_key(f"mnist_{name}").disabled, name
    visitor.train()
    assert visitor.result.experiment.network.hidden == ()
    assert len(visitor.result.weights) == 2
    visitor.choose(layers=1)
    for name in ("activation", "l1", "l2", "dropout"):
        assert not visitor.app.get_by_key(f"mnist_{name}").disabled, name


def test_six_hidden_layers(small):
    visitor = small(layers=6).train()
    assert visitor.result.experiment.network.hidden == (15,) * 6
    assert visitor.result.outcome == "finished"
    assert visitor.says("784-15-15-15-15-15-15-10")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens_by_its_address_and_shows_the_opening(section):
    visitor = Visitor("mnist", section).run()
    assert visitor.app.get_by_key("mnist.sections").value == section
    assert (visitor.result is None) == (section == "digits")
    assert not visitor.app.warning
    assert visitor.figures or section == "files"


@pytest.mark.parametrize(
    ("section", "nonsense"),
    [
        ("draw", {"source": "?", "test_digit": "x", "seen": "<b>"}),
        ("draw", {"source": "Pick a test digit", "test_digit": 10**12}),
        ("inside", {"view": "Nothing"}),
        ("inside", {"view": "Confusion matrix", "true": 10, "read": "x"}),
        ("digits", {"digit": 10**12}),
        ("digits", {"digit": "-1.5"}),
    ],
)
def test_nonsense_in_the_address_of_a_section_does_no_harm(section, nonsense):
    visitor = Visitor("mnist", section, **nonsense).run()
    assert visitor.figures


def test_what_a_reader_chose_and_drew_is_there_after_other_sections(small):
    visitor = small().train().choose(units_1=30, optimizer="adam")
    visitor.open("draw").draw(STROKE).choose(seen="What the first layer sees")
    visitor.open("inside").choose(view="Confusion matrix").choose(true=3, read=5)
    visitor.open("digits").choose(digit=41)
    visitor.open("files")

    assert visitor.open("digits").value("digit") == 41
    assert visitor.open("inside").says("Test digits of class 3 that the network reads as 5")
    assert visitor.open("draw").value("seen") == "What the first layer sees"
    assert not visitor.says("canvas is empty")
    assert visitor.says("The network reads **")
    assert [visitor.open("train").value(name) for name in ("units_1", "optimizer", "epochs")] == [30, "adam", 2]

    visitor.open("draw").app.button(key="mnist.clear").click()
    assert visitor.run().says("canvas is empty")
    assert visitor.open("files").open("draw").says("canvas is empty")


def test_all_sections_show_the_run_of_the_section_train(small):
    visitor = small(layers=0).train()
    run, accuracy = visitor.result, visitor.metrics["Test accuracy"]
    visitor.open("draw").choose(source="Pick a test digit")
    expected = 100 * probabilities_by_hand(run, DIGITS.x_test[:1])[0]
    assert array_of(visitor.trace("probabilities")["x"]) == pytest.approx(expected, abs=1e-3)
    predicted = probabilities_by_hand(run, DIGITS.x_test).argmax(axis=1)
    visitor.open("inside").choose(view="Confusion matrix")
    assert visitor.says(f"{(predicted == DIGITS.y_test).sum():,} of 10,000 test digits correctly")
    visitor.choose(view="Weights")
    weights = array_of(visitor.trace("weights")["z"])
    assert np.nanmax(weights) == run.weights[0].max()
    assert visitor.open("files").metrics["Test accuracy"] == accuracy
    assert visitor.says("784-10")
    assert visitor.result is run


def test_the_first_layers_view_of_a_digit_adds_up_to_its_outputs(small):
    visitor = small().train().open("draw")
    visitor.choose(source="Pick a test digit").choose(test_digit=3, seen="What the first layer sees")
    kernel, bias = visitor.result.weights[:2]
    sums = (DIGITS.x_test[3].reshape(784) / 255) @ kernel + bias
    heatmap, captions = visitor.figures["first_layer"][0]["data"]
    assert captions["text"] == [f"{unit}: {output:.1f}" for unit, output in enumerate(np.maximum(sums, 0), 1)]
    assert np.nansum(array_of(heatmap["z"])) == pytest.approx((sums - bias).sum(), abs=1e-3)


def test_the_animation_says_how_many_of_its_digits_are_read_rightly(small):
    visitor = small().train().open("inside")
    snapshots = (visitor.result.snapshots[0], visitor.result.snapshots[-1])
    first, last = (
        (probabilities_by_hand(snapshot, DIGITS.x_test[:10]).argmax(axis=1) == DIGITS.y_test[:10]).sum()
        for snapshot in snapshots
    )
    assert visitor.says(f"reads {first} of 10 digits correctly. After training, it reads {last}.")


@pytest.mark.parametrize(("l2", "fact"), [(0, "Training has not changed"), (0.01, "Only the penalties have")])
def test_the_weights_say_what_became_of_pixels_that_are_always_white(small, l2, fact):
    visitor = small(l2=l2).train().open("inside").choose(view="Weights")
    white = (DIGITS.x_train[:300].max(axis=0) == 0).sum()
    assert visitor.says(f"{white} of the 784 pixels are white in all training digits. {fact}")


def test_a_training_that_diverges_is_explained(small):
    visitor = small(optimizer="sgd", rate=10, l2=0.1).train()
    assert visitor.result.outcome == "diverged"
    assert "diverged" in visitor.app.warning[0].value
    assert "Learning rate × L2 penalty is 1." in visitor.app.warning[0].value
    assert "nan" not in " ".join(visitor.metrics.values()).lower()
    visitor.choose(rate=0.01, l2=0.0).train()
    assert visitor.result.outcome == "finished"
    assert not visitor.app.warning


def test_a_network_that_gives_nearly_always_one_answer_is_explained(small):
    visitor = small(optimizer="sgd", rate=10).train().open("inside")
    answers = np.bincount(probabilities_by_hand(visitor.result, DIGITS.x_test).argmax(axis=1), minlength=10)
    assert answers.max() > 9_000
    assert any(f"answers {answers.argmax()} for" in warning.value for warning in visitor.app.warning)


def test_a_loss_that_grows_without_end_is_explained_though_it_stays_finite(small):
    visitor = small(optimizer="sgd", rate=10, l2=0.1, batch=32).train()
    assert visitor.result.outcome == "finished"
    assert visitor.result.history["loss"][-1] > 1e3
    assert "grew to" in visitor.app.warning[0].value
    assert len(visitor.metrics["Test loss (nats)"]) <= 12  # or else it would be cut


@pytest.mark.parametrize("opened_by", ["its address", "a link with settings"])
def test_a_full_queue_is_explained_and_asked_once_per_run_of_the_page(use_queue, small, monkeypatch, opened_by):
    queue = JobQueue(InlineEngine(), RunStore(None), max_waiting=0)
    with pytest.raises(QueueFull) as refusal:
        queue.submit(PRESETS["mnist"], "somebody")
    asked, submit_all = [], queue.submit_all

    def count(experiments, session, *options):
        asked.append(experiments)
        # Without this, a page that runs again and again would never end, and AppTest would wait for it.
        assert len(asked) < 20, "the page asks a full queue over and over"
        return submit_all(experiments, session, *options)

    monkeypatch.setattr(queue, "submit_all", count)
    use_queue(queue)
    visitor = Visitor("mnist").run() if opened_by == "its address" else small().train()
    assert visitor.says(str(refusal.value))
    assert visitor.result is None
    assert len(asked) == 1
    assert "probabilities" not in visitor.figures
    visitor.run()
    assert len(asked) <= 2


def test_a_training_that_fails_is_explained_in_a_sentence(use_queue, small, caplog):
    def fail(experiment, on_progress, should_stop):
        raise RuntimeError("secret path /srv")

    use_queue(JobQueue(InlineEngine(), RunStore(None), train=fail))
    visitor = small().train()
    assert len(visitor.app.error) == 1
    assert visitor.app.error[0].value.endswith(".")
    assert not visitor.says("/srv")
    assert "secret path /srv" in caplog.text
    assert not visitor.app.button(key="mnist.train").disabled


def test_a_damaged_data_file_is_named_with_the_way_to_repair_it(fresh_queue, monkeypatch, tmp_path, no_digits_kept):
    shutil.copy(files.FOLDER / "manifest.json", tmp_path)
    shutil.copytree(files.FOLDER / "mnist", tmp_path / "mnist")
    whole = (tmp_path / "mnist" / "x_train.npy").read_bytes()
    (tmp_path / "mnist" / "x_train.npy").write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(mnist, "read_arrays", partial(files.read_arrays, folder=tmp_path))
    visitor = Visitor("mnist").run()
    assert len(visitor.app.error) == 1
    assert str(tmp_path / "mnist" / "x_train.npy") in visitor.app.code[0].value
    assert "git checkout data/mnist/x_train.npy" in visitor.app.code[0].value
    assert "Traceback" not in visitor.app.code[0].value
    assert not visitor.figures
    assert jobs._queue is None  # nothing was trained


def test_an_empty_canvas_says_so_and_a_test_digit_stands_in(small):
    visitor = small().train().open("draw")
    assert visitor.says("canvas is empty")
    assert (array_of(visitor.trace("drawn")["z"]) == DIGITS.x_test[0]).all()
    visitor.draw(np.zeros((280, 280), bool))
    assert visitor.says("canvas is empty")


def test_a_drawing_is_read(small):
    visitor = small().train().open("draw")
    visitor.draw(STROKE)
    assert not visitor.says("canvas is empty")
    bars = array_of(visitor.trace("probabilities")["x"])
    assert bars.sum() == pytest.approx(100, abs=0.1)
    assert visitor.says(f"**{bars.argmax()}**")
    seen = array_of(visitor.trace("drawn")["z"])
    assert seen.shape == (28, 28)
    assert bars == pytest.approx(100 * probabilities_by_hand(visitor.result, seen[None])[0], abs=1e-3)
    visitor.draw(np.zeros((280, 280), bool))
    assert visitor.says("canvas is empty")


@pytest.mark.parametrize("number", [0, 9_999])
def test_a_test_digit_is_read(small, number):
    visitor = small().train().open("draw")
    visitor.choose(source="Pick a test digit").choose(test_digit=number)
    truth = DIGITS.y_test[number]
    expected = 100 * probabilities_by_hand(visitor.result, DIGITS.x_test[number][None])[0]
    assert array_of(visitor.trace("probabilities")["x"]) == pytest.approx(expected, abs=1e-3)
    assert visitor.says(f"The true class is **{truth}**")
    assert visitor.says(f"**{expected.argmax()}**")
    assert (array_of(visitor.trace("drawn")["z"]) == DIGITS.x_test[number]).all()


@pytest.mark.parametrize("number", [0, 41, 59_999])
def test_browsing_the_digits(number):
    visitor = Visitor("mnist", "digits").run().choose(digit=number)
    image = DIGITS.x_train[number]
    assert (array_of(visitor.trace("before")["z"]) == image).all()
    assert array_of(visitor.trace("after")["z"]) == pytest.approx(image / 255, abs=1e-6)
    first = visitor.app.dataframe[0].value.iloc[0]
    assert first["label"] == DIGITS.y_train[number]
    assert first[str(DIGITS.y_train[number])] == 1
    assert first[[str(digit) for digit in range(10)]].sum() == 1


def test_a_run_stored_for_one_visitor_is_there_for_the_next(fresh_queue, small):
    first = small().train()
    second = small().train()
    assert second.result is first.result
    jobs.shutdown()  # as when the server starts again: only the disk remembers
    third = small().train()
    assert third.result.seconds == first.result.seconds
    assert json.dumps(third.result.history) == json.dumps(first.result.history)


def test_a_result_stays_while_controls_move(small):
    visitor = small().train()
    for values in ({"layers": 0}, {"layers": 3}, {"activation": "sigmoid"}, {"digits": 100, "validation": 50}):
        visitor.choose(**values)
        assert visitor.metrics["Epochs"] == ":gray[2]"  # dimmed
        assert visitor.says("784-15-10")


def test_alternative_texts_are_plain(small):
    visitor, alt_texts = small().train(), {}
    for section in SECTIONS:
        alt_texts |= visitor.open(section).figures.alt_texts
    for view in VIEWS:
        alt_texts |= visitor.open("inside").choose(view=view).figures.alt_texts
    alt_texts |= visitor.open("draw").choose(seen="What the first layer sees").figures.alt_texts
    assert len(alt_texts) >= 14
    assert [name for name, alt in alt_texts.items() if "<" in alt or "&" in alt] == []


@pytest.mark.parametrize("end", [0, -1])
def test_the_ends_of_all_controls_together_are_valid(small, end):
    visitor = small(layers=6)
    app = visitor.app
    ends = {slider.key: (slider.min, slider.max)[end] for slider in app.slider}
    ends |= {selectbox.key: selectbox.options[end] for selectbox in app.selectbox}
    steps = {"rate": LEARNING_RATES, "l1": PENALTIES, "l2": PENALTIES, "batch": BATCH_SIZES}
    ends |= {f"mnist_{name}": values[end] for name, values in steps.items()}
    assert len(ends) >= 16  # all of them, each hidden layer's units among them
    visitor.choose(**{key.removeprefix("mnist_"): value for key, value in ends.items()})
    assert visitor.value("layers") == (0, 6)[end]
    assert not app.button(key="mnist.train").disabled
