"""The page of under- and overfitting, without a browser."""

import json
import math
import re
from dataclasses import replace
from functools import partial
from statistics import NormalDist
from threading import Event

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from nnkit import PRESETS, Planar, load
from nnkit.datasets import plane_points
from nnkit.datasets.planar import planar
from nnkit.datasets.planar.bayes import bayes_accuracy
from nnkit.experiment import FEATURES, PLANAR_SHAPES
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import InlineEngine, JobQueue, QueueFull, RunStore, worker
from pages.overfitting.data import OWN
from tests.app.visitor import Visitor, array_of

SECTIONS = {"_width": "width", "": "depth", "_remedy": "remedies"}  # of the parts that train
REMEDIES = ("no", "L1", "L2", "dropout", "early")  # what their names begin with
OPENED = OPENINGS["overfitting/depth"][0].data  # the points that all sections open with
QUICK = {"epochs": 10, "width_epochs": 10, "remedy_epochs": 10, "width_units": "1, 3"}
MARKUP = ("markdown", "caption", "info", "warning", "error", "subheader", "header", "toast")  # kinds that read Markdown


def logits_by_hand(run, x):
    """The weighted sum before the sigmoid of a network with tanh, spelled out."""
    values, layers = x.astype(float), list(zip(run.weights[::2], run.weights[1::2], strict=True))
    for kernel, bias in layers[:-1]:
        values = np.tanh(values @ kernel + bias)
    return (values @ layers[-1][0] + layers[-1][1])[:, 0]


def chances_by_hand(run, x):
    """P(class 1) of a network with tanh."""
    return 1 / (1 + np.exp(-logits_by_hand(run, x)))


def loss_by_hand(run, x, y):
    """The mean cross-entropy, without any penalty; scikit-learn's cuts probabilities off that are nearly 0."""
    return np.log1p(np.exp(-np.where(y == 1, 1, -1) * logits_by_hand(run, x))).mean()


def accuracies_by_hand(run):
    """Shares on the points of training, of validation and of test."""
    data = load(run.experiment.data)
    parts = ((data.x_train, data.y_train), (data.x_val, data.y_val), (data.x_test, data.y_test))
    return [accuracy_score(y, chances_by_hand(run, x) > 0.5) for x, y in parts]


def penalty_by_hand(run):
    network, kernels = run.experiment.network, [kernel.astype(float) for kernel in run.weights[:-2:2]]
    return sum(network.l1 * abs(kernel).sum() + network.l2 * (kernel**2).sum() for kernel in kernels)


def title_of(visitor, figure):
    lines = " ".join(note["text"] for note in visitor.figures[figure][0]["layout"]["annotations"])
    return re.sub("<.*?>", " ", lines)


def accuracies_in_title(visitor, figure):
    shown = re.search(r"training ([\d.]+)\u00a0%, +validation ([\d.]+)\u00a0%", title_of(visitor, figure))
    return [float(number) for number in shown.groups()]


def curves(visitor, figure):
    """The values of a figure's traces, by their names."""
    traces = visitor.figures[figure][0]["data"]
    return {trace["name"]: array_of(trace["y"]) for trace in traces if "name" in trace and "y" in trace}


def line_of_the_best(visitor, figure):
    """Where the straight line of the best possible accuracy is drawn, in percent; None without one."""
    lines = visitor.figures[figure][0]["layout"].get("shapes", [])
    return lines[0]["y0"] if lines else None


def waits(visitor):
    return sum("came with the address" in text for text in visitor.texts("markdown"))


def points_of(visitor, figure):
    """The training points in a figure, as `as_points` gives them."""
    traces = {trace.get("name"): trace for trace in visitor.figures[figure][0]["data"]}
    named = [next(trace for name, trace in traces.items() if (name or "").startswith(f"class {it}")) for it in (0, 1)]
    parts = [np.stack([array_of(trace[axis]) for axis in "xy"], axis=1) for trace in named]
    return as_points(np.concatenate(parts), np.repeat([0, 1], [len(part) for part in parts]))


def as_points(places, labels):
    """The points as a set of (x1, x2, class), since their order does not matter."""
    rows = np.round(np.float32(places).astype(float), 4).tolist()
    return {(x1, x2, int(label)) for (x1, x2), label in zip(rows, labels, strict=True)}


def assert_near(points, rows):
    """Check that the points are those of a table, which shows three decimals."""
    shown = sorted((float(x1), float(x2), label) for x1, x2, label in rows.itertuples(index=False, name=None))
    np.testing.assert_allclose(sorted(points), shown, atol=6e-4)


@pytest.fixture
def quick():
    """A visitor by a link with settings that train in a moment, before Train was pressed."""
    return lambda section="", **settings: Visitor("overfitting", section, **{**QUICK, **settings}).run()


@pytest.fixture
def trained(quick):
    """The same visitor in the section of a part, after this part was trained."""
    return lambda part="", **settings: quick(SECTIONS[part], **settings).train(part)


@pytest.fixture
def trained_everywhere(quick):
    """The same visitor after all parts were trained, the last one open."""

    def train(**settings):
        visitor = quick(**settings)
        for part, section in SECTIONS.items():
            visitor.open(section).train(part)
        return visitor

    return train


def test_the_preset_widths_train_by_themselves_and_their_numbers_are_right():
    visitor = Visitor("overfitting").run()
    assert not waits(visitor)
    assert not visitor.app.error
    assert not visitor.app.warning
    widths = (1, 3, 5, 20, 50)
    runs = visitor.runs("_width")
    assert tuple(run.experiment for run in runs) == OPENINGS["overfitting/width"]
    assert [run.experiment.network.hidden for run in runs] == [(width,) for width in widths]
    by_hand = 100 * np.array([accuracies_by_hand(run) for run in runs])
    shown = np.array([accuracies_in_title(visitor, f"width.map_{width}") for width in widths])
    assert shown == pytest.approx(by_hand[:, :2], abs=0.11)  # a point on the boundary may fall either way
    beside_the_maps = visitor.figures["width.accuracy"]
    visitor.choose(width_view="Accuracy and loss")
    accuracy, loss = (curves(visitor, f"width.{measure}") for measure in ("accuracy", "loss"))
    assert accuracy["training"] == pytest.approx(by_hand[:, 0], abs=0.11)
    assert accuracy["validation"] == pytest.approx(by_hand[:, 1], abs=0.11)
    assert beside_the_maps[0]["data"] == visitor.figures["width.accuracy"][0]["data"]
    points = load(OPENED)
    losses = [loss_by_hand(run, points.x_val, points.y_val) for run in runs]
    assert loss["validation"] == pytest.approx(np.array(losses), rel=1e-3)
    assert line_of_the_best(visitor, "width.accuracy") == pytest.approx(100 * bayes_accuracy(OPENED))


