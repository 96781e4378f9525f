"""The page of history, without a browser."""

import re
from itertools import product

import numpy as np
import pytest

from nnkit.concepts.decision_line import CORNERS, XOR
from nnkit.concepts.formal_neuron import all_neurons
from pages.history.events import EVENTS
from pages.history.tasks import TASKS
from tests.app.visitor import Visitor, array_of

KINDS = {1: "excites", -1: "inhibits", 0: "none"}
OJA = "Oja: they stay bounded"
QUICK = {"hidden_epochs": 100}  # from a link: nothing is trained before it is asked for


@pytest.fixture
def visitor():
    """A visitor by a link, so that no network is trained."""
    return lambda **settings: Visitor("history", **{**QUICK, **settings}).run()


def texts(visitor, kind):
    return [element.value for element in visitor.app.get(kind)]


def panels(visitor):
    """The curves of each panel on Hebb's rule and Oja's, by its title."""
    figure, _ = visitor.figures["hebb.panels"]
    legends = dict.fromkeys(trace["legend"] for trace in figure["data"])
    titles = [re.sub("</?b>", "", note["text"]) for note in figure["layout"]["annotations"]]
    curves = ([trace for trace in figure["data"] if trace["legend"] == legend] for legend in legends)
    return dict(zip(titles, curves, strict=True))


def set_neuron(visitor, neuron):
    """Set the controls to a formal neuron, as one change."""
    connections = {f"formal_x{place}": KINDS[kind] for place, kind in enumerate(neuron.connections, 1)}
    inhibition = "absolute (1943)" if neuron.absolute else "relative"
    return visitor.choose(**connections, formal_threshold=neuron.threshold, formal_inhibition=inhibition)


def table_of(visitor):
    """The truth table of the formal neuron as rows of text."""
    tables = [table.value for table in visitor.app.table]
    return next(table for table in tables if "out" in table.columns)


def test_everything_is_open_at_first_and_works_without_a_worker(visitor):
    page = visitor()
    headers = " ".join(texts(page, "header"))
    assert "nerve cell" in headers
    assert not page.jobs
    assert len(panels(page)) == 4
    assert {"timeline", "cell", "model", "formal.plane", "hebb.panels", "line.plane"} <= set(page.figures)
    assert not any("opens" in caption for caption in texts(page, "caption"))
    marks = page.trace("timeline", -1)
    assert [name for (name,) in marks["customdata"]] == list(EVENTS)
    assert all(EVENTS[name].label in text for name, text in zip(EVENTS, marks["text"], strict=True))


@pytest.mark.parametrize(
    ("year", "shut", "opened"),
    [
        (1943, ("1949", "1969", "1986"), ()),
        (1949, ("1982", "1969", "1986"), ("hebb.panels",)),
        (1970, ("1982", "1986"), ("hebb.panels", "line.plane")),
        (1986, (), ("hebb.panels", "line.plane")),
    ],
)
def test_the_year_closes_what_was_not_known_yet(visitor, year, shut, opened):
    page = visitor(year=year)
    closed = [re.search(r"opens in (\d+)", caption) for caption in texts(page, "caption")]
    assert sorted(match.group(1) for match in closed if match) == sorted(shut)
    assert set(opened) <= set(page.figures)
    assert ("hebb.panels" in page.figures) == ("1949" not in shut)
    assert ("line.plane" in page.figures) == ("1969" not in shut)
    assert ("hebb.panels" in page.figures and OJA in panels(page)) == (year >= 1982)
    assert any(button.key == "history_hidden.train" for button in page.app.button) == (year >= 1986)
    marks = page.trace("timeline", -1)
    for event, text in zip(EVENTS.values(), marks["text"], strict=True):
        assert (event.label in text) == (event.year <= year)
    choices = page.app.get_by_key("history_event").options
    assert len(choices) == sum(event.year <= year for event in EVENTS.values())


@pytest.mark.parametrize("name", EVENTS)
def test_a_card_describes_its_event_its_sources_and_where_to_try_it(visitor, name):
    page = visitor().choose(event=name)
    event = EVENTS[name]
    assert any(event.title in header for header in texts(page, "subheader"))
    assert page.says(event.sentences[0])
    assert page.says(event.sentences[1])
    assert page.says(event.note)
    marks = page.trace("timeline", -1)
    sizes = np.array(marks["marker"]["size"])
    assert list(EVENTS)[int(sizes.argmax())] == name


def test_an_event_that_is_closed_by_the_year_gives_its_place_to_the_first(visitor):
    page = visitor().choose(event="attention")
    page.choose(year=1960)
    assert page.value("event") == "formal"
    assert not page.says(EVENTS["attention"].sentences[0])
    page.choose(year=2017)
    assert len(page.app.get_by_key("history_event").options) == len(EVENTS)


