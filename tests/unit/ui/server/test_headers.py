"""What every answer tells the browser. That the app works with it is seen in Chromium, where all errors are noticed."""

from starlette.responses import PlainTextResponse

from tests.unit.ui.server.asgi import headers_of, request
from ui.server.headers import Headers
from ui.server.settings import Settings


def policy(*frame_ancestors):
    answer = request(Headers(PlainTextResponse("x"), Settings(frame_ancestors=frame_ancestors)))
    assert headers_of(answer)["x-content-type-options"] == "nosniff"
    parts = headers_of(answer)["content-security-policy"].split("; ")
    return {name: sources.split(" ") for name, _, sources in (part.partition(" ") for part in parts)}


def test_only_the_sites_of_the_setting_may_show_the_app_in_a_frame():
    assert policy()["frame-ancestors"] == ["'self'"]
    assert policy("https://lms.example.org")["frame-ancestors"] == ["'self'", "https://lms.example.org"]


def test_scripts_of_other_sites_and_scripts_in_a_page_do_not_run():
    sources = policy()["script-src"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"} & set(sources)
    assert policy()["default-src"] == ["'self'"]