def test_the_preset_network_trains_by_itself_and_its_numbers_are_right():
    visitor = Visitor("overfitting", "depth").run()
    assert not waits(visitor)
    (run,) = visitor.runs()
    assert (run.experiment,) == OPENINGS["overfitting/depth"]
    assert visitor.says(f"Test accuracy {100 * accuracies_by_hand(run)[2]:.1f}\u00a0%")
    animation = visitor.figures["animation"][0]
    assert animation["layout"]["height"] <= 560
    (slider,) = animation["layout"]["sliders"]
    assert len(animation["frames"]) == len(slider["steps"]) > 10
    assert slider["active"] == len(slider["steps"]) - 1
    assert "play" in animation["layout"]["updatemenus"][0]["buttons"][0]["label"]
    shading = animation["data"][0]
    places = np.stack(np.meshgrid(array_of(shading["x"]), array_of(shading["y"])), axis=-1)
    chances = chances_by_hand(run, places.reshape(-1, 2)).reshape(places.shape[:2])
    assert array_of(shading["z"]) / 10_000 == pytest.approx(chances, abs=2e-4)


def test_the_preset_remedies_train_by_themselves_and_their_numbers_are_right():
    visitor = Visitor("overfitting", "remedies").run()
    assert not waits(visitor)
    runs = visitor.runs("_remedy")
    accuracies = [[100 * share for share in accuracies_by_hand(run)[:2]] for run in runs]
    assert [accuracies_in_title(visitor, f"remedy.map_{name}") for name in REMEDIES] == [
        pytest.approx(pair, abs=0.11) for pair in accuracies
    ]
    for place, trace in enumerate(visitor.figures["remedy.accuracies"][0]["data"][1:]):
        assert array_of(trace["x"]) == pytest.approx(np.array(accuracies)[:, place], abs=0.11)
    best = REMEDIES[np.argmax([accuracies_by_hand(run)[2] for run in runs])]
    assert visitor.says(f"It is highest with {best}")

    visitor.choose(remedy_view="Loss terms")
    points = load(OPENED)
    data_term, penalty = (array_of(visitor.trace("remedy.parts", part)["x"]) for part in (0, 1))
    truth = [loss_by_hand(run, points.x_train, points.y_train) for run in runs]
    assert data_term == pytest.approx(np.array(truth), rel=1e-3, abs=1e-5)
    assert penalty == pytest.approx(np.array([penalty_by_hand(run) for run in runs]), rel=1e-5)
    assert [part > 0 for part in penalty] == [False, True, True, False, False]

    visitor.choose(remedy_view="Validation curves")
    for measure in ("loss", "accuracy"):
        drawn = curves(visitor, f"remedy.{measure}")
        assert [name.split()[0] for name in drawn] == list(REMEDIES)
        for curve, run in zip(drawn.values(), runs, strict=True):
            history = np.array(run.history[f"val_{measure}"]) * (100 if measure == "accuracy" else 1)
            # Early stopping records its last epoch besides those that are drawn.
            assert len(history) - len(curve) <= (run.experiment.training.patience is not None)
            if penalty_by_hand(run) and measure == "loss":
                assert curve[-1] == pytest.approx(loss_by_hand(run, points.x_val, points.y_val), rel=1e-4)
            else:
                assert curve == pytest.approx(history[: len(curve)], rel=1e-5)
    assert line_of_the_best(visitor, "remedy.accuracy") == pytest.approx(100 * bayes_accuracy(OPENED))

    visitor.choose(remedy_view="Weights")
    counted = [array_of(trace["y"]).sum() for trace in visitor.figures["remedy.weights"][0]["data"]]
    assert counted == [run.weights[0].size for run in runs]

    visitor.choose(remedy_view="Ten draws")
    (table,) = (frame.value for frame in visitor.app.dataframe)
    assert list(table["network"]) == ["no remedy", "L1 0.001", "L2 0.003", "dropout 0.1", "early stopping"]
    assert visitor.says("These networks are more accurate than no remedy, by more than chance explains")
    assert visitor.says("This holds for points of this kind")


def test_settings_in_the_address_wait_for_train_or_for_a_control_to_be_moved(quick):
    visitor = quick()
    for section in SECTIONS.values():
        visitor.open(section)
        assert waits(visitor) == 1
        assert not visitor.figures
    assert not visitor.jobs

    visitor.open("width").train("_width")
    assert not waits(visitor)
    assert [run.experiment.network.hidden for run in visitor.runs("_width")] == [(1,), (3,)]
    assert visitor.runs() is visitor.runs("_remedy") is None

    visitor.open("depth").choose(units_1=4)
    assert not waits(visitor)
    assert visitor.runs()[0].experiment.network.hidden == (4,)
    assert visitor.runs("_remedy") is None

    visitor.open("remedies").choose(noise=0.2)
    assert not waits(visitor)
    assert [run.experiment.training.epochs for run in visitor.runs("_remedy")] == [10] * 5


def test_points_that_a_reader_has_chosen_in_one_section_need_no_train_in_another():
    visitor = Visitor("overfitting").run().choose(noise=0.2)
    for part, section in SECTIONS.items():
        visitor.open(section)
        assert not waits(visitor), section
        assert {run.experiment.data for run in visitor.runs(part)} == {replace(OPENED, noise=0.2)}


def test_points_from_the_address_wait_in_every_section():
    visitor = Visitor("overfitting", noise=0.2).run()
    for section in SECTIONS.values():
        assert waits(visitor.open(section)) == 1


OWN_CHANGES = {
    "": [
        ({"units_1": 2}, lambda run: run.experiment.network.hidden == (2,)),
        ({"rate": 0.1}, lambda run: run.experiment.training.learning_rate == 0.1),
        ({"activation": "relu", "l2": 0.01}, lambda run: run.experiment.network.l2 == 0.01),
        ({"optimizer": "adam", "batch": 32}, lambda run: run.experiment.training.batch_size == 32),
        ({"seed": 2}, lambda run: run.experiment.training.seed == 2),
    ],
    "_width": [
        ({"width_rate": 0.3}, lambda run: run.experiment.training.learning_rate == 0.3),
        ({"width_seed": 3}, lambda run: run.experiment.training.seed == 3),
    ],
    "_remedy": [({"remedy_seed": 4}, lambda run: run.experiment.training.seed == 4)],
}
SHARED_CHANGES = [
    ({"points": 100}, lambda run: run.experiment.data.points == 100),
    ({"noise": 0.15}, lambda run: run.experiment.data.noise == 0.15),
    ({"data_seed": 2}, lambda run: run.experiment.data.seed == 2),
    ({"shape": "circles"}, lambda run: run.experiment.data.shape == "circles"),
    ({"features": ["x1", "x1·x2"]}, lambda run: run.weights[0].shape[0] == 2),
]
LAST_FIGURES = {"_width": "width.map_3", "": "animation", "_remedy": "remedy.map_L2"}


