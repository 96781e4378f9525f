"""The page of history, without a browser."""

import re
from itertools import product

import numpy as np
import pandas as pd
import pytest

from nnkit.concepts.decision_line import CORNERS, XOR
from nnkit.concepts.formal_neuron import all_neurons
from nnkit.concepts.formal_tasks import TASKS
from pages.history.bibliography import cite
from pages.history.decision_line import STERILE
from pages.history.events import EVENTS
from pages.history.hebb import OLD_IDEA, POSTULATE
from pages.history.places import PLACES
from pages.history.references import REFERENCES
from tests.app.visitor import Visitor, array_of

KINDS = {1: "excites", -1: "inhibits", 0: "none"}
OJA = "Oja: the weights stay bounded"
QUICK = {"hidden_epochs": 100}  # from a link: nothing is trained before it is asked for


SECTIONS = {
    "timeline": {"timeline"},
    "neuron": {"cell", "model"},
    "formal": {"formal.plane"},
    "hebb": {"hebb.panels"},
    "line": {"line.plane"},
    "hidden": set(),  # the networks are not trained yet
}


@pytest.fixture
def visitor():
    """A visitor of one section by a link, so that no network is trained."""
    return lambda section="", **settings: Visitor("history", section, **{**QUICK, **settings}).run()


def texts(visitor, kind):
    return [element.value for element in visitor.app.get(kind)]


def panels(visitor):
    """The curves of the panels on Hebb's rule and Oja's that are in view, by their titles."""
    figure, _ = visitor.figures["hebb.panels"]
    legends = dict.fromkeys(trace["legend"] for trace in figure["data"])
    titles = [re.sub("</?b>", "", note["text"]) for note in figure["layout"]["annotations"]]
    curves = ([trace for trace in figure["data"] if trace["legend"] == legend] for legend in legends)
    return dict(zip(titles, curves, strict=True))


def set_neuron(visitor, neuron):
    """Set the controls to a formal neuron, as one change."""
    connections = {f"formal_x{place}": KINDS[kind] for place, kind in enumerate(neuron.connections, 1)}
    inhibition = "absolute" if neuron.absolute else "relative"
    return visitor.choose(**connections, formal_threshold=neuron.threshold, formal_inhibition=inhibition)


def table_of(visitor):
    """The truth table of the formal neuron, whose halves may stand side by side, as rows of text."""
    return pd.concat([table.value for table in visitor.app.table])


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_opens_by_its_address_alone_and_without_a_worker(visitor, section):
    page = visitor(section)
    assert set(page.figures) == SECTIONS[section]
    assert not page.jobs
    assert page.app.get_by_key("history.sections").value == section


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_open_whatever_the_year(visitor, section):
    assert set(visitor(section, year=1943).figures) == SECTIONS[section]


def test_the_timeline_marks_every_event(visitor):
    marks = visitor().trace("timeline", -1)
    assert [name for (name,) in marks["customdata"]] == list(EVENTS)
    assert all(EVENTS[name].label in text for name, text in zip(EVENTS, marks["text"], strict=True))


def test_a_click_on_a_mark_chooses_its_event_unless_the_year_closes_it(visitor):
    names = list(EVENTS)
    page = visitor(year=1960).click("timeline", names.index("hebb"))
    assert page.value("event") == "hebb"
    page.click("timeline", names.index("attention"))
    assert page.value("event") == "hebb"


@pytest.mark.parametrize("year", [1943, 1949, 1970, 1986, 2022])
def test_the_year_closes_later_events(visitor, year):
    page = visitor(year=year)
    known = [event for event in EVENTS.values() if event.year <= year]
    for event, text in zip(EVENTS.values(), page.trace("timeline", -1)["text"], strict=True):
        assert (event.label in text) == (event in known)
    assert len(page.app.get_by_key("history_event").options) == len(known)
    assert page.says(f"By {year}, {len(known)} of these {len(EVENTS)} events had happened.")


@pytest.mark.parametrize("name", EVENTS)
def test_a_card_leads_to_each_place_where_its_event_can_be_tried(visitor, name):
    page = visitor().choose(event=name)
    links = [link.proto for link in page.app.get("page_link")]
    pages, addresses = [link.page for link in links], [link.query_string for link in links]
    event = EVENTS[name]
    places = [PLACES[place] for place in (*event.places, *event.related)]
    assert pages == [place.page for place in places if place.page]
    for place, address in zip((place for place in places if place.page), addresses, strict=True):
        assert place.section in address
        assert all(f"{name}={value}" in address for name, value in place.settings.items())
    assert page.says("**Try it**") == bool(event.places)
    assert page.says("This app has no network of this kind.") != bool(event.places)
    here = [place for place in places if not place.page]
    assert all(page.says(f"[{place.label}](#{place.section})") for place in here)


