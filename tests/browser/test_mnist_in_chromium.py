"""The MNIST page in Chromium, with training in worker processes."""

import io
import json
import re
import signal
import time
import zipfile
from contextlib import suppress

import psutil
import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, SECONDS
from tools.serve import serving

pytestmark = pytest.mark.browser

# A step for each single digit: far longer than any test waits.
LONG = "mnist_epochs=100&mnist_batch=1"
PRESETS_EPOCHS = 10


def worker_of(server):
    """The process that trains: the child of the server that loky has started."""
    processes = psutil.Process(server.pid).children(recursive=True)
    found = [process for process in processes if any("popen_loky" in part for part in process.cmdline())]
    assert found, [process.cmdline() for process in processes]
    return found[0]


def loads_tensorflow(process):
    return any("tensorflow" in part.path for part in process.memory_maps())


def wait_for_tensorflow(server):
    """Wait until the worker has loaded it: a large one is replaced after its training, and the new one loads it."""
    latest = time.monotonic() + SECONDS
    while time.monotonic() < latest:
        with suppress(psutil.NoSuchProcess):  # it was the worker that is being replaced
            if loads_tensorflow(worker_of(server)):
                return
        time.sleep(0.1)
    raise AssertionError("The worker has not loaded TensorFlow.")


def open_section(visitor, name):
    visitor.keyed("mnist.sections").get_by_role("radio", name=name).click()


def choose_view(visitor, name):
    visitor.keyed("mnist_view").get_by_role("radio", name=name).click()


def train_for_long(visitor):
    visitor.press("Train")
    progress = visitor.page.get_by_text(re.compile(r"^(Epoch \d+ of 100|Getting ready|Waiting)"))
    question = visitor.page.get_by_role("button", name="Train them anyway")
    expect(progress.or_(question)).to_be_visible(timeout=SECONDS * 1000)
    if question.is_visible():  # the server knows by now how long it takes
        question.click()
    expect(visitor.page.get_by_text(re.compile(r"^Epoch \d+ of 100"))).to_be_visible(timeout=SECONDS * 1000)


def test_the_first_visit_to_a_new_server_is_by_a_pages_own_address(tmp_path, visit):
    with serving(tmp_path) as server:
        with visit(f"{server.url}/mnist") as visitor:
            expect(visitor.keyed("mnist_canvas").locator("canvas.upper-canvas")).to_be_visible()
            visitor.wait_for_figure("mnist.probabilities")  # nobody asked for this training
            open_section(visitor, "Train")
            visitor.wait_for_result(PRESETS_EPOCHS)
            accuracy = float(visitor.metric("Test accuracy").inner_text().rstrip("%"))
            assert 92 < accuracy < 96
        if hasattr(psutil.Process, "memory_maps"):
            wait_for_tensorflow(server)  # or else the next line would prove nothing
            assert not loads_tensorflow(psutil.Process(server.pid))
        processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    _, alive = psutil.wait_procs(processes, timeout=SECONDS)
    assert not alive
    assert "Traceback" not in server.log.read_text()


# Collects what a screen reader announces, and marks the plots of the curves, to know them again.
LISTEN = """() => {
    window.said = []
    new MutationObserver(() => {
        const sentence = document.querySelector("[aria-live=polite][role=status]")?.textContent
        if (sentence && window.said.at(-1) !== sentence) window.said.push(sentence)
    }).observe(document.body, {childList: true, subtree: true, characterData: true})
    for (const name of ["loss", "accuracy"])
        document.querySelector(`.st-key-mnist-${name} .js-plotly-plot`).isTheSame = true
}"""
ARE_THE_SAME = """() => ["loss", "accuracy"].map(
    name => document.querySelector(`.st-key-mnist-${name} .js-plotly-plot`).isTheSame === true)"""


def check_announcements(said, accuracy):
    """Check the sentences: first the start, then quarters in their order, at last the result as it is on the page."""
    first, *quarters, last = said
    assert first == "Training begins: 5 epochs."
    assert quarters == sorted(quarters)
    assert set(quarters) <= {f"Training: {share}\u00a0% done." for share in (25, 50, 75)}
    assert last == f"Training has finished. Test accuracy: {accuracy}."