@pytest.mark.parametrize("part", SECTIONS)
def test_a_control_moved_is_trained_at_once(trained, part):
    visitor = trained(part)
    for change, holds in OWN_CHANGES[part] + SHARED_CHANGES:
        before, figure = visitor.runs(part), visitor.figures[LAST_FIGURES[part]]
        visitor.choose(**change)
        assert all(holds(run) for run in visitor.runs(part)), change
        assert not set(visitor.runs(part)) & set(before), change
        assert visitor.figures[LAST_FIGURES[part]] != figure, change
        assert not waits(visitor)


def test_a_section_is_as_the_reader_left_it_and_only_the_points_are_shared(trained_everywhere):
    visitor = trained_everywhere()
    for part, section in SECTIONS.items():
        change, holds = OWN_CHANGES[part][-1]
        visitor.open(section).choose(**change)
        before = {other: visitor.runs(other) for other in SECTIONS}
        figures = visitor.figures
        for other in SECTIONS.values():
            visitor.open(other)
        assert {other: visitor.runs(other) for other in SECTIONS} == before
        visitor.open(section)
        assert visitor.figures == figures
        assert all(visitor.value(name) == value for name, value in change.items())
        assert all(holds(run) for run in visitor.runs(part))
    for number, section in enumerate(SECTIONS.values()):
        change, holds = SHARED_CHANGES[number]
        visitor.open(section).choose(**change)
        for part, other in SECTIONS.items():
            visitor.open(other)
            assert all(visitor.value(name) == value for name, value in change.items())
            assert all(holds(run) for run in visitor.runs(part)), (section, other)


def test_what_a_reader_set_is_there_after_another_page(trained):
    visitor = trained("", points=100).choose(units_1=5, chance_kind="Ten seeds")
    runs = visitor.runs("_chance")
    visitor.app.switch_page("pages/history/page.py").run()
    assert not visitor.app.exception
    visitor.app.switch_page("pages/overfitting/page.py")
    visitor.run()
    assert visitor.value("units_1") == 5
    assert visitor.value("chance_kind") == "Ten seeds"
    assert visitor.runs("_chance") is runs


def test_every_shape_is_drawn_and_learned(trained_everywhere):
    visitor = trained_everywhere(shape="spiral", points=100)
    for shape in PLANAR_SHAPES:
        visitor.choose(shape=shape)
        data = replace(OPENED, shape=shape, points=100)
        points = load(data)
        drawn = {"points": "points", **{section: LAST_FIGURES[part] for part, section in SECTIONS.items()}}
        for section, figure in drawn.items():
            visitor.open(section)
            assert points_of(visitor, figure) == as_points(points.x_train, points.y_train), (shape, figure)
        for part in SECTIONS:
            assert {run.experiment.data for run in visitor.runs(part)} == {data}
        visitor.open("width")
        assert line_of_the_best(visitor, "width.accuracy") == pytest.approx(100 * bayes_accuracy(data)), shape


def test_the_best_possible_on_two_clouds_follows_from_the_normal_distribution(trained):
    visitor = trained("_width", shape="blobs", noise=0.8)
    between = np.linalg.norm(np.subtract(*planar.BLOB_CENTRES))
    truth = 100 * NormalDist().cdf(between / 2 / 0.8)
    assert line_of_the_best(visitor, "width.accuracy") == pytest.approx(truth, abs=0.01)
    assert visitor.open("depth").train("").says(f"best possible on new points {truth:.1f}\u00a0%")
    assert visitor.open("points").says(f"**{truth:.1f}\u00a0%**")


def test_without_a_chosen_input_the_coordinates_are_used(trained):
    visitor = trained("", features="x1²")
    assert visitor.runs()[0].experiment.data.features == ("x1²",)
    visitor.choose(features=[])
    assert any("at least one input" in warning.value for warning in visitor.app.warning)
    assert visitor.runs()[0].experiment.data.features == ("x1", "x2")
    visitor.choose(features=list(FEATURES))
    assert not visitor.app.warning
    assert visitor.runs()[0].weights[0].shape == (len(FEATURES), 50)


def test_every_depth_has_an_animation(trained):
    visitor = trained("", layers=6, **{f"units_{number}": 64 for number in range(1, 7)})
    (run,) = visitor.runs()
    assert run.experiment.network.hidden == (64,) * 6
    animation = visitor.figures["animation"][0]
    assert len(animation["frames"]) == 11  # of 10 epochs and the start
    assert len(json.dumps(animation)) < 2_000_000
    visitor.choose(layers=0)
    assert len(visitor.runs()[0].weights) == 2
    for name in ("activation", "l1", "l2", "dropout"):
        assert visitor.app.get_by_key(f"overfitting_{name}").disabled, name
    assert len(visitor.figures["animation"][0]["frames"]) == 11


BAD_LISTS = {
    "1, x": "“x”",
    "0": "“0”",
    "65": "“65”",
    "": "got 0",
    "1 2 3 4 5 6 7 8 9 10 11": "got 11",
    "-3": "“-3”",
    "2.5": "“2.5”",
    "<b>**7**</b>": "“<b>**7**</b>”",
    "٣": "“٣”",  # a digit, elsewhere
}


def test_an_invalid_list_of_widths_is_explained_and_the_networks_stay(trained):
    visitor = trained("_width")
    runs, figures = visitor.runs("_width"), visitor.figures
    for text, quoted in BAD_LISTS.items():
        visitor.choose(width_units=text)
        assert len(visitor.app.error) == 1, text
        assert quoted in visitor.app.text[0].value
        assert visitor.runs("_width") is runs, text
        assert visitor.figures == figures, text
    visitor.choose(width_units="7; 2 2,")
    assert not visitor.app.error
    assert [run.experiment.network.hidden for run in visitor.runs("_width")] == [(2,), (7,)]


