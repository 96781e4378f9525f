"""The size of the visitor's window, as far as the layout depends on it, and what a small one needs.

That is a menu of pages that closes, and a sign that a column of controls goes on below.
"""

import streamlit as st

NARROW = 1_000  # px; up to this width, figures with several panels stack them
TALL = 1_000  # px; from this height on, figures take more room
FIGURE_HEIGHT, TALL_FIGURE_HEIGHT = 560, 800  # px
COLUMN = "controls"  # key of the container that scrolls by itself
_FADE = 48  # px at the lower end of the column, where it fades as long as there is more below

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
        if (page !== undefined && page !== data.page) closeMenu()
        page = data.page
        window.addEventListener("keydown", closeByEscape)
        const queries = parentElement.queries ??= {{
            narrow: window.matchMedia("(max-width: {NARROW}px)"),
            tall: window.matchMedia("(min-height: {TALL}px)"),
        }}
        for (const [name, query] of Object.entries(queries)) {{
            const report = () => setStateValue(name, query.matches)
            if (query.matches !== data[name]) report()
            query.onchange = report
        }}
        return () => {{
            content.disconnect()
            document.removeEventListener("scroll", fade, {{ capture: true }})
            window.removeEventListener("keydown", closeByEscape)
            Object.values(queries).forEach(query => {{ query.onchange = null }})
        }}
    }}""",
)
KEY = "window"


def watch_window(page: str) -> None:
    """Ask the browser for the size of its window; when that changes, the page runs again. Call it once per page.

    page: its address. When another page is shown, an open menu of pages closes.
    """
    known = {"narrow": is_narrow(), "tall": is_tall()}
    data = {"page": page, **known}
    answer = _probe(key=KEY, data=data, default=known, on_narrow_change=lambda: None, on_tall_change=lambda: None)
    st.session_state["window.last"] = {name: bool(answer[name]) for name in known}  # the next page begins with it


def is_narrow() -> bool:
    """Whether figures should stack their panels. Until the browser has answered, only a phone's window is narrow."""
    return _is("narrow")


def is_tall() -> bool:
    """Whether there is room for larger figures, as on a projector."""
    return _is("tall")


def figure_height() -> int:
    """Return the height of a section's main figure, in px, with which it fits the window."""
    return TALL_FIGURE_HEIGHT if is_tall() and not is_narrow() else FIGURE_HEIGHT


def _is(name: str) -> bool:
    known = st.session_state.get(KEY) or st.session_state.get("window.last")
    return bool(known.get(name)) if known else name == "narrow" and _is_phone()


def _is_phone() -> bool:
    """Whether the browser calls itself one of a phone, so that the first drawing is not one for a wide window."""
    return "Mobi" in st.context.headers.get("User-Agent", "")
