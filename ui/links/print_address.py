"""The address of a view to print. It holds settings alone, so it trains nothing and works in any session.

Settings are packed: forty networks that differ in their seeds take a thousand characters instead of thirty thousand,
which servers and proxies do not accept.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnkit import Experiment
from nnkit.results.packed import pack, unpack

PATH, PARAMETER = "print", "view"
MAX_LETTERS = 6_000  # of the packed text: nginx takes 8,192 bytes for the whole line unless told otherwise
MAX_BYTES = 1_000_000  # of the settings as JSON
MAX_NETWORKS = 80  # of all chapters together
MAX_NAME = 200  # characters of a title or a name
LINK = re.compile(r"[a-z]{1,20}(\?[\w.~%&=+,-]{0,4000})?")  # below the app's own address, never another site's


@dataclass(frozen=True)
class PrintChapter:
    """What a chapter of the view shows: experiments by their names. link: to the section, below the app's address."""

    title: str
    link: str
    experiments: Mapping[str, Experiment]


def print_address(title: str, chapters: Sequence[PrintChapter]) -> str | None:
    """Return the address below that of the app; None where the settings are too many for one, such as many points."""
    content = {
        "title": title[:MAX_NAME],
        "chapters": [
            {
                "title": chapter.title[:MAX_NAME],
                "link": chapter.link if LINK.fullmatch(chapter.link) else "",
                "networks": [
                    [name[:MAX_NAME], json.loads(experiment.to_json())]
                    for name, experiment in chapter.experiments.items()
                ],
            }
            for chapter in chapters
        ],
    }
    text = pack(json.dumps(content, separators=(",", ":")).encode())
    if len(text) > MAX_LETTERS or sum(len(chapter.experiments) for chapter in chapters) > MAX_NETWORKS:
        return None
    return f"{PATH}?{PARAMETER}={text}"


def read_print_address(text: str) -> tuple[str, list[PrintChapter]]:
    """Return the title and the chapters of a packed text. Raises ValueError for any other text.

    It may come from anybody: sizes are checked before anything is built.
    """
    content = _fields(_unpacked(text), {"title": str, "chapters": list})
    chapters = [_fields(each, {"title": str, "link": str, "networks": list}) for each in content["chapters"]]
    count = sum(len(chapter["networks"]) for chapter in chapters)
    if not 1 <= count <= MAX_NETWORKS or len(chapters) > MAX_NETWORKS:
        raise ValueError(f"a view has 1 to {MAX_NETWORKS} networks; got {count}")
    return _name(content["title"]), [_chapter(chapter) for chapter in chapters]


def _unpacked(text: str) -> Any:
    if len(text) > MAX_LETTERS:
        raise ValueError(f"a view has up to {MAX_LETTERS:,} characters; got {len(text):,}")
    try:
        return json.loads(unpack(text, MAX_BYTES))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not a view to print: {error}") from None


def _chapter(content: Mapping[str, Any]) -> PrintChapter:
    experiments = {}
    for each in content["networks"]:
        if not isinstance(each, list) or len(each) != 2:
            raise ValueError("a network must be a name and its settings")
        experiments[_name(each[0])] = Experiment.from_json(json.dumps(each[1]))
    link = content["link"]
    return PrintChapter(_name(content["title"]), link if LINK.fullmatch(link) else "", experiments)


def _fields(content: Any, types: Mapping[str, type]) -> dict[str, Any]:
    """Return a JSON object that has these fields of these types."""
    if not isinstance(content, dict) or {name: type(value) for name, value in content.items()} != types:
        raise ValueError(f"a view must have {', '.join(types)}")
    return content


def _name(text: Any) -> str:
    if not isinstance(text, str) or len(text) > MAX_NAME:
        raise ValueError(f"a name must be a text of up to {MAX_NAME} characters")
    return text
