"""A visitor of a page, without a browser."""

import base64
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from PIL import Image
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.runtime.state.common import user_key_from_element_id
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from nnkit.jobs import Job
from tests.forms import wrong_forms

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 600  # for one run of the script, a training within it included; a busy machine may be slow


class Figures(Mapping):
    """By its name, each figure as Plotly gets it and its alternative text. A figure is parsed when it is looked at."""

    def __init__(self, contents: Mapping[str, bytes]):
        """contents: by its name, what the chart component gets for each figure."""
        self._specs: dict[str, bytes] = {}
        self.options: dict[str, dict] = {}
        for name, content in contents.items():
            options, _, self._specs[name] = content.partition(b', "figure": ')
            self.options[name] = json.loads(options + b"}")

    @property
    def alt_texts(self) -> dict[str, str]:
        return {name: options["alt"] for name, options in self.options.items()}

    def __getitem__(self, name: str) -> tuple[dict, str]:
        return parse(self._specs[name][:-1]), self.options[name]["alt"]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    def __contains__(self, name: object) -> bool:
        return name in self._specs

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Figures):
            return NotImplemented
        if self._specs == other._specs and self.options == other.options:
            return True
        return dict(self) == dict(other)  # the same figure may be written in two orders

    __hash__ = None


parse = lru_cache(maxsize=100)(json.loads)  # tests look at a figure several times, and none changes it


