"""The sheet on which a browser puts a section to print."""

import asyncio
import re
from pathlib import Path

import streamlit
from starlette.requests import Request

from ui.components.assets import SCRIPTS, path_of
from ui.server import print_view


def test_any_section_has_the_same_sheet_whatever_its_address_holds():
    answers = []
    for query in (b"page=mnist&section=train", b"page=%3Cscript%3E&section=%22"):
        request = Request({"type": "http", "path": "/print", "headers": [], "query_string": query})
        answers.append(asyncio.run(print_view.show_print_view(request)))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].body == answers[1].body  # nothing of an address gets into it
    text = answers[0].body.decode()
    assert "size: A4 portrait" in text
    for name in ("section_paper.js", "section_content.js"):
        assert f'".{path_of(name)}"' in text
    assert re.search(r"version \d+\.\d+\.\d+ · \d{1,2} [A-Z][a-z]+ 20\d\d", text)


def test_what_is_read_of_a_section_are_names_that_the_installed_streamlit_gives():
    """Those of elements: another version of Streamlit could name them otherwise."""
    static = Path(streamlit.__file__).parent / "static" / "static" / "js"
    scripts = "".join(path.read_text(encoding="utf-8", errors="replace") for path in static.glob("*.js"))
    names = set(
        re.findall(
            r"\bst[A-Z]\w+", "".join(SCRIPTS[name].read_text(encoding="utf-8") for name in SCRIPTS if "section" in name)
        )
    )
    assert len(names) > 20
    assert {name for name in names if name not in scripts} == set()
