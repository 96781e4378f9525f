"""What all sections share, in Chromium: addresses, room for figures, and charts that are updated in place."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from bench.layout_shift import move_control
from pages.fundamentals.exercises import ANATOMY
from tests.browser.contrast import check_contrast
from tests.browser.translator import TRANSLATOR, check_translation
from tests.browser.visitor import PHONE, SECONDS
from tools.sections import sections

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1280, "height": 800}
# Of each control of the open section: its key, and the largest share of a figure that is in the window with it.
ROOM = """() => {
    const share = figure => {
        const {left, top, width, height} = figure.getBoundingClientRect()
        const across = Math.max(0, Math.min(left + width, innerWidth) - Math.max(left, 0))
        return across * Math.max(0, Math.min(top + height, innerHeight) - Math.max(top, 0)) / (width * height)
    }
    const figures = [...document.querySelectorAll(".js-plotly-plot")].filter(figure => figure.checkVisibility())
    const controls = document.querySelectorAll(
        "[data-testid=stSlider], [data-testid=stSelectbox], [data-testid=stNumberInput], [data-testid=stTextInput]"
    )
    document.querySelector("[data-testid=stMain]").scrollTo({top: 0, behavior: "instant"})
    return [...controls].filter(control => control.checkVisibility()).map(control => {
        control.scrollIntoView({block: "nearest", behavior: "instant"})
        const key = [...control.closest("[class*=st-key-]").classList].find(name => name.startsWith("st-key-"))
        return [key.replace("st-key-", ""), Math.max(...figures.map(share), 0)]
    })
}"""
# The code and the report of a network stand below the figure they belong to, and a click sends for what is in them.
OPEN_ALL = """() => {
    const parts = [...document.querySelectorAll("[data-testid=stMain] summary")]
    parts.filter(part => !part.closest("[class*=-code], [class*=-report]")).forEach(part => part.click())
}"""
WITHOUT_FIGURE = {"imdb": ("read",), "mnist": ("files",)}
# By page: settings in the address that make figures and formulas wide.
WIDE = {
    "fundamentals": {
        "fundamentals_layers": 3,
        "fundamentals_neuron_view": "By training",
        "fundamentals_logistic_sklearn": "true",
        "fundamentals_samples": 8,
        "fundamentals_graph_formula": "network",
    },
    "perceptron": {"perceptron_initial": "random", "perceptron_rate": "1/3"},
}


def check_tab_keys(page):
    """Check that no help icon stands before a control, and that Train is near the top of the section."""
    expect(page.get_by_role("button", name=re.compile("^Help"))).to_have_count(0)
    train = page.locator("[class*=st-key-][class*=-train]").get_by_role("button", disabled=False)
    if not train.count():
        return
    page.get_by_test_id("stMain").focus()
    presses = 0
    while not train.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
        presses += 1
        assert presses <= 15


def figures_out_of_sight(visitor):
    """With each control of the open section, the largest share of a figure in the window, where that is too little."""
    current = visitor.page.locator("[data-stale=false] .nnkit-chart .main-svg").first
    expect(current).to_be_visible(timeout=SECONDS * 1000)
    visitor.page.evaluate(OPEN_ALL)
    visitor.wait_until_still()
    return {key: round(share, 2) for key, share in visitor.page.evaluate(ROOM) if share < 0.9}


def texts_follow(visitor):
    """Check each text before and after a control is moved; return whether a text has changed."""
    before, asked = check_translation(visitor.page), visitor.page.evaluate("window.askedAt")
    if not move_control(visitor.page):
        return False
    visitor.wait_for("asked => window.askedAt !== asked", asked)  # a control sends its value late
    visitor.wait_for_trainings()
    visitor.wait_until_still()
    return check_translation(visitor.page) != before


@pytest.mark.parametrize("page", sections())
def test_a_figure_is_in_sight_with_each_control_and_translated_texts_follow_them(server, visit, page):
    """At the size of a laptop's window, in every section, with every control, those under "More" too.

    A browser translates the page from the start: what is shown there is as large as on any other page.
    """
    with visit(f"{server.url}/{page}", viewport=LAPTOP, script=TRANSLATOR) as visitor:
        hidden, following = {}, set()
        for name in visitor.walk(page):
            check_contrast(visitor.page)
            check_tab_keys(visitor.page)
            if name not in WITHOUT_FIGURE.get(page, ()):
                hidden |= {f"{name}: {key}": share for key, share in figures_out_of_sight(visitor).items()}
            if texts_follow(visitor):
                following.add(name)
        assert not hidden
        assert following


@pytest.mark.parametrize("page", sections())
def test_everything_fits_on_a_phone(server, visit, page):
    address = f"{server.url}/{page}?{urlencode(WIDE.get(page, {}))}"
    with visit(address, viewport=PHONE, color_scheme="dark", has_touch=True) as visitor:
        for _ in visitor.walk(page):
            visitor.check_on_a_phone()
            check_contrast(visitor.page)
        if page == next(iter(sections())):
            menu = visitor.page.get_by_test_id("stSidebar")
            expand = visitor.page.get_by_role("button", name="Expand sidebar")
            expand.click()
            visitor.page.get_by_role("button", name="Collapse sidebar").wait_for()
            visitor.page.keyboard.press("Escape")
            expect(menu).to_have_attribute("data-collapsed", "true")
            expand.click()
            menu.get_by_role("link", name="Home").click()
            expect(visitor.page).to_have_title("Neural networks, explored")
            expect(menu).to_have_attribute("data-collapsed", "true")


def test_an_anchor_of_the_former_pages_leads_to_its_view(server, visit):
    with visit(f"{server.url}/overfitting#chance") as visitor:
        expect(visitor.page).to_have_url(f"{server.url}/overfitting?section=depth", timeout=SECONDS * 1000)
        expect(visitor.page).to_have_title("One network · Overfitting · Neural networks, explored")
        expect(visitor.page.get_by_role("radio", name="Ten seeds", exact=True)).to_be_checked()
        visitor.train_settings("overfitting_chance")
        visitor.wait_for_trainings()
        visitor.wait_for_figure("overfitting_chance.votes")


def test_back_and_forward_lead_through_the_sections_and_exercises_open_by_keys(server, visit):
    with visit(f"{server.url}/fundamentals") as visitor:
        page = visitor.page
        visitor.wait_until_still()
        page.locator("summary", has_text="Try this (2)").press("Enter")
        expect(page.get_by_text(ANATOMY.exercises[0].task)).to_be_visible()
        expect(page.get_by_text(ANATOMY.exercises[0].answer)).to_be_hidden()
        page.locator("summary", has_text="Answer").first.press("Enter")
        expect(page.get_by_text(ANATOMY.exercises[0].answer)).to_be_visible()
        visitor.wait_until_still()
        page.get_by_role("radio", name="Descent", exact=True).click()
        expect(page).to_have_title("Descent · Fundamentals · Neural networks, explored")
        visitor.wait_for_figure("fundamentals.descent")
        visitor.wait_until_still()
        page.go_back()
        expect(page).to_have_title("Anatomy · Fundamentals · Neural networks, explored")
        visitor.wait_until_still()
        page.go_forward()
        expect(page).to_have_title("Descent · Fundamentals · Neural networks, explored")
        visitor.wait_until_still()


def test_each_step_back_leads_to_the_settings_and_the_view_before(server, visit):
    with visit(f"{server.url}/fundamentals?section=activations") as visitor:
        page, view = visitor.page, "Why a bend at all?"
        visitor.wait_until_still()
        page.get_by_role("radio", name=view, exact=True).click()
        visitor.wait_for("() => location.search.includes('activations_view')")
        visitor.wait_until_still()
        page.get_by_role("radio", name="Neuron", exact=True).click()
        expect(page).to_have_title(re.compile("^Neuron"))
        visitor.wait_until_still()
        visitor.slide("fundamentals_w1", "ArrowRight")
        visitor.wait_for("() => location.search.includes('fundamentals_w1')")
        visitor.wait_until_still()
        settings = page.url
        page.get_by_role("link", name="History").first.click()
        expect(page).to_have_title(re.compile("History"))
        visitor.wait_until_still()
        page.go_back()
        expect(page).to_have_url(settings)
        visitor.wait_until_still()
        expect(page.get_by_role("radio", name="By hand", exact=True)).to_be_checked()
        page.go_back()
        expect(page).to_have_title(re.compile("^Activations"))
        visitor.wait_until_still()
        expect(page.get_by_role("radio", name=view, exact=True)).to_be_checked()


def test_a_chart_is_updated_in_place_and_follows_the_theme(server, visit):
    with visit(f"{server.url}/fundamentals?section=activations", shared=True) as visitor:
        visitor.wait_for_figure("fundamentals.activation")
        visitor.wait_until_still()
        chart = "document.querySelector('.st-key-fundamentals-activation .js-plotly-plot')"
        mark = f"() => String({chart}._fullData.at(-1).x)"
        visitor.page.evaluate(f"() => {{ {chart}.sameAsBefore = true }}")
        before = visitor.page.evaluate(mark)
        visitor.slide("fundamentals_z", "ArrowLeft", "ArrowLeft")
        visitor.wait_for(f"before => ({mark})() !== before", before)
        assert visitor.page.evaluate(f"() => {chart}.sameAsBefore")
        colour = f"() => getComputedStyle({chart}.querySelector('.xtick text')).fill"
        light = visitor.page.evaluate(colour)
        visitor.switch_to("dark")
        visitor.wait_for(f"light => ({colour})() !== light", light)
        visitor.switch_to("light")
        visitor.wait_for(f"light => ({colour})() === light", light)


def test_an_animation_is_played_by_keys(server, visit):
    with visit(f"{server.url}/overfitting?section=depth") as visitor:
        visitor.wait_for_trainings()
        visitor.wait_for_figure("overfitting.animation")
        visitor.wait_until_still()
        chart = visitor.figure("overfitting.animation").get_by_role("slider")
        expect(chart).to_have_attribute("aria-valuetext", "epoch 5,000")
        chart.press("Home")
        expect(chart).to_have_attribute("aria-valuetext", "epoch 0")
        chart.press("ArrowRight")
        expect(chart).not_to_have_attribute("aria-valuetext", "epoch 0")
        chart.press("End")
        expect(chart).to_have_attribute("aria-valuetext", "epoch 5,000")
        step_back(chart)
        chart.press(" ")  # another test plays the whole of it
        expect(chart).to_have_attribute("aria-valuetext", "epoch 5,000")
        step_back(chart)
        play = visitor.figure("overfitting.animation").get_by_role("button", name="▶ play")
        play.focus()
        visitor.page.keyboard.press("Enter")
        expect(chart).to_have_attribute("aria-valuetext", "epoch 5,000")
        expect(play).to_be_focused()
        visitor.page.keyboard.press("Tab")
        expect(visitor.figure("overfitting.animation").get_by_role("button", name="❚❚ pause")).to_be_focused()


def step_back(slider):
    """Move an animation's slider two steps back by keys."""
    for key in ("ArrowLeft", "ArrowLeft"):
        before = slider.get_attribute("aria-valuetext")
        slider.press(key)
        expect(slider).not_to_have_attribute("aria-valuetext", before)


def test_without_our_scripts_figures_are_drawn_by_streamlit(server, visit):
    with visit(server.url) as visitor:
        visitor.page.route("**/assets/**/plotly.min.js", lambda route: route.abort())
        visitor.open(f"{server.url}/fundamentals?section=activations")
        figure = visitor.keyed("fundamentals.activation.plain").locator(".js-plotly-plot .main-svg").first
        expect(figure).to_be_visible(timeout=SECONDS * 1000)
        visitor.complaints[:] = [each for each in visitor.complaints if "plotly.min.js" not in each]
