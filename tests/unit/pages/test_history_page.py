"""Events, references and places of the history page agree with each other and with the app."""

import ast
import re
from dataclasses import replace

import pytest

from nnkit.concepts.decision_line import CORNERS, XOR
from nnkit.experiment import Experiment
from pages.history.bibliography import cite
from pages.history.events import EVENTS, FIRST_YEAR, LAST_YEAR
from pages.history.hidden import OPENING, SEEDS, WIDTHS, experiments_for
from pages.history.neuron import KEPT, LEFT_OUT
from pages.history.places import PLACES
from pages.history.references import REFERENCES
from tests.unit.test_architecture import ROOT

PAGE = ROOT / "pages" / "history"
# The year of each event and the family name of the first author, looked up in the papers.
YEARS = {
    "formal": (1943, "McCulloch"),
    "hebb": (1949, "Hebb"),
    "perceptron": (1958, "Rosenblatt"),
    "critique": (1969, "Minsky"),
    "werbos": (1974, "Werbos"),
    "backpropagation": (1986, "Rumelhart"),
    "universal": (1989, "Cybenko"),
    "digits": (1989, "LeCun"),
    "lstm": (1997, "Hochreiter"),
    "lenet": (1998, "LeCun"),
    "belief": (2006, "Hinton"),
    "imagenet": (2012, "Krizhevsky"),
    "attention": (2017, "Vaswani"),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_every_reference_says_who_when_what_and_where(name):
    reference = REFERENCES[name]
    assert re.search(r"[A-Z]\w", reference.authors)
    assert 1900 < reference.year <= 2026
    assert len(reference.title) > 10
    assert len(reference.venue) > 5
    assert not reference.link or reference.link.startswith("https://")
    if "doi.org" in reference.link:
        assert re.fullmatch(r"https://doi\.org/10\.\d{4,9}/\S+", reference.link)


def test_no_two_references_have_the_same_link():
    links = [reference.link for reference in REFERENCES.values() if reference.link]
    assert len(links) == len(set(links))


def test_the_events_are_those_of_the_papers_in_order_of_years():
    assert {name: event.year for name, event in EVENTS.items()} == {name: year for name, (year, _) in YEARS.items()}
    assert list(EVENTS) == list(YEARS)
    assert [event.year for event in EVENTS.values()] == sorted(event.year for event in EVENTS.values())
    assert (FIRST_YEAR, LAST_YEAR) == (1943, 2017)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_two_sentences_a_source_of_its_year_and_existing_places(name):
    event, (_, family) = EVENTS[name], YEARS[name]
    assert family in REFERENCES[event.references[0]].authors.split(",")[0]
    assert all(reference in REFERENCES for reference in (*event.references, *event.before))
    assert len(event.sentences) == 2
    assert all(sentence.endswith(".") for sentence in event.sentences)
    assert event.places
    assert all(place in PLACES for place in event.places)
    assert "Franck" not in event.title


def test_known_errors_of_other_accounts_are_corrected():
    assert REFERENCES["rosenblatt"].authors == "Frank Rosenblatt"
    assert [REFERENCES[name].year for name in EVENTS["universal"].references] == [1989, 1989, 1991]
    assert "Bengio" not in REFERENCES["lecun_1989"].authors
    assert "Bengio" in REFERENCES["lecun_1998"].authors


@pytest.mark.parametrize("name", PLACES)
def test_a_place_is_a_page_of_the_app_or_a_section_of_this_page(name):
    place = PLACES[name]
    if place.page:
        assert f'"pages/{place.page}/page.py"' in (ROOT / "app.py").read_text(encoding="utf-8")
        assert (ROOT / "pages" / place.page / "page.py").is_file()
    else:
        assert f'Section("{place.section}"' in (PAGE / "page.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("row", [*KEPT, *LEFT_OUT], ids=lambda row: row.what)
def test_every_statement_about_cells_has_a_source(row):
    assert row.references
    assert all(name in REFERENCES for name in row.references)


def test_every_citation_has_a_reference_and_every_reference_is_used():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PAGE.glob("*.py"))]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    cited = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "cite" and isinstance(call.args[0], ast.Constant)
    }
    listed = {name for event in EVENTS.values() for name in (*event.references, *event.before)}
    compared = {name for row in (*KEPT, *LEFT_OUT) for name in row.references}
    assert cited
    assert cited | listed | compared == set(REFERENCES)


def test_a_short_citation_names_one_two_or_the_first_of_many():
    assert cite("hebb", "p. 62") == "Hebb 1949, p. 62"
    assert cite("mcculloch") == "[McCulloch & Pitts 1943](https://doi.org/10.1007/BF02478259)"
    assert cite("rumelhart").startswith("[Rumelhart et al. 1986](")


def test_the_networks_on_xor_train_on_the_four_points_with_different_seeds():
    assert len(OPENING) == len(set(OPENING)) == len(WIDTHS) * SEEDS
    for experiment in OPENING:
        assert isinstance(experiment, Experiment)
        assert experiment.data.edited == ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))
        assert experiment.training.batch_size is None
    assert [tuple(corner) for corner in CORNERS] == [row[:2] for row in OPENING[0].data.edited]
    assert XOR.tolist() == [row[2] for row in OPENING[0].data.edited]


def test_seed_0_follows_the_largest_seed():
    late = experiments_for("tanh", replace(OPENING[0].training, seed=2**31 - 1))
    assert [experiment.training.seed for experiment in late[:SEEDS]] == [2**31 - 1, *range(SEEDS - 1)]
