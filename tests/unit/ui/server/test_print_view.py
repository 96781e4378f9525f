"""The view to print: it shows what is in the store, trains nothing, and makes one document at a time."""

import asyncio
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.requests import Request

from nnkit.jobs import InlineEngine, JobQueue, RunStore
from tests.unit.nnkit.reports.made_runs import EXPERIMENTS, made
from ui.links.print_address import PrintChapter, print_address
from ui.server import print_view

TRAINED = EXPERIMENTS["planar"]
OTHER = replace(TRAINED, training=replace(TRAINED.training, seed=7))


class NoEngine(InlineEngine):
    """Fails the test if anything is to be computed."""

    def run(self, *call, **hooks):
        raise AssertionError("a view to print must not train")


@pytest.fixture
def queue(monkeypatch):
    store = RunStore(None)
    store.remember(made(TRAINED))
    queue = JobQueue(NoEngine(), store)
    monkeypatch.setattr(print_view, "default_queue", lambda: queue)
    yield queue
    queue.shutdown()


def ask(*views):
    async def all_of_them():
        return await asyncio.gather(*(print_view.show_print_view(request_of(view)) for view in views))

    return asyncio.run(all_of_them())


def request_of(view):
    query = urlencode({"view": view} if view is not None else {}).encode()
    return Request({"type": "http", "path": "/print", "headers": [], "query_string": query})


def view_of(**experiments):
    address = print_address("The page", [PrintChapter("A section", "mnist?section=train", experiments)])
    return parse_qs(urlsplit(address).query)["view"][0]


def test_finished_runs_are_shown_and_others_named(queue):
    (answer,) = ask(view_of(trained=TRAINED, other=OTHER))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    text = answer.body.decode()
    assert "<h1>The page</h1>" in text
    assert "<h3>trained</h3>" in text
    shown, missing = text.split("Not trained on this server yet:")
    assert ">other<" not in shown
    assert "<li>other</li>" in missing
    assert 'href="mnist?section=train"' in text


def test_a_view_without_any_finished_run_says_so(queue):
    (answer,) = ask(view_of(other=OTHER))
    assert "<li>other</li>" in answer.body.decode()
    assert 'class="plot"' not in answer.body.decode()


@pytest.mark.parametrize("view", [None, "", "x", "A" * 10_000])
def test_any_other_address_gets_a_sentence(queue, view):
    (answer,) = ask(view)
    assert answer.status_code == 400
    assert answer.body.decode() == "This address names no view to print. Open it from a page of the app."


def test_views_are_made_one_at_a_time_and_a_crowd_is_asked_to_come_back(queue, monkeypatch):
    at_work, most, make = 0, 0, print_view.make_print_view

    def counted(*arguments):
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        made_view = make(*arguments)
        at_work -= 1
        return made_view

    monkeypatch.setattr(print_view, "make_print_view", counted)
    monkeypatch.setattr(print_view, "MAX_WAITING", 3)
    answers = ask(*[view_of(other=OTHER)] * 5)
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [503] * 2
    assert most == 1
    assert ask(view_of(other=OTHER))[0].status_code == 200  # the crowd is gone
