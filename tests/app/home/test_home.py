"""The home page: a film of a real training, and ways into every part of the app."""

import base64
import json

import numpy as np
import pytest
from PIL import Image

from nnkit import load
from nnkit.results.inference import predict
from pages.home.cards import CARDS, PICTURES
from pages.home.chapter import write_chapter
from pages.home.film import EXPERIMENT, film_of
from tests.app.visitor import Visitor
from tools.sections import sections


@pytest.fixture
def film(shared_queue):
    return film_of(shared_queue.submit(EXPERIMENT, "a test").run)


def test_home_is_the_address_without_a_name():
    visitor = Visitor("").run()
    assert [title.value for title in visitor.app.title] == ["Neural networks, explored"]
    (component,) = [each for each in visitor.app.get("bidi_component") if each.key == "home.film"]
    data = json.loads(component.proto.bytes)
    maps = np.frombuffer(base64.b64decode(data["maps"]), "uint8")
    assert len(maps) == len(data["captions"]) * data["rows"] * data["columns"]


@pytest.mark.parametrize("page", ["", "glossary"])
def test_pages_without_controls_say_what_in_the_address_means_nothing_there(page):
    visitor = Visitor(page)
    visitor.app.query_params.update({"colour": "red", "utm_source": "mail"})
    line = "The app did not understand this in the address: colour=red (no control here has this name)."
    assert line in visitor.run().texts("text")
    assert not Visitor(page).run().says("did not understand")


def test_the_film_is_written_once_for_all_visitors(monkeypatch):
    def written():
        (component,) = [each for each in Visitor("").run().app.get("bidi_component") if each.key == "home.film"]
        return component.proto.bytes

    first = written()
    monkeypatch.setattr("pages.home.film.write_film", lambda film: pytest.fail("the film is written again"))
    assert written() == first


def test_the_film_shows_what_the_network_answers_at_each_epoch(film, shared_queue):
    run = shared_queue.submit(EXPERIMENT, "a test").run
    data = load(EXPERIMENT.data)
    frames, rows, columns = film.maps.shape
    answers = predict(EXPERIMENT, run.weights, data.x_train)[:, 0]
    places = film.points[:, :2]
    assert ((places > 0) & (places < 1)).all()
    across, down = (places * (columns - 1, rows - 1)).round().astype(int).T
    assert np.abs(film.maps[-1][down, across] - answers).mean() < 0.02  # a point lies between two cells
    share = f"{np.mean((answers > 0.5) == data.y_train):.1%}".replace("%", "\u00a0%")
    assert film.captions[-1].endswith(f"Epoch 5,000: {share} are correct.")
    assert "Epoch 0:" in film.captions[0]
    assert frames == len(film.captions)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.title)
def test_a_card_leads_to_a_section_and_has_a_picture(card):
    assert card.section in sections()[card.page]
    with Image.open(PICTURES / card.picture) as picture:
        assert picture.size == (360, 216)


def test_there_is_a_card_for_each_page():
    assert {card.page for card in CARDS} == set(sections())


def test_the_chapter_is_offered_as_a_notebook_that_compares_itself_with_the_bundled_runs():
    (button,) = Visitor("").run().app.get("download_button")
    assert button.label == "The chapter as a notebook"
    text = "".join("".join(cell["source"]) for cell in json.loads(write_chapter())["cells"])
    assert text.count("APP_ACCURACY, tolerance") == 8  # of the digits and of the points; reviews are not the same