class Session:
    """A session of the app or of a part of it. Every run of the script must end without an exception.

    `page` is what the names of controls and figures begin with, and is left out of them here.
    """

    def __init__(self, app: AppTest, page: str = ""):
        self.app, self.page = app, page

    def run(self) -> Self:
        self.app.run()
        assert not self.app.exception, self.app.exception
        for name, alt in self.figures.alt_texts.items():
            assert len(alt) > 20, f"the alternative text of {name} is {alt!r}"
        found = [wrong for text in self.all_texts() for wrong in wrong_forms(text)]
        assert not found, found
        return self

    def key(self, name: str) -> str:
        """The key of a control, such as mnist_epochs for epochs."""
        return f"{self.page}_{name}" if self.page else name

    def choose(self, **values) -> Self:
        """Set controls that are on the page, as one visitor's change."""
        for name, value in values.items():
            self.app.get_by_key(self.key(name)).set_value(value)
        return self.run()

    def edit(self, changed: dict | None = None, added: list | None = None, deleted: list | None = None) -> Self:
        """Edit the page's table as a browser does; open it first. changed: new cells as {row: {column: value}}."""
        if not self.app.get("data_editor"):
            self.unfold("Edit the points", "The points")
        state = {"edited_rows": changed or {}, "added_rows": added or [], "deleted_rows": deleted or []}
        self.app.session_state[self.app.get("data_editor")[0].key] = state
        return self.run()

    def unfold(self, *titles: str) -> Self:
        """Open an expander with one of these titles whose content is drawn only while it is open."""
        (expander,) = [each for each in self.app.expander if each.label in titles and each.proto.id]
        self.app.session_state[user_key_from_element_id(expander.proto.id)] = True
        return self.run()

    def click(self, figure: str, place: int) -> Self:
        """Click a mark of a figure, as its component in a browser reports it. place: of the mark in the last trace."""
        mark = self.figures[figure][0]["data"][-1]["customdata"][place]
        (chart,) = [chart for chart in self._charts if self._name(chart) == figure]
        events = json.dumps([{"event": "clicked", "value": mark}])
        return self._send(f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{chart.proto.id}__events", json_trigger_value=events)

    def tick(self, row: int) -> Self:
        """Tick a row of the first table."""
        selection = json.dumps({"selection": {"rows": [row], "columns": [], "cells": []}})
        return self._send(self.app.dataframe[0].proto.id, string_value=selection)

    def _send(self, widget: str, **value: str) -> Self:
        """Send the state of a widget that AppTest cannot set, as a browser does: its callback is called."""
        states = self.app._tree.get_widget_states()
        states.widgets.add(id=widget, **value)
        self.app._run(states)
        assert not self.app.exception, self.app.exception
        return self

    def undo(self) -> Self:
        next(button for button in self.app.button if button.label == "Undo all edits").click()
        return self.run()

    def runs(self, part: str = ""):
        """The Runs on screen in one part of a page whose runs follow its controls, or None."""
        training = self.app.session_state.get(f"{self.page}{part}.training")
        return training and (training.shown or None)

    @property
    def metrics(self) -> dict[str, str]:
        return {metric.label: metric.value for metric in self.app.metric}

    @property
    def figures(self) -> "Figures":
        """The figures on the page by their keys without the page's name, such as "animation"."""
        return Figures({self._name(chart): chart.proto.bytes for chart in self._charts})

    @property
    def _charts(self) -> list:
        components = self.app.get("bidi_component")
        return [component for component in components if component.proto.component_name.endswith("nnkit.chart")]

    def _name(self, chart) -> str:
        return chart.key.removeprefix(self.page).lstrip("._")

    def texts(self, *kinds: str) -> list[str]:
        """The texts of these kinds, in which links to the glossary are the words that a visitor reads."""
        return [without_links(element.value) for kind in kinds for element in self.app.get(kind)]

    def all_texts(self) -> Iterator[str]:
        """What the app writes on the page, but for quotes of the visitor, and menus, whose texts are in addresses."""
        yield from self.figures.alt_texts.values()
        for element in self.app.main:
            kind = element.type
            if kind in ("caption", "error", "info", "markdown", "success", "warning"):
                yield element.value
            elif kind == "metric":
                yield from (element.label, element.value, element.delta)
            elif kind in ("expander", "button"):
                yield element.label
            elif kind == "progress":
                yield element.text
            elif kind == "table" or (kind == "dataframe" and element.editing_mode == "read_only"):
                yield from texts_of_table(element.proto.arrow_data)

    def says(self, words: str) -> bool:
        """Whether these words are anywhere on the page."""
        kinds = ("caption", "error", "info", "markdown", "toast", "warning", "code", "text")
        return any(without_links(words) in value for value in self.texts(*kinds))


class Part(Session):
    """One part of a page, in a session of its own. The script shows that part alone."""

    def __init__(self, script: Callable[[], None], address: Mapping | None = None, page: str = "", **state):
        """address: its parameters, by the names of controls. state: what the session holds from the start."""
        super().__init__(AppTest.from_function(script, default_timeout=SECONDS), page)
        self.app.query_params.update({self.key(name): str(value) for name, value in (address or {}).items()})
        for name, value in state.items():
            self.app.session_state[name] = value
        self.run()

    def set(self, name: str, value) -> Self:
        """Set one control whose name is not a Python name, or is computed."""
        return self.choose(**{name: value})

    def press(self, name: str) -> Self:
        self.app.button(key=self.key(name)).click()
        return self.run()


class Visitor(Session):
    """A session of the app on one page."""

    def __init__(self, page: str, section: str = "", **settings):
        """The visitor opens the address of a section, of the first one if none is named.

        settings: parameters of the address, such as epochs=3 for mnist_epochs=3.
        """
        super().__init__(AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS), page)
        self.app.query_params.update({self.key(name): str(value) for name, value in settings.items()})
        if section:
            self.app.query_params["section"] = section
        # Not by switch_page: it finds a page only after the app has run once, and then the preset has trained.
        self.app._page_hash = calc_hash(page)

    def open(self, section: str) -> Self:
        """Choose another section of the page."""
        self.app.get_by_key(f"{self.page}.sections").set_value(section)
        return self.run()

    def train(self, *parts: str) -> Self:
        """Press Train, or where settings came with the address the button that trains them.

        parts: such as "_width", in all of which it is pressed at once.
        """
        keys = {button.key for button in self.app.button}
        for part in parts or ("",):
            name = f"{self.page}{part}"
            self.app.button(key=f"{name}.start" if f"{name}.start" in keys else f"{name}.train").click()
        return self.run()

    def upload(self, content: bytes) -> Self:
        """Upload a CSV file."""
        self.app.get_by_key(f"{self.page}.upload").set_value(("points.csv", content, "text/csv"))
        return self.run()

    def draw(self, ink: np.ndarray) -> Self:
        """Draw on the canvas: send what the component in a browser sends. ink: (height, width) bool."""
        pixels = np.where(ink[..., None], [0, 0, 0, 255], [255, 255, 255, 255]).astype("uint8")
        png = io.BytesIO()
        Image.fromarray(pixels).save(png, "PNG")
        address = f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"
        self.app.session_state[f"{self.page}_canvas"] = {
            "drawing": {"raw": {"objects": []}, "data": address},
            "backgroundFit": None,
        }
        return self.run()

    def value(self, name: str):
        return self.app.get_by_key(self.key(name)).value

    @property
    def result(self):
        """The Run that is on screen, or None."""
        training = self.app.session_state.get(f"{self.page}.training")
        return training.shown[0] if training and training.shown else None

    @property
    def jobs(self) -> list[Job]:
        """The last jobs of the page, one per part that has trained."""
        names = [name for name in self.app.session_state if re.fullmatch(rf"{self.page}\w*\.training", name)]
        return [training.job for name in names if (training := self.app.session_state[name]).job is not None]

    def trace(self, name: str, index: int = 0) -> dict:
        return self.figures[name][0]["data"][index]


def without_links(text: str) -> str:
    """Replace the links of terms to the glossary by what is read."""
    return re.sub(r'\[([^\]]+)\]\(glossary#[^ ]+ "[^"]+"\)', r"\1", text)


def texts_of_table(table) -> Iterator[str]:
    """The heads and the cells of a table as a browser shows them. table: as Streamlit sends it."""
    data = table.styler.display_values if table.HasField("styler") else table.data
    shown = convert_arrow_bytes_to_pandas_df(data)
    yield from map(str, (*shown.columns, *shown.to_numpy().ravel()))


def array_of(value) -> np.ndarray:
    """The array in a figure's JSON: base64 with its type and, beyond one dimension, its shape; or a list."""
    if isinstance(value, dict):
        array = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
        return array.reshape([int(length) for length in value["shape"].split(",")]) if "shape" in value else array
    return np.array(value)
