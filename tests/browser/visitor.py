"""A visitor in front of a browser's window."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import Download, Locator, Page, expect

from tools.sections import sections

SECONDS = 180  # the time limit for what takes long on a busy machine, such as a first training
DESKTOP = {"width": 1280, "height": 900}  # a window's size
PHONE = {"width": 390, "height": 844}
PERCENT = re.compile(r"^\d+\.\d\s%$")
MILLISECONDS = 60_000  # the time limit for everything else
ROW = 35  # px, the height of a row of an editable table, and of the names above it
expect.set_options(timeout=MILLISECONDS)

# Streamlit looks for these two below the page's address before it looks at the root, and the server has none there.
PROBES = ("/_stcore/health", "/_stcore/host-config")
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"
# An exception in the script is noticed even where the next run of it takes it from the page.
WATCH = """new MutationObserver(() => {
    window.lastChange = performance.now()
    if (document.querySelector("[data-testid=stException]")) console.error("an exception on the page")
}).observe(document, {attributes: true, characterData: true, childList: true, subtree: true})"""
# What the page has asked its server for: "sent" until a run of the script begins, then "begun" until it is over. On a
# busy machine the run begins late, while the page looks as if nothing was to come. The numbers are those of the fields
# in Streamlit's BackMsg and ForwardMsg; the first byte of a field is eight times its number, plus its type.
ASKED = """(() => {
    const RERUN_SCRIPT = 11, NEW_SESSION = 4, SCRIPT_FINISHED = 6, FINISHED_EARLY_FOR_RERUN = 2
    const {send} = WebSocket.prototype, heard = new WeakSet()
    const kindOf = bytes => {
        let place = 0
        while ([1, 2].includes(bytes[place] >> 3)) {  // its hash and its metadata, with their length before them
            let length = 0, shift = 0
            do length |= (bytes[++place] & 127) << shift, shift += 7; while (bytes[place] & 128)
            place += length + 1
        }
        return [bytes[place] >> 3, bytes[place + 1]]
    }
    const hear = ({data}) => {
        const [kind, status] = kindOf(new Uint8Array(data))
        if (kind === NEW_SESSION && window.asked === "sent") window.asked = "begun"
        const isOver = kind === SCRIPT_FINISHED && status !== FINISHED_EARLY_FOR_RERUN
        if (isOver && window.asked === "begun") window.asked = ""
    }
    WebSocket.prototype.send = function (data) {
        if (!heard.has(this)) this.addEventListener("message", hear)
        heard.add(this)
        if (data[0] >> 3 === RERUN_SCRIPT) [window.asked, window.askedAt] = ["sent", performance.now()]
        return send.call(this, data)
    }
})()"""
# The heading is there, and the run of the script that has drawn it is over.
DRAWN = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && document.querySelector("h1")?.checkVisibility()"""
# This is longer than Streamlit's sliders wait before they send (0.2 s), and than Plotly waits for a second click (0.3).
STILL = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && performance.now() - window.lastChange > 350
    && (!window.asked || performance.now() - window.askedAt > 10_000)"""
BRIGHTNESS = """() => {
    const [red, green, blue] = getComputedStyle(document.querySelector(".stApp")).backgroundColor.match(/[0-9]+/g)
    return (Number(red) + Number(green) + Number(blue)) / 3
}"""


class Visitor:
    """A window on one page. `complaints` are the errors in its console and the exceptions in its JavaScript."""

    def __init__(self, page: Page):
        self.page = page
        self.complaints: list[str] = []
        self.sent: list[bytes | str] = []  # messages to the server
        self.received: list[bytes | str] = []  # and from it
        page.set_default_timeout(MILLISECONDS)
        for script in (WATCH, ASKED):
            page.add_init_script(script)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("crash", lambda: self.complaints.append("the page crashed"))
        page.on("websocket", self._listen)

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.wait_for(DRAWN)

    def leave(self) -> None:
        """Leave the page, and forget what has happened there."""
        self.page.unroute_all()
        self.page.mouse.move(0, 0)
        self.page.goto("about:blank")
        for happened in (self.complaints, self.sent, self.received):
            happened.clear()

    def check(self) -> None:
        """Check that nothing has gone wrong so far."""
        assert self.complaints == []
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        expect(self.page.get_by_text("Page not found")).to_have_count(0)

    def keyed(self, key: str) -> Locator:
        """The element that the app gave this key."""
        return self.page.locator(f".st-key-{key.replace('.', '-')}")

    def figure(self, key: str) -> Locator:
        """The figure as it is drawn now: until a run of the script is over, Streamlit keeps the one before as stale."""
        current = f".st-key-{key.replace('.', '-')}:not([data-stale=true])"
        return self.page.locator(current).locator(".js-plotly-plot").filter(visible=True)

    def wait_for_figure(self, key: str, seconds: float = SECONDS) -> None:
        drawn = f".st-key-{key.replace('.', '-')}:not([data-stale=true]) .js-plotly-plot"
        is_drawn = "drawn => [...document.querySelectorAll(drawn)].some(figure => figure.checkVisibility())"
        self.wait_for(is_drawn, drawn, seconds)

    def wait_for_trainings(self, seconds: float = 3 * SECONDS) -> None:
        """Wait until nothing trains: a click is lost if its part of the page is redrawn at that moment."""
        trainings = self.page.get_by_role("button", name="Stop", exact=True, disabled=False)
        expect(trainings).to_have_count(0, timeout=seconds * 1000)

    def download(self, press: Callable[[], object]) -> Download:
        """Return the file that the browser gets after a press."""
        with self.page.expect_download(timeout=SECONDS * 1000) as download:
            press()
        return download.value

    def save_figure(self, key: str, kind: str) -> Download:
        """Save a figure as PNG or SVG, by the buttons that it shows to a mouse."""
        figure = self.figure(key)
        figure.scroll_into_view_if_needed()
        figure.hover(force=True)  # layers of its own lie over it
        button = figure.locator("xpath=..").get_by_role("button", name=f"Save for a slide as {kind}")
        return self.download(button.click)

    def metric(self, label: str) -> Locator:
        found = self.page.get_by_test_id("stMetric").filter(has_text=label)
        return found.get_by_test_id("stMetricValue")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def train_settings(self, part: str) -> None:
        """Press the button that trains the settings of the address, unless they train on arrival."""
        start, stop = (self.keyed(f"{part}.{name}").get_by_role("button") for name in ("start", "stop"))
        expect(start.or_(stop)).to_be_visible(timeout=SECONDS * 1000)
        if start.is_visible():
            start.click()

    def unfold(self, title: str) -> None:
        """Open an expander. On a busy machine, a late drawing of the page can close it again: then open it again."""
        summary = self.page.locator("summary").filter(has_text=title)
        for _ in range(5):
            if not summary.evaluate("summary => summary.parentElement.open"):
                summary.click()
            self.wait_until_still()
            if summary.evaluate("summary => summary.parentElement.open"):
                return
        raise AssertionError(f"{title} does not stay open")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, as Control and C do."""
        self.page.evaluate(
            """text => {
                const area = document.body.appendChild(document.createElement("textarea"))
                area.value = text
                area.select()
                document.execCommand("copy")
                area.remove()
            }""",
            text,
        )

    def select_row(self, row: int) -> None:
        """Select the first cell of a row of the editable table; rows are counted from zero.

        A table that is being drawn loses a click, and a second click on a selected cell would open its editor:
        so the table's own description for screen readers says whether to click again.
        """
        cell = self.page.get_by_test_id(f"glide-cell-1-{row}")
        for _ in range(5):
            self.wait_until_still()
            if cell.get_attribute("aria-selected") != "true":
                self.page.get_by_test_id("stDataFrame").first.click(position={"x": 60, "y": ROW * (row + 1) + ROW // 2})
            with suppress(AssertionError):
                expect(cell).to_have_attribute("aria-selected", "true", timeout=10_000)
                break
        expect(cell).to_have_attribute("aria-selected", "true")
        if self.page.locator("#portal textarea").count():
            self.page.keyboard.press("Escape")
            expect(self.page.locator("#portal textarea")).to_have_count(0)

    def write_cell(self, row: int, text: str) -> None:
        """Write into the first cell of a row of the editable table, as a reader does by the keyboard."""
        self.select_row(row)
        self.page.keyboard.press("Enter")
        cell = self.page.locator("#portal textarea")
        cell.fill(text)
        cell.press("Enter")

    def slide(self, key: str, *keys: str) -> None:
        """Move a slider by the keyboard."""
        thumb = self.keyed(key).get_by_role("slider")
        for pressed in keys:
            thumb.press(pressed)

    def choose(self, key: str, option: str) -> None:
        """Choose an option of a menu."""
        menu = self.keyed(key).get_by_role("combobox")
        menu.focus()  # the page scrolls to it; a menu that is open while the page scrolls closes again
        self.wait_until_still()
        menu.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def wait_for_result(self, epochs: int) -> None:
        expect(self.metric("Epochs")).to_have_text(str(epochs), timeout=SECONDS * 1000)
        expect(self.metric("Test accuracy")).to_have_text(PERCENT)

    def wait_for(self, javascript: str, argument=None, seconds: float = SECONDS) -> None:
        # Unless told otherwise, Playwright asks sixty times a second, which takes the page's time to draw.
        self.page.wait_for_function(javascript, arg=argument, timeout=seconds * 1000, polling=100)

    def wait_until_still(self, seconds: float = SECONDS) -> None:
        """Wait until the script has ended and the page no longer changes."""
        self.wait_for(STILL, seconds=seconds)

    def overflow(self) -> int:
        """How many px the page is wider than its window. Streamlit scrolls a container of its own."""
        return self.page.evaluate(
            """() => Math.max(...[document.documentElement, document.querySelector("[data-testid=stMain]")].map(
                ({scrollWidth, clientWidth}) => scrollWidth - clientWidth
            ))"""
        )

    def switch_to(self, scheme: str) -> None:
        """Have the system prefer light or dark, and wait until the page and its figures have followed."""
        self.page.emulate_media(color_scheme=scheme)
        self.wait_for(f"dark => (({BRIGHTNESS})() < 64) === dark", scheme == "dark")
        self.wait_until_still()

    def walk(self, page: str) -> Iterator[str]:
        """Go through all sections of a page from the first on; yield the name of each when it is trained and drawn."""
        for name in sections()[page]:
            if name != sections()[page][0]:
                self.keyed(f"{page}.next").get_by_role("button").click()
                self.wait_for("name => new URLSearchParams(location.search).get('section') === name", name)
            self.wait_for_trainings()
            self.wait_until_still()
            yield name

    def check_on_a_phone(self) -> None:
        """Check that the page and every figure are within the window."""
        assert self.overflow() <= 0
        edges = self.page.evaluate(
            """() => [...document.querySelectorAll(".js-plotly-plot .main-svg")].map(
                plot => { const {left, right} = plot.getBoundingClientRect(); return [left, right] })"""
        )
        assert all(left >= 0 and right <= PHONE["width"] for left, right in edges)

    def _listen(self, socket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(frame))
        socket.on("framereceived", lambda frame: self.received.append(frame))

    def _hear(self, message) -> None:
        if message.type != "error":
            return
        here, there = urlsplit(self.page.url), urlsplit(message.location["url"])
        probes = [here.path + probe for probe in PROBES]
        if not (message.text == NOT_FOUND and there.netloc == here.netloc and there.path in probes):
            self.complaints.append(f"console: {message.text} ({message.location['url']})")