def test_fourteen_of_sixteen_tasks_of_two_inputs_can_be_built_and_the_page_says_so(visitor):
    """With relative inhibition, through the controls. The page explains why XOR and XNOR cannot be built."""
    page = visitor(formal_inhibition="relative")
    neurons = {neuron.answers: neuron for neuron in all_neurons(2, absolute=False)}
    built = []
    for name, task in TASKS[2].items():
        page.choose(formal_task_2=name)
        if task.wanted in neurons:
            set_neuron(page, neurons[task.wanted])
            assert any(f"computes {name}" in words for words in texts(page, "success")), name
            built.append(name)
        else:
            (words,) = (words for words in texts(page, "warning") if f"computes {name}" in words)
            assert "tried all 54 settings: the best get 3 of 4 rows right" in words
            assert task.obstacle in words
    assert len(built) == 14
    assert set(TASKS[2]) - set(built) == {"XOR", "XNOR"}
    assert page.says("one neuron has 11 with absolute inhibition")
    assert page.says("14 with relative inhibition")


def test_with_absolute_inhibition_nand_cannot_be_built_and_the_veto_is_the_reason(visitor):
    page = visitor().choose(formal_task_2="NAND")
    (words,) = (words for words in texts(page, "warning") if "NAND" in words)
    assert "tried all 36 settings" in words
    assert "veto" in words
    page.choose(formal_inhibition="relative", formal_x1="inhibits", formal_x2="inhibits", formal_threshold=-1)
    assert any("computes NAND" in words for words in texts(page, "success"))


def test_the_truth_table_follows_and_names_the_wrong_rows(visitor):
    page = visitor()  # x1 + x2 >= 1, and AND is wanted
    table = table_of(page)
    assert table["out"].tolist() == ["0", "1", "1", "1"]
    assert table["✓/✗"].tolist() == ["✓", "✗", "✗", "✓"]
    assert any("2 of 4 rows are wrong (inputs 01, 10)" in words for words in texts(page, "info"))
    page.choose(formal_threshold=2)
    assert table_of(page)["out"].tolist() == ["0", "0", "0", "1"]
    assert any("computes AND" in words for words in texts(page, "success"))
    page.choose(formal_x2="inhibits", formal_threshold=1)
    assert table_of(page)["count"].tolist() == ["0", "silenced", "1", "silenced"]
    page.choose(formal_task_2="none: just try")
    assert "want" not in table_of(page).columns


@pytest.mark.parametrize("inputs", [1, 3, 4])
def test_other_numbers_of_inputs_have_their_tables_and_tasks(visitor, inputs):
    page = visitor().choose(formal_inputs=inputs)
    table = table_of(page)
    assert len(table) == 2**inputs
    rows = list(product("01", repeat=inputs))
    assert [tuple(row[:inputs]) for row in table.to_numpy().tolist()] == rows
    assert "formal.plane" not in page.figures
    if inputs == 3:
        page.choose(formal_task_3="majority", formal_threshold=2)
        assert any("computes majority" in words for words in texts(page, "success"))
        page.choose(formal_task_3="x1 AND (x2 OR x3)")
        assert page.says("weights 2, 1, 1")


def test_hebbs_weights_run_away_and_ojas_do_not(visitor):
    page = visitor()
    lengths = {trace["name"]: array_of(trace["y"]) for trace in panels(page)["Length of the weights"]}
    assert lengths["Hebb"][-1] > 100 * lengths["Hebb"][0]
    assert lengths["Oja"][-1] == pytest.approx(1, abs=0.1)
    weights = np.stack([array_of(panels(page)[OJA][place]["y"]) for place in (0, 1)], axis=1)
    assert np.linalg.norm(weights, axis=1) == pytest.approx(lengths["Oja"])
    grown = lengths["Hebb"][-1] / lengths["Hebb"][0]
    assert page.says(f"grown {round(grown, -1):,.0f}-fold")

    page.choose(hebb_neurons=4, hebb_correlation=0.0, hebb_moments=1_000, hebb_rate=0.003, hebb_seed=7)
    paths = panels(page)["Hebb: the weights run away"]
    assert [trace["name"] for trace in paths] == ["w1", "w2", "w3", "w4"]
    assert len(array_of(paths[0]["y"])) == 1_001
    assert page.figures["hebb.panels"][0]["layout"]["yaxis"]["type"] == "log"


