"""Events, references and places of the history page agree with each other and with the app."""

import ast
import re
from dataclasses import replace

import pytest

from nnkit.concepts.decision_line import CORNERS, XOR
from nnkit.experiment import Experiment
from pages.history.bibliography import cite
from pages.history.events import EVENTS, FIRST_YEAR, LAST_YEAR
from pages.history.hebb import OLD_IDEA, POSTULATE
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
    "adaline": (1960, "Widrow"),
    "critique": (1969, "Minsky"),
    "linnainmaa": (1970, "Linnainmaa"),
    "werbos": (1974, "Werbos"),
    "hopfield": (1982, "Hopfield"),
    "backpropagation": (1986, "Rumelhart"),
    "universal": (1989, "Cybenko"),
    "digits": (1989, "LeCun"),
    "lstm": (1997, "Hochreiter"),
    "lenet": (1998, "LeCun"),
    "belief": (2006, "Hinton"),
    "imagenet": (2012, "Krizhevsky"),
    "attention": (2017, "Vaswani"),
    "language": (2020, "Brown"),
    "diffusion": (2020, "Ho"),
    "proteins": (2021, "Jumper"),
    "instructions": (2022, "Ouyang"),
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
    assert (FIRST_YEAR, LAST_YEAR) == (1943, 2022)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_two_sentences_a_source_of_its_year_and_existing_places(name):
    event, (_, family) = EVENTS[name], YEARS[name]
    assert family in REFERENCES[event.references[0]].authors.split(",")[0]
    assert all(reference in REFERENCES for reference in (*event.references, *event.more))
    assert len(event.sentences) == 2
    assert all(text.endswith(".") for text in (*event.sentences, event.note or "."))
    assert bool(event.note) == bool(event.more) or name == "universal"  # its proofs are all references of its own
    assert all(place in PLACES for place in (*event.places, *event.related))
    assert not (event.places and event.related)


def test_only_ideas_that_the_app_has_are_offered_to_try():
    """The app trains layers of units one after the other: no loops, no attention, no images made of noise."""
    absent = {name for name, event in EVENTS.items() if not event.places}
    assert absent == {"hopfield", "lstm", "attention", "language", "diffusion", "proteins", "instructions"}
    assert PLACES["reviews_in_order"].label.endswith("without word order")


# Dates and names that other accounts often have otherwise, looked up in the papers.
RIGHT = {
    "rosenblatt": (1958, "Frank Rosenblatt"),
    "convergence": (1960, "Frank Rosenblatt"),
    "neurodynamics": (1962, "Frank Rosenblatt"),
    "widrow": (1960, "Bernard Widrow, Marcian E. Hoff"),
    "linnainmaa_1970": (1970, "Seppo Linnainmaa"),
    "hopfield": (1982, "John J. Hopfield"),
    "cybenko": (1989, "George Cybenko"),
    "hornik": (1989, "Kurt Hornik, Maxwell Stinchcombe, Halbert White"),
    "hornik_alone": (1991, "Kurt Hornik"),
    "shatz": (1992, "Carla J. Shatz"),
    "leshno": (1993, "Moshe Leshno, Vladimir Ya. Lin, Allan Pinkus, Shimon Schocken"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_dates_and_names_are_those_of_the_papers(name):
    assert (REFERENCES[name].year, REFERENCES[name].authors) == RIGHT[name]


def test_what_an_event_says_of_other_papers_has_their_years_and_authors():
    for name in ("perceptron", "universal", "hebb", "linnainmaa"):
        event = EVENTS[name]
        for other in {*event.references[2:], *event.more} - {"gerstner"}:
            assert str(REFERENCES[other].year) in event.note
    assert "Shatz" in EVENTS["hebb"].note
    assert all(author.split()[-1] in EVENTS["universal"].note for author in REFERENCES["leshno"].authors.split(", "))
    assert "Bengio" not in REFERENCES["lecun_1989"].authors
    assert "Bengio" in REFERENCES["lecun_1998"].authors


def test_hebb_is_quoted_to_the_comma():
    """The Organization of Behavior, 1949, pages 62 and 70; a fingerprint, so that this is no copy of the quotation."""
    marks = [re.sub("[^,.'’“”]", "", quotation) for quotation in (POSTULATE, OLD_IDEA)]
    assert marks == [",',,.", ",“,”."]
    assert POSTULATE.startswith("When an axon of cell A is near enough to excite a cell B and repeatedly")
    assert len(POSTULATE.split()) == 49
    assert len(OLD_IDEA.split()) == 38


@pytest.mark.parametrize("name", [name for name, event in EVENTS.items() if event.note])
def test_no_note_argues_with_a_text_that_the_reader_has_not_seen(name):
    assert not re.search("slip|often|sometimes|some (notes|accounts)|wrongly|Franck", EVENTS[name].note)


@pytest.mark.parametrize("name", PLACES)
def test_a_place_is_a_page_of_the_app_or_a_section_of_this_page(name):
    place = PLACES[name]
    if place.page:
        assert f'"pages/{place.page}/page.py"' in (ROOT / "app.py").read_text(encoding="utf-8")
        page = (ROOT / "pages" / place.page / "page.py").read_text(encoding="utf-8")
        assert not place.section or f'Section("{place.section}"' in page
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
    listed = {name for event in EVENTS.values() for name in (*event.references, *event.more)}
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