@pytest.mark.parametrize("name", EVENTS)
def test_a_card_describes_its_event_its_sources_and_where_to_try_it(visitor, name):
    page = visitor().choose(event=name)
    event = EVENTS[name]
    assert any(event.title in header for header in texts(page, "subheader"))
    assert page.says(event.sentences[0])
    assert page.says(event.sentences[1])
    assert page.says(event.note)
    sources = dict.fromkeys((*event.references, *event.more))
    assert all(page.says(cite(name) if len(sources) > 1 else REFERENCES[name].title) for name in sources)
    assert "…" not in event.label
    assert len(f"{event.year} · {event.label}") <= 30  # the menu shows all of it
    marks = page.trace("timeline", -1)
    sizes = np.array(marks["marker"]["size"])
    assert list(EVENTS)[int(sizes.argmax())] == name


def test_an_event_that_is_closed_by_the_year_gives_its_place_to_the_first(visitor):
    page = visitor().choose(event="attention")
    page.choose(year=1960)
    assert page.value("event") == "formal"
    assert not page.says(EVENTS["attention"].sentences[0])
    assert "set_value" in str(page.app.get_by_key("history_event").proto)  # else a browser's menu keeps its event
    page.choose(year=2022)
    assert len(page.app.get_by_key("history_event").options) == len(EVENTS)


def test_fourteen_of_sixteen_tasks_of_two_inputs_can_be_built_and_the_page_says_so(visitor):
    """With relative inhibition, through the controls. The page explains why XOR and XNOR cannot be built."""
    page = visitor("formal", formal_inhibition="relative")
    neurons = {neuron.answers: neuron for neuron in all_neurons(2, absolute=False)}
    built = []
    for name, task in TASKS[2].items():
        page.choose(formal_task_2=name)
        if task.wanted in neurons:
            set_neuron(page, neurons[task.wanted])
            assert any(f"computes “{name}”" in words for words in texts(page, "success")), name
            built.append(name)
        else:
            (words,) = (words for words in texts(page, "warning") if f"computes “{name}”" in words)
            assert "all 54 combinations of connections and threshold. The best of them get 3 of 4 rows" in words
            assert task.obstacle in words
    assert len(built) == 14
    assert set(TASKS[2]) - set(built) == {"XOR", "XNOR"}
    assert page.says("With absolute inhibition, one neuron can compute 11 of them")
    assert page.says("With relative inhibition, it can compute 14.")


def test_with_absolute_inhibition_nand_cannot_be_built_and_the_veto_is_the_reason(visitor):
    page = visitor("formal").choose(formal_task_2="NAND")
    (words,) = (words for words in texts(page, "warning") if "NAND" in words)
    assert "tried all 36 combinations of connections and threshold" in words
    assert "it silences the neuron whenever it is active" in words
    page.choose(formal_inhibition="relative", formal_x1="inhibits", formal_x2="inhibits", formal_threshold=-1)
    assert any("computes “NAND”" in words for words in texts(page, "success"))


def test_the_truth_table_follows_and_names_the_wrong_rows(visitor):
    page = visitor("formal")  # x1 + x2 >= 1, and AND is wanted
    table = table_of(page)
    assert table["out"].tolist() == ["0", "1", "1", "1"]
    assert table["✓/✗"].tolist() == ["✓", "✗", "✗", "✓"]
    assert any("Wrong rows: 2 of 4 (inputs 01, 10)" in words for words in texts(page, "info"))
    page.choose(formal_threshold=2)
    assert table_of(page)["out"].tolist() == ["0", "0", "0", "1"]
    assert any("computes “AND”" in words for words in texts(page, "success"))
    page.choose(formal_x2="inhibits", formal_threshold=1)
    assert table_of(page)["count"].tolist() == ["0", "silenced", "1", "silenced"]
    page.choose(formal_task_2="none: just try")
    assert "goal" not in table_of(page).columns


@pytest.mark.parametrize("inputs", [1, 3, 4])
def test_other_numbers_of_inputs_have_their_tables_and_tasks(visitor, inputs):
    page = visitor("formal").choose(formal_inputs=inputs)
    table = table_of(page)
    assert len(table) == 2**inputs
    rows = list(product("01", repeat=inputs))
    assert [tuple(row[:inputs]) for row in table.to_numpy().tolist()] == rows
    assert "formal.plane" not in page.figures
    if inputs == 3:
        page.choose(formal_task_3="majority", formal_threshold=2)
        assert any("computes “majority”" in words for words in texts(page, "success"))
        page.choose(formal_task_3="x1 AND (x2 OR x3)")
        assert page.says("weights of 2, 1 and 1 with a threshold of 3")