def test_a_component_is_found_only_where_the_weights_point_along_it(visitor):
    """The panel of directions shows |cos|; without correlation there is no component to find."""
    page = visitor()

    def cosine():
        (description,) = (text for text in [text.value for text in page.app.markdown] if "Oja's rule" in text)
        ends = {trace["name"]: array_of(trace["y"])[-1] for trace in panels(page)["Direction"]}
        assert f"|cos| = {ends['Oja']:.3f}" in description
        return ends["Oja"], description

    value, description = cosine()
    assert value > 0.95
    assert "has found it" in description
    page.choose(hebb_neurons=4, hebb_correlation=0.05, hebb_moments=1_000)
    value, description = cosine()
    assert value < 0.95
    assert "has not found it" in description
    page.choose(hebb_correlation=0.0, hebb_rate=0.03, hebb_moments=2_000)
    _, description = cosine()
    assert "no direction varies more than another" in description
    assert "has found it" not in description
    assert " · 10²" in description  # and no e+25


def test_the_line_by_hand_gets_three_of_xor_at_most_and_all_of_and(visitor):
    page = visitor()
    assert page.metrics["Points on their side"] == "2 of 4"
    page.choose(line_angle=45, line_offset=0.35)  # x1 + x2 > 0.49…
    right = sum((x1 + x2 > 0.35 * 2**0.5) == label for (x1, x2), label in zip(CORNERS, XOR, strict=True))
    assert page.metrics["Points on their side"] == f"{right} of 4" == "3 of 4"
    assert any("the best get 3 right" in words and "none gets all four" in words for words in texts(page, "warning"))
    page.choose(line_task="AND", line_offset=1.05)
    assert page.metrics["Points on their side"] == "4 of 4"
    assert any("get all four right" in words for words in texts(page, "success"))


def answers_by_hand(run):
    """P(class 1) at the corners of a network with one hidden layer of tanh."""
    (kernel, bias, out, out_bias) = (array.astype(float) for array in run.weights)
    return 1 / (1 + np.exp(-(np.tanh(CORNERS @ kernel + bias) @ out + out_bias)))[:, 0]


def test_networks_with_a_hidden_layer_train_by_themselves_and_are_counted():
    page = Visitor("history")
    page.app._page_hash = ""  # the bare address leads to the first page
    page.run()
    runs = page.runs("_hidden")
    widths = (2, 3, 4, 8)
    assert [run.experiment.network.hidden for run in runs] == [(width,) for width in widths for _ in range(10)]
    right = np.array([((answers_by_hand(run) > 0.5) == XOR).sum() for run in runs]).reshape(4, 10)
    solved = (right == 4).sum(axis=1)
    assert solved[0] < 10  # from some beginnings, two hidden units get stuck
    assert solved[0] < solved[-1]
    bars = page.trace("hidden.solved")
    assert array_of(bars["x"]).tolist() == solved.tolist()
    assert page.says(f"{solved.sum()} of 40 networks solve XOR; {40 - solved.sum()} do not.")
    for place, width in enumerate(widths):
        page.choose(hidden_width=f"2-{width}-1")
        titles = [note["text"] for note in page.figures["hidden.boundaries"][0]["layout"]["annotations"]]
        assert titles == [f"seed {seed}: {count} of 4" for seed, count in enumerate(right[place])]


def test_a_control_of_the_hidden_layer_trains_anew(visitor):
    page = visitor(hidden_epochs=500)
    assert page.runs("_hidden") is None
    assert page.says("came with the address")
    page.app.button(key="history_hidden.train").click()
    page.run()
    before = page.runs("_hidden")
    assert {run.experiment.training.epochs for run in before} == {500}
    page.choose(hidden_activation="relu", hidden_seed=3)
    after = page.runs("_hidden")
    assert {run.experiment.network.activation for run in after} == {"relu"}
    assert sorted({run.experiment.training.seed for run in after}) == list(range(3, 13))
    assert page.figures["hidden.boundaries"][0]["layout"]["annotations"][0]["text"].startswith("seed 3:")


def test_settings_stand_in_the_address(visitor):
    page = visitor(year=1990, formal_threshold=2, hebb_correlation=0.5, line_angle=90, line_task="OR")
    assert page.value("year") == 1990
    assert page.value("formal_threshold") == 2
    assert page.value("hebb_correlation") == 0.5
    assert page.value("line_angle") == 90
    assert page.value("line_task") == "OR"
    assert any("computes AND" in words for words in texts(page, "success"))


@pytest.mark.parametrize("nonsense", ["-3", "nan", "<b>", "9" * 30])
def test_nonsense_in_the_address_leaves_the_page_as_it_was(visitor, nonsense):
    names = (
        "year",
        "event",
        "formal_threshold",
        "formal_inputs",
        "formal_x1",
        "hebb_rate",
        "line_angle",
        "hidden_seed",
    )
    page = visitor(**dict.fromkeys(names, nonsense))
    assert not texts(page, "error")
    assert "timeline" in page.figures