def test_a_single_width_needs_no_comparison(trained):
    visitor = trained("_width", width_units="4")
    assert "width.map_4" in visitor.figures
    assert "width.accuracy" not in visitor.figures


@pytest.mark.parametrize(
    "nonsense",
    [
        {"shape": "<b>x</b>", "points": "abc", "noise": "9", "features": "x3", "width_units": "1, x", "units_1": 10**9},
        {"width_view": "x", "remedy_view": "<i>", "chance_view": 1},
        {"noise": "nan", "data_seed": -1, "layers": 99, "rate": "1e400", "l1": "∞", "dropout": 95, "batch": 3},
        {"shape": OWN, "noise": "0.37", "remedy_dropout": "7", "chance_kind": "all", "width_seed": 2**40, "seed": "x"},
    ],
)
def test_nonsense_in_the_address_does_no_harm(trained_everywhere, nonsense):
    visitor = trained_everywhere(**nonsense)
    visitor.open("points")
    data = visitor.runs()[0].experiment.data
    assert 0 <= data.noise <= 1
    assert set(data.features) <= set(FEATURES)
    assert all(1 <= units <= 64 for run in visitor.runs("_width") for units in run.experiment.network.hidden)


# --- While it trains


class BackgroundEngine(InlineEngine):
    """Trains in a thread of this process while the page goes on."""

    background = True


@pytest.fixture
def held(use_queue):
    """`held.use()` gives the app a queue whose trainings wait for `held.set()`; `held.begun` lists what it began."""
    gate = Event()
    gate.begun = []

    def train(experiment, on_progress, should_stop):
        gate.begun.append(experiment)
        assert gate.wait(300)
        return worker.train(experiment, on_progress, should_stop)

    gate.use = lambda: use_queue(JobQueue(BackgroundEngine(), RunStore(None), train=train))
    yield gate
    gate.set()


def test_while_a_network_trains_the_last_picture_stays_and_the_newest_setting_comes_next(trained, held):
    visitor = trained("")
    before = visitor.runs(), visitor.figures
    held.use()
    for units in (2, 3, 4):
        visitor.choose(units_1=units)
        assert visitor.runs() is before[0]
        assert visitor.figures == before[1]
    held.set()
    assert all(job.wait(300) for job in visitor.jobs)
    visitor.run()
    assert [run.experiment.network.hidden for run in visitor.runs()] == [(4,)]
    assert [experiment.network.hidden for experiment in held.begun] == [(2,), (4,)]


def test_while_ten_draws_train_the_ten_seeds_keep_their_names(trained, held):
    visitor = trained("", points=100).choose(chance_kind="Ten seeds")
    before = visitor.figures
    held.use()
    visitor.choose(chance_kind="Ten draws of the data")
    assert visitor.figures == before


# --- A reader's own points


def table(rows=60, names="height,weight,kind", labels=("cat", "dog"), delimiter=","):
    """A CSV file of two clouds with coordinates in the thousands, their places and their classes."""
    random = np.random.default_rng(5)
    classes = np.arange(rows) % 2
    places = np.round(random.normal((4_000, -7), (300, 2), (rows, 2)) + classes[:, None] * (500, 3), 2)
    lines = [delimiter.join((f"{x1}", f"{x2}", labels[label])) for (x1, x2), label in zip(places, classes, strict=True)]
    return "\n".join([names.replace(",", delimiter), *lines]).encode(), places, classes


def test_own_points_are_trained_scaled_and_named(trained_everywhere):
    content, places, classes = table(names="<b>höhe</b>,**breite**,art", labels=("*cat*", "[dog](http://x.y)"))
    visitor = trained_everywhere().choose(shape=OWN)
    assert visitor.runs("_remedy")[0].experiment.data == OPENED  # until a file comes
    visitor.choose(shape="moons").open("points").upload(content)
    assert not visitor.app.error
    assert visitor.value("shape") == OWN  # the file's points are chosen

    description = description_of(visitor)
    number = r"\(?(−?[\d.,]+)\)?"
    scaling = re.findall(rf"input x[12]: .* \(scaled\) = \((.*) − {number}\) / {number}", description)
    assert [name for name, _, _ in scaling] == ["<b>höhe</b>", "**breite**"]
    assert "class 0 = *cat*, class 1 = [dog](http://x.y)" in description
    written = [[text.replace("−", "-").replace(",", "") for text in row] for row in scaling]
    mean, deviation = (np.array([float(row[column]) for row in written]) for column in (1, 2))

    drawn = points_of(visitor, "points")
    for part, section in SECTIONS.items():
        check_that_no_name_is_markup(visitor)
        visitor.open(section)
        assert {run.experiment.data.name for run in visitor.runs(part)} == {"table"}
        assert points_of(visitor, LAST_FIGURES[part]) == drawn
    train = plane_points(visitor.runs()[0].experiment.data)
    assert [len(train.y_train), len(train.y_val), len(train.y_test)] == [36, 12, 12]
    assert train.x_train.mean(axis=0) == pytest.approx([0, 0], abs=1e-5)
    assert train.x_train.std(axis=0) == pytest.approx([1, 1], abs=1e-5)
    # What is shown to have been subtracted and divided by leads from the file to the picture.
    assert len(drawn) == 36
    for x1, x2, label in drawn:
        far = np.abs((places - mean) / deviation - (x1, x2)).max(axis=1)
        assert far.min() < 0.01
        assert classes[far.argmin()] == label

    visitor.open("width")
    assert line_of_the_best(visitor, "width.accuracy") is None
    visitor.open("depth")
    assert not visitor.says("best possible on new points")
    assert "best possible" not in json.dumps(visitor.figures["animation"][0])

    visitor.choose(shape="xor")
    assert visitor.runs()[0].experiment.data == replace(OPENED, shape="xor")
    visitor.choose(shape=OWN)
    assert visitor.runs()[0].experiment.data.name == "table"


def description_of(visitor):
    """How the points were split and scaled; another text says how the file was read."""
    return next(text for text in visitor.texts("text") if "60\u00a0% for training" in text)


def check_that_no_name_is_markup(visitor):
    for kind in MARKUP:
        for word in ("höhe", "breite", "*cat*", "x.y"):
            assert not any(word in element.value for element in visitor.app.get(kind)), (kind, word)


def test_a_file_is_there_after_other_sections_and_another_page(trained):
    visitor = trained("_width").open("points").upload(table()[0])
    drawn, description = visitor.figures["points"], description_of(visitor)
    visitor.open("width").open("points")
    assert visitor.figures["points"] == drawn
    assert description_of(visitor) == description
    visitor.app.switch_page("pages/history/page.py").run()
    visitor.app.switch_page("pages/overfitting/page.py")
    visitor.run()
    assert visitor.figures["points"] == drawn
    assert description_of(visitor) == description


