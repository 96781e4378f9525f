"""Lessons that anybody may have written: nothing in them becomes a link, a picture or HTML."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt  # Keras brings it along

from nnkit.lessons import plain_lesson, read_lesson
from nnkit.lessons.plain import plain
from tests.unit.nnkit.lessons.example import TEXT

# What remark, which Streamlit uses, makes links of even in plain texts: micromark-extension-gfm-autolink-literal.
LINKS = re.compile(r"https?://|\bwww\.|[-.\w+]@[-\w]+\.", re.IGNORECASE)
HARMFUL = [
    "![x](https://example.org/track.png)",
    "[a link](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "<https://example.org>",
    "[x]: https://example.org\n\n[x]",
    "https://example.org and www.example.org and a@example.org",
    ":red[red] $x^2$ **bold** `code`",
    "# heading\n- item\n1. item\n> quote\n    code\n```\ncode\n```\n| a |\n|---|\n---",
    "&lt;b&gt; &amp; \\[x\\](y)",
]


def read_as_shown(text):
    """The text as CommonMark renders it, once nothing but paragraphs and ends of lines are in it."""
    rendered = MarkdownIt("commonmark").render(plain(text))
    bare = re.sub(r"</?p>|<br />", "", rendered)
    assert not set("<>") & set(bare), rendered
    return html.unescape(bare)


def words(text):
    return re.sub(r"\s+", " ", text.replace("\u2060", "").replace("\u0000", "\ufffd")).strip()


@pytest.mark.parametrize("text", HARMFUL)
def test_what_could_do_harm_is_text(text):
    shown = read_as_shown(text)
    assert words(shown) == words(text)
    assert not LINKS.search(shown)


@given(some.text("ab:/.@w!<>[]()#*_`~$|\\&;=+-0123 \n\té", max_size=60))
def test_any_text_is_shown_as_it_is(text):
    shown = read_as_shown(text)
    assert words(shown) == words(text)
    assert not LINKS.search(shown)


def test_all_texts_of_a_lesson_become_plain():
    lesson = read_lesson(TEXT)
    marked = read_lesson(re.sub(r"^(?=[A-Z][a-z ]+[.?]$)", "**x** ", TEXT, flags=re.MULTILINE))
    assert marked != lesson
    assert "**x**" not in repr(plain_lesson(marked))
    assert plain_lesson(lesson).steps[0].prediction.at == lesson.steps[0].prediction.at