def test_settings_are_chosen_by_keyboard_shared_by_address_and_trained(server, visit):
    with visit(f"{server.url}/mnist?section=train") as visitor:
        visitor.wait_for_result(PRESETS_EPOCHS)
        visitor.page.get_by_text("More", exact=True).click()
        visitor.slide("mnist_epochs", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
        visitor.slide("mnist_digits", "Home")
        expect(visitor.page.get_by_text("The settings have changed")).to_be_visible()
        expect(visitor.metric("Epochs")).to_have_text(str(PRESETS_EPOCHS))
        visitor.wait_for_figure("mnist.accuracy")
        visitor.wait_until_still()  # both sliders have sent their values
        visitor.page.evaluate(LISTEN)
        visitor.press("Train")
        visitor.wait_for_result(5)
        visitor.wait_for("() => window.said.at(-1)?.startsWith('Training has finished')")
        check_announcements(visitor.page.evaluate("window.said"), visitor.metric("Test accuracy").inner_text())
        visitor.wait_for_figure("mnist.accuracy")
        assert visitor.page.evaluate(ARE_THE_SAME) == [True, True]  # the curves have grown in the plots that stay
        expect(visitor.page.get_by_text("100 digits, 10\u00a0% of them for validation · 784-15-10")).to_be_visible()
        expect(visitor.page.get_by_text("The settings have changed")).to_have_count(0)
        visitor.press("Copy link")
        dialog = visitor.page.get_by_role("dialog")
        # The tests' server listens to this machine alone, so there is no code for other devices.
        expect(dialog.get_by_text("No other device can open this link")).to_be_visible()
        address = dialog.get_by_test_id("stCode").inner_text().strip()
        dialog.get_by_role("button", name="Copy", exact=True).click()
        expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert address.startswith(f"{server.url}/mnist?section=train&")
    assert "mnist_epochs=5" in address
    with visit(address) as another:
        another.wait_for_result(5)  # somebody has trained this: it is there on arrival
        assert another.keyed("mnist_epochs").get_by_role("slider").input_value() == "5"


def test_a_long_training_shows_its_progress_leaves_the_page_usable_and_stops(server, visit):
    with visit(f"{server.url}/mnist?section=train&{LONG}") as visitor:
        page = visitor.page
        train_for_long(visitor)
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()

        open_section(visitor, "The digits")
        visitor.wait_for_figure("mnist.before")
        before = visitor.figure("mnist.before").evaluate("plot => JSON.stringify(plot.data[0].z)")
        number = visitor.keyed("mnist_digit").get_by_role("spinbutton")
        number.fill("7")
        number.press("Enter")
        visitor.wait_for(
            """before => {
                const plot = document.querySelector(".st-key-mnist-before .js-plotly-plot")
                return plot && plot.data && JSON.stringify(plot.data[0].z) !== before
            }""",
            before,
        )

        open_section(visitor, "Draw")
        expect(page.get_by_text(re.compile(r"^Epoch \d+ of 100"))).to_be_visible()
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.get_by_text("The training was stopped in epoch")).to_be_visible(timeout=SECONDS * 1000)
        visitor.wait_for_figure("mnist.probabilities")
        open_section(visitor, "Train")
        expect(visitor.metric("Test accuracy")).to_be_visible()
        expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


# The number of black pixels on the canvas. What is drawn lies on the canvas in the middle of three.
INK = """() => {
    const host = [...document.querySelectorAll(".st-key-mnist_canvas *")].find(({ shadowRoot }) => shadowRoot)
    const canvas = host?.shadowRoot.querySelector("canvas.dc-canvas.lower-canvas")
    if (!canvas) return 0
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    return data.filter((value, index) => index % 4 === 3 && value > 128 && data[index - 3] < 128).length
}"""
IS_INKED = f"() => ({INK})() > 1000"


def check_that_the_1_is_there(visitor):
    expect(visitor.page.get_by_text(re.compile("^The network reads 1"))).to_be_visible()
    visitor.wait_for(IS_INKED)