GOOD = table()[0].decode().splitlines()
BAD_FILES = {
    "empty": (b"", "empty"),
    "no text": (b"\x89PNG\r\n\x1a\n\0\0", "Line 1"),
    "two columns": ("\n".join(line.rpartition(",")[0] for line in GOOD).encode(), "Line 1 has 2 columns"),
    "a word": ("\n".join([*GOOD[:4], "<b>x</b>,1,cat", *GOOD[4:]]).encode(), "Line 5, column 1"),
    "not finite": ("\n".join([*GOOD[:7], "1,nan,cat", *GOOD[7:]]).encode(), "Line 8, column 2"),
    "an empty cell": ("\n".join([*GOOD[:2], "1,,cat", *GOOD[2:]]).encode(), "Line 3, column 2"),
    "one label": ("\n".join(line for line in GOOD if "dog" not in line).encode(), "Column 3"),
    "too few rows": ("\n".join(GOOD[:10]).encode(), "has 9 rows"),
    "too many rows": (table(10_001)[0], "Line 10,002".replace(",", "")),
    "too large": (b"1,2,cat\n" * 300_000, "2,400,000 bytes"),
}


def test_an_invalid_file_is_explained_and_the_picture_stays(trained):
    visitor = trained("").open("points").upload(table()[0])
    figures, data = visitor.figures, visitor.open("depth").runs()[0].experiment.data
    visitor.open("points")
    for kind, (content, problem) in BAD_FILES.items():
        visitor.upload(content)
        assert len(visitor.app.error) == 1, kind
        assert any(problem in text.value for text in visitor.app.text), kind
        assert visitor.says("class 0 = cat, class 1 = dog")  # of the good file still
        assert visitor.figures == figures, kind
        for markup in MARKUP:
            assert not any("<b>x" in element.value for element in visitor.app.get(markup))
    runs = visitor.runs()
    visitor.open("depth")
    assert visitor.runs() is runs
    assert runs[0].experiment.data == data
    visitor.open("points")
    assert not visitor.app.error  # the file that could not be used is gone
    visitor.upload(table(40, delimiter=";")[0])
    assert not visitor.app.error
    visitor.open("depth")
    assert len(visitor.runs()[0].experiment.data.rows) == 40


def test_a_bad_file_before_any_good_one_leaves_the_points_that_were_drawn(trained):
    visitor = trained("").choose(shape="xor", noise=0.1)
    before = visitor.runs()
    visitor.open("points").upload(b"nothing")
    assert len(visitor.app.error) == 1
    assert visitor.value("shape") == "xor"
    visitor.choose(shape=OWN)
    assert len(visitor.app.error) == 1
    visitor.open("depth")
    assert visitor.runs() is before


def change(visitor, name, value):
    """Move a control that says how the file is read."""
    visitor.app.get_by_key(f"overfitting.file.{name}").set_value(value)
    visitor.run()


def test_what_a_reader_chooses_about_a_file_reads_it_again(quick):
    random = np.random.default_rng(3)
    lines = [f"{row};{random.normal():.2f};{random.normal():.2f};{'cba'[row % 3]}" for row in range(90)]
    visitor = quick("points").upload("\n".join(["a;b;c;kind", *lines]).encode())
    columns = np.array([[float(cell) for cell in line.split(";")[:3]] for line in lines])

    def read():
        """The rows of the data set, as indices of the file's lines, and their classes."""
        data = visitor.app.session_state["overfitting.data"]
        return data, [(x1, x2, data.labels[label]) for x1, x2, label in data.rows]

    data, rows = read()
    assert (data.columns, data.labels) == (("b", "c"), ("a", "b"))  # the first column counts the rows
    assert visitor.says("Left out: column 1, which counts the rows, 30 rows with other labels.")
    assert visitor.says("class 0 = a, class 1 = b")
    assert visitor.figures["points"][0]["layout"]["xaxis"]["title"]["text"] == "b (scaled)"

    change(visitor, "column_0", 2)  # x1 is c, so x2 becomes b
    assert read()[0].columns == ("c", "b")
    change(visitor, "class_1", 0)  # class 1 is a, so class 0 becomes b
    data, rows = read()
    assert data.labels == ("b", "a")
    expected = [(*columns[row, [2, 1]], "cba"[row % 3]) for row in range(90) if row % 3]
    assert rows == expected
    change(visitor, "class_0", 3)
    data, rows = read()
    assert data.labels == ("all others", "a")
    assert [label for _, _, label in rows] == ["a" if row % 3 == 2 else "all others" for row in range(90)]

    change(visitor, "header", False)  # the names become a point that can't be used
    assert len(visitor.app.error) == 1
    assert visitor.says("Line 1, column 3 ('x1') holds 'c'; expected is a number")
    assert read()[0] == data
    visitor.open("width").open("points")
    assert len(visitor.app.error) == 1  # it is as it was left
    change(visitor, "header", True)
    assert not visitor.app.error
    assert read()[0] == data


def test_numbers_that_can_be_read_in_two_ways_are_refused_until_the_reader_chooses(quick):
    lines = [f"1,{200 + row};61,200;{row % 2}" for row in range(40)]
    visitor = quick("points").upload("\n".join(["a;b;kind", *lines]).encode())
    assert len(visitor.app.error) == 1
    assert visitor.says("'1,200' (1,200 or 1.2)")
    assert isinstance(visitor.app.session_state["overfitting.data"], Planar)
    change(visitor, "numbers", 1)
    assert not visitor.app.error
    assert visitor.app.session_state["overfitting.data"].rows[1] == (1201, 61200, 1)
    change(visitor, "numbers", 2)
    assert visitor.app.session_state["overfitting.data"].rows[1] == (1.201, 61.2, 1)


# --- Points edited in the table


@pytest.mark.parametrize(("cells", "x1"), [(("0,5", "2,25"), 0.5), (("1.234", "5"), 1.234)])
def test_numbers_typed_into_the_table_are_read_as_they_are_written(quick, cells, x1):
    visitor = quick("points", points=20).edit({0: dict(zip(("x1", "x2"), cells, strict=True))})
    first, *others = visitor.app.session_state["overfitting.data"].edited
    assert first[:2] == (x1, float(cells[1].replace(",", ".")))
    drawn = load(replace(OPENED, points=20)).x_train[1:].astype(float)
    assert [row[:2] for row in others] == [tuple(row) for row in drawn]  # others keep all their digits
    visitor.edit({0: {"x1": "1,200"}})
    assert visitor.says("Row 1, x1 holds '1,200', which can mean 1200 or 1.2.")
    assert visitor.app.session_state["overfitting.data"].edited[0] == first


