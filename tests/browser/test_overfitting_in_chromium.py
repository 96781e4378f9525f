"""The page of under- and overfitting in Chromium, with training in worker processes."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from nnkit import load
from nnkit.experiment.openings import OPENINGS
from tests.browser.visitor import SECONDS

pytestmark = pytest.mark.browser

# Of each section: its address, and a figure that is drawn last.
SECTIONS = {
    "": "overfitting_width.accuracy",
    "?section=depth": "overfitting.animation",
    "?section=remedies": "overfitting_remedy.accuracies",
    "?section=points": "overfitting.points",
}
DEPTH = "?section=depth"
# 4.2 million weights' products an epoch: far longer than any test waits.
LONG = "&".join(f"overfitting_units_{number}=64" for number in range(1, 7))
LONG += "&overfitting_layers=6&overfitting_points=2000&overfitting_epochs=20000"

ANIMATION = "document.querySelector('.st-key-overfitting-animation .js-plotly-plot')"
# How many circles of the drawn network belong to its first hidden layer.
UNITS = f"""() => {{
    const names = (({ANIMATION})?._fullData ?? []).flatMap(trace => trace.hovertext ?? [])
    return names.filter(name => /^neuron [0-9]+ of layer 1$/.test(name)).length
}}"""
# Where the points of the data are drawn.
POINTS = f"""() => JSON.stringify(({ANIMATION})
    ?._fullData?.filter(({{name}}) => /^class [01]/.test(name)).map(({{x}}) => [...x]))"""
# How many pictures of maps there are, and from now on the fewest that the browser could have shown.
COUNT_MAPS = f"""() => {{
    const count = () => {ANIMATION}.querySelectorAll(".contour image, .heatmap image, .hm image").length
    window.fewest = count()
    new MutationObserver(() => {{ window.fewest = Math.min(window.fewest, count()) }})
        .observe({ANIMATION}, {{childList: true, subtree: true}})
    return window.fewest
}}"""
# What each panel of the animation shows now, and the epoch that its slider is at.
SHOWN = f"""() => {{
    const gd = {ANIMATION}, traces = gd._fullData, text = value => JSON.stringify(value)
    const of = (type, key) => text(traces.filter(trace => trace.type === type).map(trace => trace[key]))
    const cursors = traces.filter(trace => trace.mode === "lines+markers" && trace.x.length === 4)
    const {{steps, active}} = gd._fullLayout.sliders[0]
    return {{
        slider: steps[active].label.replaceAll(",", ""),
        boundary: text(traces[0].z),
        cursors: cursors.map(trace => String(trace.x[0])),
        "loss and accuracy": text(cursors.map(trace => trace.y)),
        neurons: of("heatmap", "z"),
        histogram: of("bar", "y"),
        weights: text(traces.filter(trace => trace.hoveron === "points").map(trace => trace.customdata)),
        biases: text(traces.filter(trace => trace.marker?.cmin < 0).map(trace => trace.marker.color)),
        words: traces.filter(trace => trace.mode === "text").flatMap(trace => trace.text).join(" "),
    }}
}}"""
MOVING = ("boundary", "loss and accuracy", "neurons", "histogram", "weights", "biases", "words")


def wait_for_trainings(visitor):
    """Wait until the script has ended and the open section has nothing left to train."""
    visitor.wait_for(
        """() => {
            const progress = [...document.querySelectorAll("[data-testid=stProgress]")].map(bar => bar.innerText)
            return document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
                && progress.length === 1 && progress[0].includes("trained")
        }""",
        seconds=2 * SECONDS,  # several first trainings
    )


def wait_for_section(visitor, section):
    """Wait until the section at this address is trained and drawn, and the page no longer changes."""
    if "points" not in section:
        wait_for_trainings(visitor)
    expect(visitor.figure(SECTIONS[section])).to_be_visible()
    if section == DEPTH:
        visitor.wait_for(f"() => ({ANIMATION})?._fullLayout?.sliders?.length")
    visitor.wait_until_still()


def open_section(visitor, title, section):
    """Choose a section by its name over the page."""
    visitor.keyed("overfitting.sections").get_by_text(title, exact=True).click()
    visitor.wait_for_figure(SECTIONS[section], seconds=2 * SECONDS)
    wait_for_section(visitor, section)


def wait_for_other_points(visitor, before):
    """Wait until other points than before are drawn."""
    visitor.wait_for(f"before => ![before, undefined].includes(({POINTS})())", before)


def units(visitor):
    return visitor.page.evaluate(UNITS)


def points_file(*more):
    rows = [f"{30 + 2 * n},{4 + n % 5},cat\n{34 + 3 * n},{9 + n % 7},dog" for n in range(20)]
    content = "\n".join(["height,weight,kind", *rows, *more])
    return {"name": "points.csv", "mimeType": "text/csv", "buffer": content.encode()}


def test_a_moved_slider_trains_at_once_and_its_address_opens_for_others(server, visit):
    with visit(f"{server.url}/overfitting{DEPTH}") as visitor:
        wait_for_section(visitor, DEPTH)
        assert units(visitor) == 50
        expect(visitor.page.get_by_role("button", name="Train", exact=True)).to_have_count(0)
        points = visitor.page.evaluate(POINTS)
        visitor.slide("overfitting_units_1", "ArrowLeft")
        visitor.wait_for(f"() => ({UNITS})() === 49")
        wait_for_section(visitor, DEPTH)

        visitor.page.get_by_text("The points", exact=True).click()
        visitor.slide("overfitting_noise", "ArrowLeft")
        expect(visitor.page).to_have_url(re.compile("overfitting_noise=0.35"))
        wait_for_other_points(visitor, points)
        wait_for_section(visitor, DEPTH)
        address = visitor.page.url
        open_section(visitor, "Widths", "")  # the same points there, without a press of Train
        assert visitor.keyed("overfitting_noise").get_by_role("slider").input_value() == "0.35"
        expect(visitor.figure("overfitting.animation")).to_have_count(0)
    assert "overfitting_units_1=49" in address
    with visit(address) as another:
        assert another.keyed("overfitting_noise").get_by_role("slider").input_value() == "0.35"
        another.wait_for(f"() => ({UNITS})() === 49")  # somebody has trained this: it is there on arrival


def test_the_animation_moves_all_its_panels_without_the_server(server, visit):
    with visit(f"{server.url}/overfitting{DEPTH}", shared=True) as visitor:
        wait_for_section(visitor, DEPTH)
        page, animation = visitor.page, visitor.figure("overfitting.animation")
        animation.scroll_into_view_if_needed()
        assert visitor.sent  # messages are seen at all
        assert visitor.received
        messages, last = (len(visitor.sent), len(visitor.received)), page.evaluate(SHOWN)
        assert last["slider"] == "5000"

        track = animation.locator(".slider-rail-touch-rect").bounding_box()
        across, up = (lambda share: track["x"] + 4 + share * (track["width"] - 8)), track["y"] + track["height"] / 2

        def now(before):
            """What is shown after the animation has moved on from `before` and has come to rest."""
            visitor.wait_for(f"before => ({SHOWN})().slider !== before", before["slider"])
            visitor.wait_for(f"() => {{ const {{slider, cursors}} = ({SHOWN})(); return cursors.includes(slider) }}")
            return page.evaluate(SHOWN)

        page.mouse.click(across(0), up)
        first = now(last)
        assert first["slider"] == "0"
        page.mouse.move(across(0), up)
        page.mouse.down()
        page.mouse.move(across(0.15), up, steps=8)
        # Plotly does not notice who lets go while it draws: its slider would not follow what plays.
        visitor.wait_until_still()
        page.mouse.up()
        middle = now(first)
        assert 0 < int(middle["slider"]) < 5_000
        for shown in (first, middle, last):
            assert shown["cursors"] == [shown["slider"]] * 2
            assert f"epoch {int(shown['slider']):,}<" in shown["words"]
        for panel in MOVING:
            different = {first[panel], middle[panel], last[panel]}
            # The small weights of early epochs are all in one wide bin.
            assert len(different) == 3 or (panel == "histogram" and len(different) == 2), panel

        play, pause = (animation.locator(".updatemenu-button", has_text=name) for name in ("play", "pause"))
        maps = page.evaluate(COUNT_MAPS)
        visitor.wait_until_still()  # what plays begins from rest, as when a reader has let go of the slider
        play.click()
        now(middle)
        pause.click()
        visitor.wait_until_still()
        paused = page.evaluate(SHOWN)
        assert int(middle["slider"]) < int(paused["slider"]) < 5_000
        assert visitor.page.evaluate("window.fewest") == maps  # none of them vanishes between two frames
        # Plotly's own: a pause rejects the promise that the animation would end, and nobody listens.
        visitor.complaints[:] = [complaint for complaint in visitor.complaints if complaint != "uncaught: undefined"]

        play.click()
        visitor.wait_for(f"() => ({SHOWN})().cursors[0] === '5000'")
        end = page.evaluate(SHOWN)
        assert {panel: end[panel] == last[panel] for panel in MOVING} == dict.fromkeys(MOVING, True)
        assert (len(visitor.sent), len(visitor.received)) == messages


def test_the_legend_shows_the_validation_points_and_a_button_two_flat_colours(server, visit):
    with visit(f"{server.url}/overfitting{DEPTH}", shared=True) as visitor:
        wait_for_section(visitor, DEPTH)
        animation = visitor.figure("overfitting.animation")
        animation.scroll_into_view_if_needed()
        messages = len(visitor.sent), len(visitor.received)
        markers = f"""() => ({ANIMATION})._fullData.filter(trace => trace.mode === "markers" && trace.visible === true)
            .reduce((sum, trace) => sum + trace.x.length, 0)"""
        before = visitor.page.evaluate(markers)
        entry = animation.locator(".traces").filter(has_text="validation points").locator("[class$=toggle]")
        entry.click()
        visitor.wait_for(f"before => ({markers})() === before + 1000", before)
        visitor.wait_until_still()  # or else Plotly takes this click and the next for a double click
        entry.click()
        visitor.wait_for(f"before => ({markers})() === before", before)

        flat = f"""() => {{
            const areas = [...({ANIMATION}).querySelectorAll(".contour .contourbg path, .contour .contourfill path")]
            return new Set(areas.map(area => area.style.fill).filter(colour => colour !== "none")).size
        }}"""
        pictures = animation.locator(".contour image, .heatmap image")
        shaded = pictures.count()
        assert visitor.page.evaluate(flat) == 0
        animation.locator(".updatemenu-button", has_text="two").click()
        visitor.wait_for(f"() => ({flat})() === 2")
        animation.locator(".updatemenu-button", has_text="smooth").click()
        visitor.wait_for(f"() => ({flat})() === 0")
        assert pictures.count() == shaded
        assert (len(visitor.sent), len(visitor.received)) == messages


def test_a_slider_that_is_moved_fast_ends_with_the_picture_of_its_last_place(server, visit):
    with visit(f"{server.url}/overfitting{DEPTH}", shared=True) as visitor:
        wait_for_section(visitor, DEPTH)
        visitor.slide("overfitting_units_1", *["ArrowLeft"] * 5)
        visitor.wait_for(f"() => ({UNITS})() === 45")
        wait_for_section(visitor, DEPTH)
        assert units(visitor) == 45
        assert visitor.keyed("overfitting_units_1").get_by_role("slider").input_value() == "45"
        assert "overfitting_units_1=45" in visitor.page.url
        visitor.page.get_by_text("The points", exact=True).click()
        for noise in range(3):
            visitor.slide("overfitting_noise", "ArrowRight")
            visitor.page.wait_for_timeout(100 * noise)  # the pace at which the slider is moved
        expect(visitor.page).to_have_url(re.compile("overfitting_noise=0.55"))
        data = load(replace(OPENINGS["overfitting/depth"][0].data, noise=0.55))
        last = data.x_train[data.y_train == 1, 0].tolist()
        visitor.wait_for(
            """last => {
                const plot = document.querySelector(".st-key-overfitting-animation .js-plotly-plot")
                const {x} = plot._fullData.find(({name}) => name === "class 1")
                return x.length === last.length && last.every((value, place) => Math.abs(x[place] - value) < 1e-4)
            }""",
            last,
        )
        wait_for_section(visitor, DEPTH)


def test_a_visitors_own_file_is_trained_and_an_invalid_one_changes_nothing(server, visit):
    with visit(f"{server.url}/overfitting?section=points") as visitor:
        wait_for_section(visitor, "?section=points")
        upload = visitor.keyed("overfitting.upload").locator("input[type=file]")
        upload.set_input_files(points_file())
        expect(visitor.page.get_by_text("class 0 = cat, class 1 = dog")).to_be_visible()
        expect(visitor.page).to_have_url(re.compile(r"overfitting_shape=own(\+|%20)points"))
        open_section(visitor, "One network", DEPTH)
        count = f"""() => (({ANIMATION})?._fullData ?? []).filter(({{name}}) => /^class [01]/.test(name))
            .reduce((sum, {{x}}) => sum + x.length, 0)"""
        assert visitor.page.evaluate(count) == 24  # 60 % of 40 rows

        open_section(visitor, "Your own points", "?section=points")
        points = visitor.figure("overfitting.points").evaluate_handle("plot => plot.data")
        upload.set_input_files(points_file("1,<img src=x onerror=alert(1)>,cat"))
        expect(visitor.page.get_by_text("This file can't be used")).to_be_visible()
        expect(visitor.page.get_by_text("Line 42, column 2")).to_be_visible()
        expect(visitor.page.locator("img[src=x]")).to_have_count(0)
        visitor.wait_until_still()
        assert visitor.figure("overfitting.points").evaluate("(plot, data) => plot.data === data", points)


def test_an_edited_table_is_there_when_the_visitor_comes_back_and_takes_pasted_decimal_commas(server, visit):
    with visit(f"{server.url}/overfitting?section=points&overfitting_points=20") as visitor:
        wait_for_section(visitor, "?section=points")
        visitor.write_cell(0, "3.25")
        edited = visitor.page.get_by_text("20 rows, edited by you")
        expect(edited).to_be_visible()
        first = "plot => plot._fullData.some(({name, x}) => /^class [01]/.test(name) && [...x].includes(3.25))"
        visitor.wait_until_still()
        assert visitor.figure("overfitting.points").evaluate(first)
        open_section(visitor, "Widths", "")
        open_section(visitor, "Your own points", "?section=points")
        expect(edited).to_be_visible()
        visitor.wait_until_still()
        assert visitor.figure("overfitting.points").evaluate(first)
        visitor.copy("0,5\t2,25")
        visitor.select_row(0)
        visitor.page.keyboard.press("Control+v")
        pasted = """plot => plot._fullData.some(({name, x, y}) => /^class [01]/.test(name)
            && [...x].some((value, place) => value === 0.5 && y[place] === 2.25))"""
        visitor.wait_for(
            f"key => ({pasted})(document.querySelector(key))", ".st-key-overfitting-points .js-plotly-plot"
        )
        visitor.copy("\n".join(f"{row % 7},5\t1,25\t{row % 2}" for row in range(100)))  # so many begin a new editor
        visitor.select_row(1)
        visitor.page.keyboard.press("Control+v")
        expect(visitor.page.get_by_text("101 rows, edited by you")).to_be_visible(timeout=SECONDS * 1000)
        visitor.press("Undo all edits")
        expect(visitor.page.get_by_text("rows, edited by you")).to_have_count(0)
        visitor.wait_until_still()
        assert not visitor.figure("overfitting.points").evaluate(first)


def test_a_long_training_leaves_the_page_usable_and_stops(server, visit):
    with visit(f"{server.url}/overfitting{DEPTH}&{LONG}") as visitor:
        visitor.train_settings("overfitting")
        progress = visitor.page.get_by_text(re.compile(r"^Epoch [\d,]+ of 20,000"))
        expect(progress).to_be_visible(timeout=SECONDS * 1000)
        expect(progress).not_to_have_text(progress.inner_text())  # it goes on
        # It goes on while the visitor looks at another section.
        visitor.keyed("overfitting.sections").get_by_text("Your own points", exact=True).click()
        expect(visitor.figure("overfitting.points")).to_be_visible()
        visitor.keyed("overfitting.sections").get_by_text("One network", exact=True).click()
        expect(progress).to_be_visible()
        visitor.keyed("overfitting.stop").get_by_role("button").click()
        expect(visitor.page.get_by_text("The training was stopped in epoch")).to_be_visible(timeout=SECONDS * 1000)
        visitor.wait_for_figure("overfitting.animation")
