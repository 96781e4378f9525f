"""Browsers that open a page get a random cookie once, and nothing else does."""

import asyncio
import re

import pytest
from starlette.responses import PlainTextResponse

from ui.server.visitor_cookie import COOKIE, VisitorCookie, visitor_in

PAGE = {"accept": "text/html,application/xhtml+xml"}


def cookies_set(headers, method="GET", scheme="http"):
    """What the answer to a request with these headers sets."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": "/mnist", "scheme": scheme, "headers": pairs}
    asyncio.run(VisitorCookie(PlainTextResponse("page"))(scope, receive, send))
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


def test_a_browser_that_opens_a_page_gets_a_cookie_that_names_it():
    (one,), (two,) = cookies_set(PAGE), cookies_set(PAGE)
    assert re.fullmatch(f"{COOKIE}=[0-9a-f]{{32}}; Path=/; HttpOnly; SameSite=Lax", one)
    assert one != two
    assert cookies_set(PAGE, scheme="https")[0].endswith("; Secure")
    name, value = one.split(";")[0].split("=")
    assert visitor_in({name: value}) == value


def test_a_browser_keeps_its_cookie():
    assert cookies_set({**PAGE, "cookie": f"other=1; {COOKIE}={'ab' * 16}"}) == []


@pytest.mark.parametrize("cookie", [f"{COOKIE}=../../etc", f"{COOKIE}=", "other=1", "\x00=;;="])
def test_what_is_no_cookie_of_ours_is_replaced(cookie):
    assert len(cookies_set({**PAGE, "cookie": cookie})) == 1


def test_scripts_and_probes_get_none():
    assert cookies_set({"accept": "*/*"}) == []
    assert cookies_set({}) == []
    assert cookies_set(PAGE, method="POST") == []
