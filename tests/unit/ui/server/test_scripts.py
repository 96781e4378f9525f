"""Streamlit's scripts travel compressed; everything else is Streamlit's answer."""

import gzip

import pytest
from starlette.responses import PlainTextResponse

from tests.unit.ui.server.asgi import headers_of, request
from ui.server.scripts import _IN_PAGE, FOLDER, CompressedScripts, compress_first, compressed

APP = CompressedScripts(PlainTextResponse("Streamlit's own"))
NAMES = _IN_PAGE.findall((FOLDER / "index.html").read_text(encoding="utf-8"))


def content_of(sent):
    return b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize("base", ["", "/below/a/path"])
def test_what_the_first_page_loads_travels_compressed_and_is_kept(base):
    sizes = []
    for name in NAMES:
        answer = request(APP, f"{base}/{name}", accept_encoding="gzip, deflate, br")
        headers, content = headers_of(answer), content_of(answer)
        assert headers["content-encoding"] == "gzip"
        assert headers["content-type"].startswith("text/css" if name.endswith(".css") else "text/javascript")
        assert "immutable" in headers["cache-control"]
        assert headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(content) == (FOLDER / name).read_bytes()
        sizes.append((len(content), (FOLDER / name).stat().st_size))
    sent, whole = map(sum, zip(*sizes, strict=True))
    assert sent < 0.4 * whole


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"accept_encoding": "gzip"}),
        (f"/{NAMES[0]}", {}),
        (f"/{NAMES[0]}", {"accept_encoding": "gzip", "range": "bytes=0-9"}),
        ("/static/js/nothing.js", {"accept_encoding": "gzip"}),
        ("/static/js/../../index.html", {"accept_encoding": "gzip"}),
        ("/static/media/flake-0.DgWaVvm5.png", {"accept_encoding": "gzip"}),
    ],
)
def test_other_requests_are_left_to_streamlit(path, headers):
    assert content_of(request(APP, path, **headers)) == b"Streamlit's own"


def test_the_start_compresses_all_of_it():
    compressed.cache_clear()
    compress_first()
    assert compressed.cache_info().currsize == len(set(NAMES)) > 50