def test_a_digit_drawn_with_the_mouse_is_read_and_is_there_after_other_sections(server, visit):
    with visit(f"{server.url}/mnist") as visitor:
        visitor.wait_for_figure("mnist.probabilities")
        page = visitor.page
        expect(page.get_by_text("canvas is empty")).to_be_visible()
        assert page.evaluate(INK) == 0
        canvas = visitor.keyed("mnist_canvas").locator("canvas.upper-canvas")
        visitor.wait_until_still()
        box = canvas.bounding_box()
        page.mouse.move(box["x"] + 145, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + 135, box["y"] + 240, steps=20)
        page.mouse.up()
        expect(page.get_by_text(re.compile("^The network reads 1"))).to_be_visible()
        expect(page.get_by_text("canvas is empty")).to_have_count(0)
        shown = visitor.figure("mnist.probabilities").evaluate("plot => Array.from(plot._fullData[0].x)")
        assert len(shown) == 10
        assert sum(shown) == pytest.approx(100, abs=0.1)
        assert shown.index(max(shown)) == 1

        open_section(visitor, "The digits")
        visitor.wait_for_figure("mnist.before")
        open_section(visitor, "Draw")
        check_that_the_1_is_there(visitor)
        page.get_by_role("link", name="Home", exact=True).click()
        expect(page.get_by_text("canvas is empty").or_(canvas)).to_have_count(0)
        page.get_by_role("link", name="MNIST", exact=True).click()
        check_that_the_1_is_there(visitor)
        canvas.hover()  # the tools of the canvas appear, and cover nothing
        test_digit, drawing = (page.get_by_role("radio", name=name) for name in ("Pick a test digit", "Draw"))
        test_digit.click()
        expect(page.get_by_text(re.compile("^The network reads 7"))).to_be_visible()
        drawing.last.click()
        check_that_the_1_is_there(visitor)
        visitor.press("Clear")
        expect(page.get_by_text("canvas is empty")).to_be_visible()
        visitor.wait_for(f"() => ({INK})() === 0")
        # A picture that the next drawing of the page replaces at once may be gone before the browser asks for it.
        visitor.complaints = [text for text in visitor.complaints if "404" not in text or "/media/" not in text]

        test_digit.click()
        number = visitor.keyed("mnist_test_digit").get_by_role("spinbutton")
        number.fill("3")
        number.press("Enter")
        expect(page.get_by_text("The true class is 0")).to_be_visible()  # MNIST's test digits begin 7 2 1 0 4
        expect(page.get_by_text(re.compile("^The network reads 0"))).to_be_visible()


def test_a_click_on_a_cell_of_the_confusion_matrix_shows_its_digits(server, visit):
    with visit(f"{server.url}/mnist?section=inside", shared=True) as visitor:
        page, matrix = visitor.page, visitor.figure("mnist.confusion")
        choose_view(visitor, "Confusion matrix")
        visitor.wait_for_figure("mnist.confusion")
        visitor.wait_until_still()
        for truth, predicted in ((3, 5), (7, 7)):
            place = """(plot, [x, y]) => {
                const {left, top} = plot.getBoundingClientRect(), {xaxis, yaxis} = plot._fullLayout
                return [left + xaxis._offset + xaxis.d2p(x), top + yaxis._offset + yaxis.d2p(y)]
            }"""
            x, y = matrix.evaluate(place, [predicted, truth])
            page.mouse.move(x - 2, y)
            page.mouse.click(x, y)
            expect(
                page.get_by_text(f"Test digits of class {truth} that the network reads as {predicted}")
            ).to_be_visible()
            visitor.wait_for_figure("mnist.cell")
            visitor.wait_until_still()  # or else Plotly takes this click and the next for a double click


ANIMATION = "() => document.querySelector('.st-key-mnist-animation .js-plotly-plot')"
SHOWN = f"() => JSON.stringify(({ANIMATION})()._fullData.filter(({{type}}) => type === 'heatmap').map(({{z}}) => z))"