def test_hebbs_weights_run_away_and_ojas_do_not(visitor):
    page = visitor("hebb")
    weights = np.stack([array_of(panels(page)[OJA][place]["y"]) for place in (0, 1)], axis=1)
    page.choose(hebb_view="Length and direction")
    lengths = {trace["name"]: array_of(trace["y"]) for trace in panels(page)["Length of the weights"]}
    assert lengths["Hebb"][-1] > 100 * lengths["Hebb"][0]
    assert lengths["Oja"][-1] == pytest.approx(1, abs=0.1)
    assert np.linalg.norm(weights, axis=1) == pytest.approx(lengths["Oja"])
    grown = lengths["Hebb"][-1] / lengths["Hebb"][0]
    assert page.says(f"becomes {round(grown, -1):,.0f} times as long")

    page.choose(hebb_neurons=4, hebb_correlation=0.0, hebb_moments=1_000, hebb_rate=0.003, hebb_seed=7)
    page.choose(hebb_view="Each weight")
    paths = panels(page)["Hebb: the weights grow without limit"]
    assert [trace["name"] for trace in paths] == ["w1", "w2", "w3", "w4"]
    assert len(array_of(paths[0]["y"])) == 1_001
    assert page.figures["hebb.panels"][0]["layout"]["yaxis"]["type"] == "log"


def test_ojas_correction_can_be_left_out(visitor):
    page = visitor("hebb")
    assert list(panels(page)) == ["Hebb: the weights grow without limit", OJA]
    assert page.says("Under Oja's rule")
    page.choose(hebb_oja=False)
    assert list(panels(page)) == ["Hebb: the weights grow without limit"]
    assert not page.says("Under Oja's rule")
    page.choose(hebb_view="Length and direction")
    assert [[trace["name"] for trace in traces] for traces in panels(page).values()] == [["Hebb"], ["Hebb"]]


def test_quotations_are_word_for_word_and_name_their_pages(visitor):
    page = visitor("hebb")
    assert page.says(f"> {POSTULATE}\n>\n> — Hebb 1949, p. 62")
    assert page.says(f"> {OLD_IDEA}\n>\n> — Hebb 1949, p. 70")
    assert page.open("line").says(f"> {STERILE}\n>\n> — Minsky & Papert 1969, § 13.2, pp. 231–232")


def test_a_component_is_found_only_where_the_weights_point_along_it(visitor):
    """The panel of directions shows |cos|; without correlation there is no component to find."""
    page = visitor("hebb", hebb_view="Length and direction")

    def cosine():
        (description,) = (text for text in [text.value for text in page.app.markdown] if "Under Oja's rule" in text)
        ends = {trace["name"]: array_of(trace["y"])[-1] for trace in panels(page)["Direction"]}
        assert f"|cos| = {ends['Oja']:.3f}" in description
        return ends["Oja"], description

    value, description = cosine()
    assert value > 0.95
    assert "has found this direction" in description
    page.choose(hebb_neurons=4, hebb_correlation=0.05, hebb_moments=1_000)
    value, description = cosine()
    assert value < 0.95
    assert "has not found this direction" in description
    page.choose(hebb_correlation=0.0, hebb_rate=0.03, hebb_moments=2_000)
    _, description = cosine()
    assert "vary equally in all directions" in description
    assert "has found this direction" not in description
    assert " · 10²" in description  # and no e+25


def test_the_line_by_hand_gets_three_of_xor_at_most_and_all_of_and(visitor):
    page = visitor("line")
    assert page.metrics["Points with the right answer"] == "2 of 4"
    page.choose(line_angle=45, line_offset=0.35)  # x1 + x2 > 0.49…
    right = sum((x1 + x2 > 0.35 * 2**0.5) == label for (x1, x2), label in zip(CORNERS, XOR, strict=True))
    assert page.metrics["Points with the right answer"] == f"{right} of 4" == "3 of 4"
    (words,) = texts(page, "warning")
    assert "none of them gets all four points right" in words
    assert words.endswith(" get 3 points right.")
    page.choose(line_task="AND", line_offset=1.05)
    assert page.metrics["Points with the right answer"] == "4 of 4"
    assert any("get all four points right" in words for words in texts(page, "success"))


