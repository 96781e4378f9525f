"""A reader in front of a page, without a browser."""

import base64
import io
import json
import re
from pathlib import Path

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from nnkit.jobs import Job

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120  # for one run of the script, a training within it included; a shared machine may be slow


class Visitor:
    """A session of the app on one page. Every run of the script must end without an exception."""

    def __init__(self, page: str, **settings):
        """Comes by the page's own address; settings: what stands in it, such as epochs=3 for mnist_epochs=3."""
        self.page = page
        self.app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
        self.app.query_params.update({f"{page}_{name}": str(value) for name, value in settings.items()})
        # switch_page knows pages by their files until the app has run once, and then the preset has trained.
        self.app._page_hash = calc_hash(page)

    def run(self) -> "Visitor":
        self.app.run()
        assert not self.app.exception, self.app.exception
        for name, (_, alt) in self.figures.items():
            assert len(alt) > 20, f"{name} says {alt!r} to who cannot see it"
        return self

    def choose(self, **values) -> "Visitor":
        """Set controls that are on the page, as one visitor's change."""
        for name, value in values.items():
            self.app.get_by_key(f"{self.page}_{name}").set_value(value)
        return self.run()

    def train(self, *parts: str) -> "Visitor":
        """Press Train, in several parts of the page at once where it has any, such as "_width"; "" is its own."""
        for part in parts or ("",):
            self.app.button(key=f"{self.page}{part}.train").click()
        return self.run()

    def upload(self, content: bytes) -> "Visitor":
        """Bring a CSV file."""
        self.app.get_by_key(f"{self.page}.upload").set_value(("points.csv", content, "text/csv"))
        return self.run()

    def edit(self, changed: dict | None = None, added: list | None = None, deleted: list | None = None) -> "Visitor":
        """Change cells {row: {column: value}} of the page's table, add rows and delete some: what a browser sends."""
        state = {"edited_rows": changed or {}, "added_rows": added or [], "deleted_rows": deleted or []}
        self.app.session_state[self.app.get("data_editor")[0].key] = state
        return self.run()

    def undo(self) -> "Visitor":
        next(button for button in self.app.button if button.label == "Undo all edits").click()
        return self.run()

    def draw(self, ink: np.ndarray) -> "Visitor":
        """Leave ink, (height, width) bool, on the canvas: what the component in a browser sends."""
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
        return self.app.get_by_key(f"{self.page}_{name}").value

    @property
    def result(self):
        """The Run that is on screen, or None."""
        return self.app.session_state.get(f"{self.page}.run")

    def runs(self, part: str = ""):
        """The Runs on screen in one part of a page whose runs follow its controls, or None."""
        return self.app.session_state.get(f"{self.page}{part}.runs")

    @property
    def jobs(self) -> list[Job]:
        """What the page trains, or has trained last, in all its parts."""
        names = [name for name in self.app.session_state if re.fullmatch(rf"{self.page}\w*\.job", name)]
        return [self.app.session_state[name] for name in names]

    @property
    def metrics(self) -> dict[str, str]:
        return {metric.label: metric.value for metric in self.app.metric}

    @property
    def figures(self) -> dict[str, tuple[dict, str]]:
        """By its key without the page's name, such as "film": what Plotly gets, and the alternative text."""
        charts = {chart.key.removeprefix(self.page).lstrip("._"): chart.proto for chart in self.app.get("plotly_chart")}
        return {name: (json.loads(proto.spec), proto.alt) for name, proto in charts.items()}

    def trace(self, name: str, index: int = 0) -> dict:
        return self.figures[name][0]["data"][index]

    def says(self, words: str) -> bool:
        """Whether these words stand anywhere on the page."""
        kinds = ("caption", "error", "info", "markdown", "toast", "warning", "code", "text")
        return any(words in element.value for kind in kinds for element in self.app.get(kind))


def array_of(value) -> np.ndarray:
    """An array as it travels to Plotly: base64 with its type and, beyond one dimension, its shape."""
    if isinstance(value, dict):
        array = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
        return array.reshape([int(length) for length in value["shape"].split(",")]) if "shape" in value else array
    return np.array(value)
