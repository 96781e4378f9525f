"""Addresses of views to print: they hold all settings, and nothing that comes from elsewhere does harm."""

import base64
import json
import tracemalloc
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.experiment.openings import OPENINGS
from nnkit.reports import names_of
from tests.oracle.code.drawn import DATA, experiments
from tests.unit.nnkit.reports.made_runs import EXPERIMENTS
from ui.links.print_address import MAX_BYTES, MAX_LETTERS, PrintChapter, print_address, read_print_address

LINK = "overfitting?section=width&overfitting_noise=0.1"
ONE = PrintChapter("A title", LINK, {"one": EXPERIMENTS["planar"]})


def view_in(address):
    return parse_qs(urlsplit(address).query)["view"][0]


def packed(content) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def plain(title="t", link="", networks=None, **more):
    network = ["one", json.loads(EXPERIMENTS["planar"].to_json())]
    chapter = {"title": title, "link": link, "networks": [network] if networks is None else networks}
    return {"title": "t", "chapters": [chapter], **more}


@pytest.mark.parametrize("page", sorted({name.split("/")[0] for name in OPENINGS}))
def test_what_a_page_opens_with_fits_into_an_address_and_comes_back(page):
    chapters = [
        PrintChapter(name, LINK, dict(zip(names_of(opening), opening, strict=True)))
        for name, opening in OPENINGS.items()
        if name.startswith(page)
    ]
    address = print_address("A page <&>", chapters)
    assert address.startswith("print?view=")
    assert len(address) < 2_000
    assert read_print_address(view_in(address)) == ("A page <&>", chapters)


@settings(max_examples=30)
@given(st.sampled_from(sorted(DATA)).flatmap(lambda kind: experiments(DATA[kind])), st.text(max_size=50))
def test_every_experiment_comes_back(experiment, name):
    chapters = [PrintChapter(name, "", {name: experiment})]
    assert read_print_address(view_in(print_address(name, chapters))) == (name, chapters)


def test_too_many_points_have_no_address():
    rows = tuple((place / 977, place / 3_001, place % 2) for place in range(2_000))
    data = type(EXPERIMENTS["planar"].data)(edited=rows)
    many = type(EXPERIMENTS["planar"])(data, EXPERIMENTS["planar"].network, EXPERIMENTS["planar"].training)
    assert print_address("t", [PrintChapter("t", "", {"one": many})]) is None
    assert print_address("t", [PrintChapter("t", "", {f"{n}": EXPERIMENTS["planar"] for n in range(81)})]) is None


@pytest.mark.parametrize(
    "link", ["//elsewhere.example", "http://elsewhere.example", "javascript:alert(1)", "mnist#x", 'a?"x', "../status"]
)
def test_a_link_leads_nowhere_but_to_the_app(link):
    ((chapter,)) = read_print_address(packed(plain(link=link)))[1]
    assert chapter.link == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "é",
        "x" * 100,
        "A" * (MAX_LETTERS + 1),
        packed(b"no JSON"),
        packed(b"[" * 100_000),
        packed([]),
        packed({}),
        packed(plain(networks=[])),
        packed(plain(networks=[["one"]])),
        packed(plain(networks=[["one", {"data": {}}]])),
        packed(plain(networks=[[1, None]])),
        packed(plain(networks=[["x" * 201, json.loads(EXPERIMENTS["planar"].to_json())]])),
        packed(plain(title=3)),
        packed(plain(more="x")),
        packed(plain())[:-9],
    ],
)
def test_what_is_no_view_is_refused(text):
    with pytest.raises(ValueError, match=r"view|name|network|experiment|data"):
        read_print_address(text)


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = packed(b'{"title": "' + b" " * 4_000_000)
    assert len(bomb) < MAX_LETTERS
    tracemalloc.start()
    with pytest.raises(ValueError, match="inflates to more than"):
        read_print_address(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2.5 * MAX_BYTES
