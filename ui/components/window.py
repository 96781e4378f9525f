"""The size of the visitor's window, as far as the layout depends on it, and what a small one needs.

That is a menu of pages that closes, and a sign that a column of controls goes on below.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui.presenting import HAS_COLUMN, SCALE, is_presenting

NARROW = 1_000  # px; up to this width, figures with several panels stack them
TALL = 1_000  # px; from this height on, figures take more room
FIGURE_HEIGHT, TALL_FIGURE_HEIGHT = 560, 800  # px
COLUMN = "controls"  # key of the container that scrolls by itself
_FADE = 48  # px at the lower end of the column, where it fades as long as there is more below
USUAL_HEIGHT = 1_080  # px, of a projector whose window is not known yet
BESIDE_FIGURE = 128  # px of usual type that a presented figure leaves for the question and a sentence
MIN_FIGURE_HEIGHT, MIN_SMALL_HEIGHT, MAX_HEIGHT = 450, 160, 10_000  # px
REST_SECONDS = 0.2  # in which the window has to keep its size
NAMES = ("narrow", "tall", "very_tall")

_probe = st.components.v2.component(
    "nnkit.window",
    # Streamlit closes the menu of pages by itself on phones alone. In a small window of another device, it stays open
    # over the chosen page until the visitor presses beside it. So this is done here.
    js=f"""let page
    const closeMenu = () => {{
        const press = new MouseEvent("mousedown", {{ bubbles: true }})
        document.querySelector("[data-testid=stMain]").dispatchEvent(press)
    }}
    const closeByEscape = event => {{
        if (event.key === "Escape") document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
    }}
    const column = () => document.querySelector(".st-key-{COLUMN}")
    const fade = () => {{
        const found = column()
        if (!found) return
        const hasMore = found.scrollHeight - found.scrollTop - found.clientHeight > {_FADE} / 4
        found.style.maskImage = hasMore ? "linear-gradient(black calc(100% - {_FADE}px), transparent)" : ""
        found.style.scrollPaddingBottom = "{_FADE}px"  // a control that gets the focus is not faded
    }}
    const content = new ResizeObserver(fade)
    const watchColumn = () => {{
        content.disconnect()
        for (const part of column()?.children ?? []) content.observe(part)
        fade()
    }}
    export default ({{ data, parentElement, setStateValue }}) => {{
        watchColumn()
        document.addEventListener("scroll", fade, {{ capture: true }})  // it is added once, as below
        if (page !== undefined && page !== data.page) {{
            closeMenu()
            // The window stays where the link was, such as that of the last lesson in the list.
            if (!location.hash) document.querySelector("[data-testid=stMain]").scrollTo(0, 0)
        }}
        page = data.page
        window.addEventListener("keydown", closeByEscape)
        const queries = parentElement.queries ??= {{
            narrow: window.matchMedia("(max-width: {NARROW}px)"),
            tall: window.matchMedia("(min-height: {TALL}px)"),
            very_tall: window.matchMedia("(min-height: {SCALE * TALL:.0f}px)"),
        }}
        for (const [name, query] of Object.entries(queries)) {{
            const report = () => setStateValue(name, query.matches)
            if (query.matches !== data[name]) report()
            query.onchange = report
        }}
        // Only a presented figure fills its window to the pixel: others would be drawn anew for every change of size.
        const measure = () => data.presents && innerHeight !== data.height && setStateValue("height", innerHeight)
        let waits
        const follow = () => {{
            clearTimeout(waits)
            waits = setTimeout(measure, {1000 * REST_SECONDS:.0f})
        }}
        window.removeEventListener("resize", parentElement.follow)
        window.addEventListener("resize", parentElement.follow = follow)
        measure()
        return () => {{
            content.disconnect()
            document.removeEventListener("scroll", fade, {{ capture: true }})
            window.removeEventListener("keydown", closeByEscape)
            window.removeEventListener("resize", parentElement.follow)
            Object.values(queries).forEach(query => {{ query.onchange = null }})
        }}
    }}""",
)
KEY = "window"


def watch_window(page: str) -> None:
    """Ask the browser for the size of its window; when that changes, the page runs again. Call it once per page.

    page: its address. When another page is shown, an open menu of pages closes.
    """
    known = {name: _is(name) for name in NAMES}
    height = _height()
    data = {"page": page, "presents": is_presenting(), "height": height, **known}
    answer = _probe(
        key=KEY,
        data=data,
        default={**known, "height": height},
        on_narrow_change=lambda: None,
        on_tall_change=lambda: None,
        on_very_tall_change=lambda: None,
        on_height_change=lambda: None,
    )
    last = {name: bool(answer[name]) for name in NAMES}  # the next page begins with it
    st.session_state["window.last"] = {**last, "height": answer["height"]}


def is_narrow() -> bool:
    """Whether figures should stack their panels. Until the browser has answered, only a phone's window is narrow."""
    return _is("narrow")


def is_tall() -> bool:
    """Whether there is room for larger figures, as on a large screen."""
    return _is("very_tall" if is_presenting() else "tall")


def figure_height(beside: int = 0) -> int:
    """Return the height of a section's main figure, in px, with which it fits the window.

    In present mode, it is the height before the figure is enlarged by `figure_scale`.
    beside: px that texts and switches of the usual size take above and below it, besides the question and a sentence.
    """
    if is_presenting():
        main = max(MIN_FIGURE_HEIGHT, round(_presented_height() / figure_scale()))
        return max(MIN_SMALL_HEIGHT, main - round(beside * SCALE / figure_scale()))
    return (TALL_FIGURE_HEIGHT if is_tall() and not is_narrow() else FIGURE_HEIGHT) - beside


def figure_scale() -> float:
    """Return by what figures are larger than usual.

    A window of 720 px has no room for one of several panels that is enlarged as much as the texts. Its type is then
    smaller in px than on 1,080 px, and yet larger as a share of the picture on the wall. Beside a column, such a window
    has no room in width either.
    """
    if not is_presenting():
        return 1.0
    fitting = max(1.0, _presented_height() / MIN_FIGURE_HEIGHT)
    if fitting >= SCALE:
        return SCALE
    return 1.0 if st.session_state.get(HAS_COLUMN) else fitting


def as_figure(height: int) -> int:
    """Return the height, in px of the window, of what stands beside a figure of this height."""
    return round(figure_scale() * height)


def _presented_height() -> float:
    """Return how high a presented figure can be, in px of the window."""
    return _height() - SCALE * BESIDE_FIGURE


def _height() -> int:
    """Return the height of the window, in px."""
    height = _known().get("height")
    return height if isinstance(height, int) and 0 < height <= MAX_HEIGHT else USUAL_HEIGHT


def _is(name: str) -> bool:
    known = _known()
    return bool(known.get(name)) if known else name == "narrow" and _is_phone()


def _known() -> Mapping[str, Any]:
    """Return what the browser has told so far."""
    found: Mapping[str, Any] = st.session_state.get(KEY) or st.session_state.get("window.last") or {}
    return found


def _is_phone() -> bool:
    """Whether the browser calls itself one of a phone, so that the first drawing is not one for a wide window."""
    return "Mobi" in st.context.headers.get("User-Agent", "")