def test_edited_points_are_trained_and_come_back_when_undone(trained_everywhere):
    visitor = trained_everywhere(points=100)
    first = {part: visitor.runs(part) for part in SECTIONS}
    drawn = load(replace(OPENED, points=100))
    visitor.open("points").edit({3: {"x1": 2.5, "class": 1}}, added=[{"x1": -3.0, "x2": 0.25, "class": 0}], deleted=[0])
    places, labels = drawn.x_train.astype(float), drawn.y_train.copy()
    places[3, 0], labels[3] = 2.5, 1
    expected = as_points([*places[1:], (-3, 0.25)], [*labels[1:], 0])
    assert points_of(visitor, "points") == expected
    for part, section in SECTIONS.items():
        visitor.open(section)
        assert points_of(visitor, LAST_FIGURES[part]) == expected, section
        assert all(len(run.experiment.data.edited) == 100 for run in visitor.runs(part))
        assert not set(visitor.runs(part)) & set(first[part])
        assert visitor.says("You have edited these points: now there are 100.")

    visitor.open("depth")
    edited = visitor.runs()[0].experiment.data.edited
    visitor.choose(features=["x1", "x2", "x1²"])
    assert visitor.runs()[0].experiment.data.edited == edited  # other inputs, the same points
    visitor.choose(features=["x1", "x2"]).open("points").undo().open("depth")
    assert points_of(visitor, "animation") == as_points(drawn.x_train, drawn.y_train)
    assert not visitor.says("You have edited these points")
    assert [run.experiment for run in visitor.runs()] == [run.experiment for run in first[""]]


@pytest.mark.parametrize("leave", ["another section", "another page", "other points"])
def test_an_edited_table_is_there_when_the_reader_comes_back(trained, leave):
    visitor = trained("", points=20).open("points")
    original = visitor.app.get("data_editor")[0].value
    visitor.edit({0: {"x1": 2.0}}, deleted=[5])
    for row in (1, 2):  # the second edit is made in the table that was left
        figures = visitor.figures
        if leave == "another section":
            visitor.open("depth").open("points")
        elif leave == "another page":
            visitor.app.switch_page("pages/history/page.py").run()
            visitor.app.switch_page("pages/overfitting/page.py")
            visitor.run()
        else:
            visitor.choose(points=50).choose(points=20)
        assert visitor.figures == figures
        assert visitor.says("19 rows, edited by you")
        rows = visitor.app.get("data_editor")[0].value.copy()  # the table begins with the edits
        visitor.edit({row: {"x2": -1.5}})
        rows.loc[rows.index[row], "x2"] = "-1.5"
        assert_near(points_of(visitor, "points"), rows)
        expected = points_of(visitor, "points")
        visitor.open("depth")
        assert points_of(visitor, "animation") == expected
        visitor.open("points")
    visitor.undo()
    assert visitor.app.get("data_editor")[0].value.equals(original)
    assert not visitor.says("edited by you")


@pytest.mark.parametrize("bring", ["a file", "a shape"])
def test_invalid_points_are_explained_and_the_picture_stays(trained, bring):
    visitor = trained("", points=20).open("points")
    if bring == "a file":
        visitor.upload(table()[0])
    drawn, points = visitor.figures, visitor.app.get("data_editor")[0].value
    before = visitor.edit({row: {"x2": 0.5} for row in range(10)}).figures
    assert before != drawn
    runs = visitor.open("depth").runs()
    visitor.open("points")
    ones = [row for row, label in enumerate(points["class"]) if label]
    for edit, words in (
        ({"changed": {0: {"x1": None}}}, "Row 1, x1 is empty"),
        ({"changed": {2: {"x2": 2e9}}}, "got"),
        ({"deleted": ones}, "Class 1 is missing: all points are of class 0."),
        ({"deleted": list(range(len(points)))}, "Class 0 and class 1 are missing"),
    ):
        visitor.edit(**edit)
        assert len(visitor.app.error) == 1
        assert any(words in text.value for text in visitor.app.text)
        assert visitor.figures == before
    visitor.open("depth")
    assert visitor.runs() is runs
    visitor.open("points")
    assert len(visitor.app.error) == 1  # the table is as it was left
    visitor.undo()
    assert not visitor.app.error
    assert visitor.figures == drawn


# --- Chance


def test_ten_seeds_and_ten_draws_are_shown_as_a_band_and_a_vote(trained):
    visitor = trained("", points=100)
    (alone,) = visitor.runs()
    for kind, of in (("Ten seeds", lambda run: run.experiment.training.seed), ("Ten draws of the data", seed_of_data)):
        visitor.choose(chance_kind=kind)
        assert "animation" not in visitor.figures
        runs = visitor.runs("_chance")
        assert len({of(run) for run in runs}) == len(runs) == 10
        assert runs[0].experiment == alone.experiment
        assert {replace_seeds(run.experiment) for run in runs} == {replace_seeds(alone.experiment)}

        visitor.choose(chance_view="Loss and accuracy")
        for measure, scale in (("loss", 1), ("accuracy", 100)):
            traces = visitor.figures[f"chance.{measure}"][0]["data"]
            for name, key, (low, high, mean) in (
                ("training", measure, traces[:3]),
                ("validation", f"val_{measure}", traces[3:6]),
            ):
                histories = scale * np.array([run.history[key] for run in runs])
                assert array_of(low["y"]) == pytest.approx(histories.min(axis=0), rel=1e-5)
                assert array_of(high["y"]) == pytest.approx(histories.max(axis=0), rel=1e-5)
                assert array_of(mean["y"]) == pytest.approx(histories.mean(axis=0), rel=1e-5)
                assert mean["name"].startswith(name)

        visitor.choose(chance_view="Where they agree")
        votes = visitor.trace("chance.votes")
        places = np.stack(np.meshgrid(array_of(votes["x"]), array_of(votes["y"])), axis=-1).reshape(-1, 2)
        counted = sum(chances_by_hand(run, places) > 0.5 for run in runs)
        assert np.abs(array_of(votes["z"]).ravel() - counted).sum() <= 2  # a place on a boundary may fall either way
        accuracies = 100 * np.array([accuracies_by_hand(run) for run in runs])
        for place, trace in enumerate(visitor.figures["chance.spread"][0]["data"][1:]):
            assert array_of(trace["x"]) == pytest.approx(accuracies[:, place], abs=0.11)
            assert [int(re.search(r"\d+", name)[0]) for name in trace["text"]] == [of(run) for run in runs]

    assert visitor.runs()[0] is alone
    visitor.choose(chance_kind="One run")
    assert not any(name.startswith("chance") for name in visitor.figures)