def test_the_animation_moves_without_the_server(server, visit):
    with visit(f"{server.url}/mnist?section=inside", shared=True) as visitor:
        page, animation = visitor.page, visitor.figure("mnist.animation")
        choose_view(visitor, "Animation")
        visitor.wait_for_figure("mnist.animation")
        visitor.wait_until_still()
        assert visitor.sent  # messages are seen at all
        sent, last = len(visitor.sent), page.evaluate(SHOWN)

        track = animation.locator(".slider-rail-touch-rect").bounding_box()
        page.mouse.click(track["x"] + 4, track["y"] + track["height"] / 2)
        visitor.wait_for(f"() => ({ANIMATION})()._fullLayout.sliders[0].active === 0")
        visitor.wait_for(f"last => ({SHOWN})() !== last", last)  # the slider moves before the frame is drawn

        assert "epoch: 0<" in visitor.save_figure("mnist.animation", "SVG").path().read_text(encoding="utf-8")
        animation.locator(".updatemenu-button", has_text="play").click()
        visitor.wait_for(f"last => ({SHOWN})() === last", last)
        assert len(visitor.sent) == sent


def test_downloads_have_the_content_that_their_names_say(server, visit):
    with visit(f"{server.url}/mnist?section=files") as visitor:
        expect(visitor.metric("Test accuracy")).to_be_visible(timeout=SECONDS * 1000)
        content = {}
        for name in ("model.keras", "model.json", "model.weights.h5", "history.csv"):
            with visitor.page.expect_download(timeout=SECONDS * 1000) as download:
                visitor.press(name)
            assert download.value.suggested_filename == name
            content[name] = download.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content["model.keras"])) as archive:
        assert json.loads(archive.read("config.json"))["class_name"] == "Sequential"
    assert json.loads(content["model.json"])["class_name"] == "Sequential"
    assert content["model.weights.h5"].startswith(b"\x89HDF")
    lines = content["history.csv"].decode().splitlines()
    assert lines[0].split(",")[:3] == ["epoch", "loss", "accuracy"]
    assert len(lines) == 1 + PRESETS_EPOCHS


WIDTH_OF_PIXELS = "plot => plot._fullLayout.xaxis._length"


def test_everything_fits_on_a_phone(server, visit):
    with visit(f"{server.url}/mnist", viewport=PHONE, color_scheme="dark", has_touch=True) as visitor:
        visitor.wait_for_figure("mnist.drawn")
        visitor.wait_until_still()
        canvas = visitor.keyed("mnist_canvas").locator("canvas.upper-canvas").bounding_box()
        assert canvas["y"] + canvas["height"] < PHONE["height"]
        visitor.check_on_a_phone()
        assert visitor.figure("mnist.drawn").evaluate(WIDTH_OF_PIXELS) > 200
        for section, figure in (("Train", "mnist.accuracy"), ("Look inside", "mnist.animation")):
            open_section(visitor, section)
            visitor.wait_for_figure(figure)
            visitor.check_on_a_phone()
        choose_view(visitor, "Confusion matrix")
        visitor.wait_for_figure("mnist.cell")
        visitor.check_on_a_phone()


def test_a_worker_that_is_killed_is_reported_and_replaced(server, visit):
    with visit(f"{server.url}/mnist?section=train&{LONG}&mnist_seed=1") as visitor:
        train_for_long(visitor)
        worker = worker_of(server)
        worker.send_signal(signal.SIGKILL)
        expect(visitor.page.get_by_text("The training process ended unexpectedly")).to_be_visible()
        visitor.slide("mnist_epochs", "Home")
        visitor.slide("mnist_batch", "End")
        visitor.wait_until_still()  # both sliders have sent their values
        visitor.press("Train")
        visitor.wait_for_result(1)
        expect(visitor.page.get_by_text("The training process ended unexpectedly")).to_have_count(0)
        assert worker_of(server).pid != worker.pid


def test_a_closed_tab_frees_the_worker_for_others(server, visit):
    with visit(f"{server.url}/mnist?section=train&{LONG}&mnist_seed=2", close=True) as gone:
        train_for_long(gone)
    with visit(f"{server.url}/mnist?section=train&mnist_digits=300&mnist_epochs=1&mnist_seed=2") as visitor:
        visitor.press("Train")
        visitor.wait_for_result(1)
