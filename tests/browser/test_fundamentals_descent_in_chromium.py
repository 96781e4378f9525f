"""Descent, backpropagation and the training loop in Chromium."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PLOT = "document.querySelector('.st-key-fundamentals-descent .js-plotly-plot')"
# The first trajectory, as it is drawn from above and in space, and the text about it.
TRAJECTORIES = f"""() => {{
    const {{_fullData, _fullLayout}} = {PLOT}, text = ({{x, y, z}}) => JSON.stringify([...x, ...y, ...(z ?? [])])
    const [above, space] = _fullData.filter(trace => trace.mode === "lines+markers")
    return [text(above), text(space), _fullLayout.annotations[0].text]
}}"""


def test_the_slider_moves_only_the_trajectories_and_without_the_server(server, visit):
    with visit(f"{server.url}/fundamentals?section=descent") as visitor:
        visitor.wait_for_figure("fundamentals.descent")
        visitor.wait_until_still()
        figure = visitor.figure("fundamentals.descent")
        figure.scroll_into_view_if_needed()
        drawn = f"() => [{PLOT}, {PLOT}.querySelector('.gl-container canvas'), {PLOT}.data[1].z]"
        surface = visitor.page.evaluate_handle(drawn)
        before, messages = visitor.page.evaluate(TRAJECTORIES), len(visitor.sent)
        assert "too small" in before[2].split("<br>")[0]
        track = figure.locator(".slider-rail-touch-rect").bounding_box()
        visitor.page.mouse.click(track["x"] + track["width"] - 6, track["y"] + track["height"] / 2)
        visitor.wait_for(f"before => JSON.stringify(({TRAJECTORIES})()) !== JSON.stringify(before)", before)
        after = visitor.page.evaluate(TRAJECTORIES)
        assert "diverges" in after[2].split("<br>")[0]
        assert all(old != new for old, new in zip(before, after, strict=True))
        assert visitor.page.evaluate(f"before => ({drawn})().every((part, place) => part === before[place])", surface)
        assert len(visitor.sent) == messages


def test_a_graph_is_followed_forward_and_back(server, visit):
    with visit(f"{server.url}/fundamentals?section=backpropagation") as visitor:
        visitor.wait_for_figure("fundamentals.graph")
        visitor.wait_until_still()
        visitor.choose("fundamentals_graph_formula", "twice")
        for words in ("Forward, step 1 of 2: s", "Forward, step 2 of 2: f", "Backward: the output f itself"):
            visitor.press("Next")
            expect(visitor.page.get_by_text(words)).to_be_visible()
        visitor.press("Next")
        visitor.press("Next")
        expect(visitor.page.get_by_role("cell", name="3.5", exact=True)).to_be_visible()
        expect(visitor.page.get_by_role("button", name="Next", exact=True)).to_be_disabled()


def test_the_loop_goes_through_its_stages_and_counts(server, visit):
    with visit(f"{server.url}/fundamentals?section=loop") as visitor:
        visitor.wait_for_figure("fundamentals.loop")
        visitor.wait_until_still()
        visitor.press("Next stage")
        expect(visitor.page.get_by_text("2 · Forward:")).to_be_visible()
        visitor.press("Next epoch")
        expect(visitor.page.get_by_text("epoch 2 of 20")).to_be_visible()
        visitor.page.get_by_text("More", exact=True).click()
        visitor.slide("fundamentals_loop_batch", "ArrowLeft")
        expect(visitor.page.get_by_text("Step 1 of 260")).to_be_visible()  # other batches, 13 an epoch: from the start
