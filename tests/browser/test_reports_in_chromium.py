"""Reports, views to print and pictures of figures, as a browser makes them."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.visitor import DESKTOP, PHONE, SECONDS

pytestmark = pytest.mark.browser

A4 = (595, 842)  # points of 1/72 inch, rounded
DRAWN = "() => document.body?.dataset.drawn"
PAPER = 680  # px between the margins of A4 upright
SHAPES = "() => [...document.querySelectorAll('.plot')].map(({_fullLayout}) => _fullLayout.xaxis._length)"
WIDEST = """event => {
    dispatchEvent(new Event(event))
    return Math.max(...[...document.querySelectorAll(".plot .main-svg")].map(plot => plot.clientWidth))
}"""
SEEN = """() => [...document.querySelectorAll(".plot")].map(plot => {
    const { width, height } = plot.querySelector(".main-svg").getBoundingClientRect()
    const marks = plot.querySelectorAll(".scatterlayer path, .contourlayer path, image")
    return [width > 100 && height > 100, marks.length > 0]
})"""

PICTURES = """() => [...document.querySelectorAll("figure img")].map(image => {
    const canvas = document.createElement("canvas"), context = canvas.getContext("2d")
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    const pixels = [...new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)]
    return [pixels.filter(pixel => pixel === 0xffffffff).length > pixels.length / 20, new Set(pixels).size > 20]
})"""


def pages_of(pdf):
    """The sizes of the pages of a PDF file in points."""
    boxes = re.findall(rb"/MediaBox *\[ *0 +0 +([0-9.]+) +([0-9.]+)", pdf)
    assert max(int(count) for count in re.findall(rb"/Count ([0-9]+)", pdf)) == len(boxes)
    return [tuple(round(float(length)) for length in box) for box in boxes]


def test_a_dark_page_gives_white_slides_a_report_for_offline_and_a_view_on_a4(server, visit, chromium):
    with visit(f"{server.url}/overfitting", color_scheme="dark") as visitor:
        visitor.wait_for_figure("overfitting_width.map_50")
        visitor.wait_until_still()
        _check_slides(visitor)
        _check_printed_section(visitor)
        visitor.unfold("Report")
        report = visitor.download(lambda: visitor.press("report.html"))
        assert report.suggested_filename.endswith("-report.html")
        _check_offline(chromium, report.path().read_bytes())
        link = visitor.page.get_by_role("link", name="Print these networks").get_attribute("href")
        _check_print_view(visitor, f"{server.url}/{link}")


def _check_slides(visitor):
    png = visitor.save_figure("overfitting_width.map_50", "PNG")
    assert png.suggested_filename == "overfitting_width.map_50.png"
    with Image.open(png.path()) as image:
        assert image.size == (1920, 1080)
        corner = image.convert("RGB").getpixel((image.width - 1, image.height - 1))
    assert corner == (255, 255, 255)
    figure = visitor.save_figure("overfitting_width.accuracy", "SVG").path().read_text(encoding="utf-8")
    assert re.match('<svg [^>]*width="1920" height="1080"', figure)
    assert "hidden units" in figure
    assert "rgb(255, 255, 255)" in figure


def _check_printed_section(visitor):
    """Print the section that is open, as the reader has set it; then all sections of its page."""
    visitor.unfold("What the controls do")
    with visitor.page.expect_popup() as opened:
        visitor.page.get_by_role("link", name="Print", exact=True).click()
    page = opened.value
    page.wait_for_function(DRAWN, timeout=SECONDS * 1000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Overfitting: Widths")
    assert page.evaluate(PICTURES) == [[True, True]] * 6  # five maps and the accuracies, all of them on white
    expect(page.get_by_text("These networks have memorised training points:")).to_be_visible()
    expect(page.get_by_role("heading", name="What the controls do")).to_be_visible()  # it is open
    expect(page.get_by_text("The same in Keras")).to_have_count(0)  # this is closed
    assert page.locator("dl div").all_inner_texts()[1].split() == ["Data", "set", "moons"]
    assert page.locator("button, input, select, details, iframe").count() == 0
    assert set(pages_of(page.pdf(prefer_css_page_size=True))) == {A4}
    page.get_by_role("link", name="All sections of the page").click()
    page.wait_for_function("() => document.body?.dataset.drawn === '4'", timeout=3 * SECONDS * 1000)
    titles = ["Widths", "One network", "Remedies", "Your own points"]
    expect(page.get_by_role("heading", level=2)).to_have_text(titles)
    seen = page.evaluate(PICTURES)
    assert len(seen) == 14
    assert set(map(tuple, seen)) == {(True, True)}
    assert len(pages_of(page.pdf(prefer_css_page_size=True))) <= 8
    page.close()


def _check_offline(chromium, content):
    """Open a report where there is no network: it asks for nothing and draws everything."""
    context = chromium.new_context(offline=True, viewport=DESKTOP)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(content.decode())
    page.wait_for_function(DRAWN, timeout=SECONDS * 1000)
    assert asked == []
    assert errors == []
    assert page.evaluate(SEEN) == [[True, True]] * 7  # two charts of curves, five maps
    code = page.locator("details").first
    code.locator("summary").click()
    expect(code.locator("pre")).to_contain_text("keras.Sequential")
    context.close()


def _check_print_view(visitor, address):
    page, counts = visitor.page, []
    page.set_viewport_size(PHONE)
    visitor.page.goto(address)  # no page of Streamlit's
    page.wait_for_function(DRAWN, timeout=SECONDS * 1000)
    shapes = page.evaluate(SHAPES)
    assert page.evaluate(WIDEST, "beforeprint") == PAPER  # a phone's window is narrower than the paper
    assert page.evaluate(WIDEST, "afterprint") < PHONE["width"]
    assert page.evaluate(SHAPES) == shapes  # and nothing of it stays
    for window in (PHONE, DESKTOP):
        page.set_viewport_size(window)
        assert page.evaluate(SEEN) == [[True, True]] * 7
        assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
        pages = pages_of(page.pdf(prefer_css_page_size=True))
        assert set(pages) == {A4}
        counts.append(len(pages))
    assert counts[0] == counts[1] <= 4  # what is printed does not depend on the window
    expect(page.get_by_role("heading", level=1)).to_have_text("Overfitting: Widths")
    expect(page.locator("button, input, select, details")).to_have_count(0)