def seed_of_data(run):
    return run.experiment.data.seed


def replace_seeds(experiment):
    data, training = replace(experiment.data, seed=0), replace(experiment.training, seed=0)
    return replace(experiment, data=data, training=training)


# --- Remedies


def test_a_remedy_of_strength_0_leaves_its_network_out(trained):
    visitor = trained("_remedy")
    for changes, left in (
        ({"remedy_l2": 0.0}, ("no", "L1", "dropout", "early")),
        ({"remedy_dropout": 0}, ("no", "L1", "early")),
        ({"remedy_l1": 0.0}, ("no", "early")),
        ({"remedy_dropout": 50}, ("no", "dropout", "early")),
    ):
        visitor.choose(**changes)
        maps = [name for name in visitor.figures if name.startswith("remedy.map")]
        assert maps == [f"remedy.map_{name}" for name in left]
        rows = visitor.figures["remedy.accuracies"][0]["layout"]["yaxis"]["ticktext"]
        assert [name.split()[0] for name in rows] == list(left)
    assert visitor.runs("_remedy")[1].experiment.network.dropout == 0.5
    first, *others = (run.snapshots[0].weights for run in visitor.runs("_remedy"))
    for weights in others:
        assert all(np.array_equal(a, b) for a, b in zip(first, weights, strict=True))  # from the same initial weights


def test_one_press_leads_to_the_chapters_own_cells_and_names_them():
    visitor = Visitor("overfitting").run()
    chapters = {
        "width": tuple(PRESETS[f"moons-{width}"] for width in (1, 3, 5, 20, 50)),
        "depth": (PRESETS["moons-50"],),
        "remedies": tuple(PRESETS[f"moons-50{remedy}"] for remedy in ("", "-l1", "-dropout")),
    }
    for part, section in SECTIONS.items():
        visitor.open(section)
        assert visitor.app.button(key=f"overfitting{part}.chapter").label == "The chapter's settings"
        visitor.app.button(key=f"overfitting{part}.chapter").click()
        visitor.run()
        assert tuple(run.experiment for run in visitor.runs(part)) == chapters[section]
        assert visitor.value("data_seed") == 0


def test_ten_draws_of_other_settings_are_trained_in_the_background(trained, use_queue):
    queue = JobQueue(InlineEngine(), RunStore(None))
    use_queue(queue)
    visitor = trained("_remedy", remedy_l1=0, remedy_dropout=0).choose(remedy_view="Ten draws")
    (job,) = (job for job in visitor.jobs if job.background)
    assert len(job.experiments) == 3 * 10
    assert len({each.data.seed for each in job.experiments}) == 10
    (table,) = (frame.value for frame in visitor.app.dataframe)
    plain = [run.test["accuracy"] for run in job.runs[:10]]
    assert table["test accuracy (%)"][0] == f"{100 * np.mean(plain):.1f} ± {100 * np.std(plain, ddof=1):.1f}"
    visitor.choose(remedy_l2=0.0)
    (job,) = (job for job in visitor.jobs if job.background)
    assert len(job.experiments) == 2 * 10

    use_queue(JobQueue(InlineEngine(), RunStore(None), train=fail_on_other_draws))
    visitor.choose(remedy_seed=3)
    assert len(visitor.app.error) == 1
    assert not visitor.app.dataframe
    use_queue(queue)
    visitor.app.button(key="overfitting_draws.rest").click()
    visitor.run()
    assert not visitor.app.error
    assert len(visitor.app.dataframe) == 1


def test_ten_draws_of_what_an_address_has_trained_wait_for_a_press(quick, monkeypatch):
    monkeypatch.setattr("ui.training.live.may_start", lambda experiments: True)
    visitor = quick("remedies", remedy_l1=0, remedy_dropout=0, remedy_view="Ten draws")
    assert len(visitor.runs("_remedy")) == 3
    assert not [job for job in visitor.jobs if job.background]
    visitor.app.button(key="overfitting_remedy.draws").click()
    visitor.run()
    (job,) = (job for job in visitor.jobs if job.background)
    assert len(job.experiments) == 3 * 10


def fail_on_other_draws(experiment, on_progress, should_stop):
    if experiment.data != OPENED:
        raise RuntimeError("no memory")
    return worker.train(experiment, on_progress=on_progress, should_stop=should_stop)


# --- What goes wrong


@pytest.mark.parametrize(("activation", "explained"), [("relu", "diverged"), ("tanh", "The loss grew to")])
def test_a_loss_that_grows_without_end_is_explained(trained, activation, explained):
    visitor = trained("", epochs=500, activation=activation, optimizer="sgd").choose(rate=10, l2=0.1)
    (warning,) = (warning.value for warning in visitor.app.warning)
    assert explained in warning
    assert "Learning rate × L2 penalty is 1." in warning
    animation = visitor.figures["animation"][0]
    assert "NaN" not in json.dumps(animation)
    assert len(animation["frames"]) > 1
    visitor.choose(rate=0.1)
    assert visitor.runs()[0].outcome == "finished"
    assert not visitor.app.warning


def test_of_several_networks_those_whose_loss_grows_are_named(trained, use_queue):
    use_queue(JobQueue(InlineEngine(), RunStore(None), train=wild_if_wide))
    visitor = trained("_width", width_units="2, 4, 6")
    (warning,) = (warning.value for warning in visitor.app.warning)
    assert warning.startswith("6 units: Training diverged")


def wild_if_wide(experiment, on_progress, should_stop):
    """The real training; in place of a network with six units, it trains one that diverges."""
    if experiment.network.hidden != (6,):
        return worker.train(experiment, on_progress=on_progress, should_stop=should_stop)
    network, training = replace(experiment.network, activation="relu", l2=1.0), replace(experiment.training)
    training = replace(training, optimizer="sgd", learning_rate=100.0, epochs=500)
    return worker.train(replace(experiment, network=network, training=training), on_progress, should_stop)