def answers_by_hand(run):
    """P(class 1) at the corners of a network with one hidden layer of tanh."""
    (kernel, bias, out, out_bias) = (array.astype(float) for array in run.weights)
    return 1 / (1 + np.exp(-(np.tanh(CORNERS @ kernel + bias) @ out + out_bias)))[:, 0]


def test_networks_with_a_hidden_layer_train_by_themselves_and_are_counted():
    page = Visitor("history", "hidden").run()
    runs = page.runs("_hidden")
    widths = (2, 3, 4, 8)
    assert [run.experiment.network.hidden for run in runs] == [(width,) for width in widths for _ in range(10)]
    right = np.array([((answers_by_hand(run) > 0.5) == XOR).sum() for run in runs]).reshape(4, 10)
    solved = (right == 4).sum(axis=1)
    assert solved[0] < 10  # from some beginnings, two hidden units get stuck
    assert solved[0] < solved[-1]
    bars = page.trace("hidden.solved")
    assert array_of(bars["x"]).tolist() == solved.tolist()
    assert page.says(f"{solved.sum()} of 40 networks solve XOR, {40 - solved.sum()} do not.")
    for place, width in enumerate(widths):
        page.choose(hidden_width=f"2-{width}-1")
        titles = [note["text"] for note in page.figures["hidden.boundaries"][0]["layout"]["annotations"]]
        assert titles == [f"seed {seed}: {count} of 4" for seed, count in enumerate(right[place])]


def test_a_control_of_the_hidden_layer_trains_anew(visitor):
    page = visitor("hidden", hidden_epochs=500)
    assert page.runs("_hidden") is None
    assert page.says("came with the address")
    page.app.button(key="history_hidden.start").click()
    page.run()
    before = page.runs("_hidden")
    assert {run.experiment.training.epochs for run in before} == {500}
    page.choose(hidden_activation="relu", hidden_seed=3)
    after = page.runs("_hidden")
    assert {run.experiment.network.activation for run in after} == {"relu"}
    assert sorted({run.experiment.training.seed for run in after}) == list(range(3, 13))
    assert page.figures["hidden.boundaries"][0]["layout"]["annotations"][0]["text"].startswith("seed 3:")


def test_settings_stand_in_the_address_of_every_section(visitor):
    address = {"year": 1990, "formal_threshold": 2, "hebb_correlation": 0.5, "line_angle": 90, "line_task": "OR"}
    page = visitor(**address)
    assert page.value("year") == 1990
    page = visitor("formal", **address)
    assert page.value("formal_threshold") == 2
    assert any("computes “AND”" in words for words in texts(page, "success"))
    assert visitor("hebb", **address).value("hebb_correlation") == 0.5
    page = visitor("line", **address)
    assert page.value("line_angle") == 90
    assert page.value("line_task") == "OR"


def test_what_was_chosen_in_a_section_is_there_after_a_visit_to_others(visitor):
    chosen = {
        "timeline": {"year": 1990, "event": "digits"},
        "neuron": {"neuron_table": "What it leaves out"},
        "formal": {"formal_inputs": 3, "formal_threshold": 2},
        "hebb": {"hebb_neurons": 4, "hebb_oja": False, "hebb_view": "Length and direction", "hebb_seed": 5},
        "line": {"line_task": "AND", "line_angle": 45, "line_offset": 1.05},
        "hidden": {"hidden_seed": 3},
    }
    page = visitor()
    for section, settings in chosen.items():
        page.open(section).choose(**settings)
    for section, settings in chosen.items():
        page.open(section)
        assert {name: page.value(name) for name in settings} == settings


def test_the_trained_networks_are_there_after_a_visit_to_another_section(visitor):
    page = visitor("hidden").train("_hidden").choose(hidden_width="2-8-1")
    before = page.figures
    page.open("line").open("hidden")
    assert page.figures == before
    assert len(page.jobs) == 1


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("nonsense", ["-3", "nan", "<b>", "9" * 30])
def test_nonsense_in_the_address_leaves_the_page_as_it_was(visitor, section, nonsense):
    names = {
        "timeline": ("year", "event"),
        "neuron": ("neuron_table",),
        "formal": ("formal_threshold", "formal_inputs", "formal_x1"),
        "hebb": ("hebb_rate", "hebb_view", "hebb_oja"),
        "line": ("line_angle",),
        "hidden": ("hidden_seed", "hidden_width"),
    }
    page = visitor(section, **dict.fromkeys(names[section], nonsense))
    assert not texts(page, "error")
    assert set(page.figures) == SECTIONS[section]