def test_a_stopped_training_reports_how_far_it_came(trained, use_queue):
    visitor = trained("")
    use_queue(JobQueue(InlineEngine(), RunStore(None), train=partial(stopped_at_look, 2)))
    visitor.choose(epochs=20_000)
    (run,) = visitor.runs()
    assert run.outcome == "stopped"
    assert 0 < run.epochs_done < 20_000
    epoch = f"{math.ceil(run.epochs_done):,}"
    assert visitor.says(f"stopped in epoch {epoch} of 20,000.")
    assert run.snapshots[-1].epoch == run.epochs_done
    assert visitor.figures["animation"][0]["layout"]["sliders"][0]["steps"][-1]["label"] == epoch


def stopped_at_look(last, experiment, on_progress, should_stop):
    """The real training, stopped when it asks for the `last` time whether to stop."""
    looks = iter(range(1, last))
    return worker.train(experiment, on_progress=on_progress, should_stop=lambda: next(looks, None) is None)


def test_a_full_queue_is_explained_in_a_sentence_and_the_picture_stays(trained, use_queue):
    visitor = trained("")
    before = visitor.figures
    queue = JobQueue(InlineEngine(), RunStore(None), max_waiting=0)
    use_queue(queue)
    with pytest.raises(QueueFull) as refusal:
        queue.submit(PRESETS["mnist"], "somebody")
    visitor.choose(units_1=7)
    assert [warning.value.startswith(str(refusal.value)) for warning in visitor.app.warning] == [True]
    assert visitor.figures == before
    use_queue(JobQueue(InlineEngine(), RunStore(None)))
    visitor.run()
    assert not visitor.app.warning
    assert visitor.runs()[0].experiment.network.hidden == (7,)


def test_a_full_queue_at_the_first_visit_is_explained_in_a_sentence(use_queue):
    use_queue(JobQueue(InlineEngine(), RunStore(None), max_waiting=0))
    visitor = Visitor("overfitting").run()
    for section in SECTIONS.values():
        visitor.open(section)
        assert len(visitor.app.warning) == 1
        assert not visitor.figures
    assert list(visitor.open("points").figures) == ["points"]


def test_a_training_that_fails_is_explained_in_a_sentence_and_the_picture_stays(trained, use_queue, caplog):
    visitor = trained("")
    before = visitor.runs(), visitor.figures
    use_queue(JobQueue(InlineEngine(), RunStore(None), train=partial(fail_at, (7,))))
    visitor.choose(units_1=7)
    (error,) = (error.value for error in visitor.app.error)
    assert error.endswith(".")
    assert not visitor.says("/srv")
    assert "secret path /srv" in caplog.text
    assert visitor.runs() is before[0]
    assert visitor.figures == before[1]
    visitor.choose(units_1=6)
    assert not visitor.app.error
    assert visitor.runs()[0].experiment.network.hidden == (6,)


def test_one_network_of_several_that_fails_is_explained(trained, use_queue):
    visitor = trained("_width")
    before = visitor.figures
    use_queue(JobQueue(InlineEngine(), RunStore(None), train=partial(fail_at, (7,))))
    visitor.choose(width_units="2, 4, 7, 8")
    assert len(visitor.app.error) == 1
    assert visitor.figures == before  # what was on screen stays


def fail_at(hidden, experiment, on_progress, should_stop):
    if experiment.network.hidden == hidden:
        raise RuntimeError("secret path /srv")
    return worker.train(experiment, on_progress=on_progress, should_stop=should_stop)


# --- What it shows


def test_memorised_noise_is_called_memorised(quick):
    visitor = quick("width", points=100, noise=0.4, width_units="50", width_epochs=5_000).train("_width")
    (run,) = visitor.runs("_width")
    accuracy, _, test = accuracies_by_hand(run)
    assert accuracy > bayes_accuracy(run.experiment.data) + 0.1 > test  # noise was memorised indeed
    share = f"{100 * accuracy:.1f}\u00a0%"
    assert any("memorised noise" in info.value and share in info.value for info in visitor.app.info)
    for width in (50, 1):  # a single neuron can't memorise its 20 points
        visitor.choose(points=20, width_units=str(width))
        (run,) = visitor.runs("_width")
        assert visitor.says("memorised") == (width == 50), accuracies_by_hand(run)

    visitor.choose(points=200, noise=0.1, width_units="3")
    (run,) = visitor.runs("_width")
    accuracy, _, test = accuracies_by_hand(run)
    assert test > accuracy - 0.05  # and here it was not
    assert not visitor.says("memorised noise")


def test_alternative_texts_are_plain(trained_everywhere):
    visitor = trained_everywhere(width_units="2, 7")
    texts = {}
    for section, views in {
        "width": ({"width_view": "Maps"}, {"width_view": "Accuracy and loss"}),
        "depth": ({}, {"chance_kind": "Ten seeds"}, {"chance_view": "Loss and accuracy"}),
        "remedies": tuple({"remedy_view": view} for view in ("Maps", "Validation curves", "Weights", "Loss terms")),
        "points": ({},),
    }.items():
        visitor.open(section)
        for view in views:
            texts |= visitor.choose(**view).figures.alt_texts
    assert len(texts) == 20
    assert [name for name, alt in texts.items() if re.search("[<>&]|nan", alt)] == []


@pytest.mark.parametrize("end", [0, -1])
def test_the_ends_of_all_controls_together_are_valid(trained, use_queue, end):
    use_queue(JobQueue(InlineEngine(), RunStore(None), train=partial(stopped_at_look, 1)))
    visitor = trained("", layers=6)
    visitor.choose(**ends_of_controls(visitor, end))
    (run,) = visitor.runs()
    assert run.experiment.data.points == (20, 2_000)[end]
    assert run.experiment.network.hidden == ((), (64,) * 6)[end]
    for part, section in list(SECTIONS.items())[::2]:
        visitor.open(section)
        visitor.choose(**ends_of_controls(visitor, end))
        assert visitor.runs(part)[0].experiment.data.points == (20, 2_000)[end]


def ends_of_controls(visitor, end):
    """The first or the last value of every control that is drawn."""
    app = visitor.app
    ends = {slider.key: (slider.min, slider.max)[end] for slider in app.slider}
    ends |= {choice.key: choice.options[end] for choice in app.selectbox if choice.key != "overfitting_shape"}
    ends |= {number.key: (number.min, number.max)[end] for number in app.number_input}
    assert len(ends) >= 3
    rates = (1e-5, 10.0)
    fixed = {"overfitting_points": (20, 2_000), "overfitting_rate": rates, "overfitting_width_rate": rates}
    for key, values in fixed.items():
        if key in {slider.key for slider in app.select_slider}:
            ends[key] = values[end]
    return {key.removeprefix("overfitting_"): value for key, value in ends.items()}
