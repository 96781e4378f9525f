"""The link to a section with its settings, to copy or to show on a projector."""

import io
from collections.abc import Callable, Mapping
from typing import TypeAlias

import streamlit as st

from ui.components.copy_button import show_copy_button
from ui.components.window import as_figure, figure_height, is_narrow
from ui.controls.binding import changed_texts, shown
from ui.controls.domain import Texts
from ui.lessons.active import active
from ui.lessons.own import own_parameters
from ui.links.address import LESSON, PARAMETER, STEP, is_this_machine, network_address, reachable, with_parameters
from ui.numbers import counted
from ui.presenting import is_presenting, start_presenting

KEY = "link"
QR_WIDTH, LINK_TEXTS = 420, 120  # px of the code, and of the texts with it in a presented window
LONG_LINK, LINK_HEIGHT = 1_000, 200  # letters; px of the box in which a longer link scrolls
MIN_SQUARE = 1.5  # px
TOO_LONG, TOO_FINE = "The link is too long for a QR code.", "For a code, press “Copy link”."
EVERYWHERE = ("0.0.0.0", "::")  # a server with one of these addresses listens at all of its machine's
Link: TypeAlias = tuple[Mapping[str, Texts], str]  # the parameters, and a sentence on what the link opens


def offer_link(section: str = "", describe: Callable[[], Link] | None = None) -> None:
    """Show the button that opens the link to this page, and to a section of it with its settings.

    describe: what else the link is to hold, where it is not the settings of a section.
    """
    if not (is_narrow() or is_presenting()):
        hint = "For a projector: one section on the screen, with larger type."
        st.button("Present", key="present.begin", type="tertiary", help=hint, on_click=start_presenting)
    with st.container(width="content"):  # without it, a fragment takes all the room there is
        _offer_link(section, describe)


@st.fragment(key=KEY)
def _offer_link(section: str, describe: Callable[[], Link] | None) -> None:
    if st.button("Copy link", key=f"{KEY}.open", type="tertiary"):
        _show_link(*(_link_to(section) if describe is None else describe()))


def _link_to(section: str) -> Link:
    parameters = _parameters(section)
    return parameters, _contents(parameters)


def _parameters(section: str) -> Mapping[str, Texts]:
    """Return what the link to a section holds: its changed settings, or in a lesson the step, which has its own."""
    if not section:
        return {}
    where = active()
    if where is not None:
        own = {name: (text,) for name, text in own_parameters(where.name).items()}
        return {PARAMETER: (section,), LESSON: (where.name,), STEP: (str(where.number + 1),), **own}
    return {PARAMETER: (section,), **changed_texts()}


@st.dialog("Copy link", width="medium")
def _show_link(parameters: Mapping[str, Texts], contents: str) -> None:
    page = st.context.url or ""
    address = reachable(page, _own_address())
    link = with_parameters(address or page, parameters)
    if is_presenting() and address is not None:  # the class looks at nothing else
        fitting = as_figure(figure_height(LINK_TEXTS))
        _show_code(link, min(as_figure(QR_WIDTH), fitting), TOO_LONG)
    st.markdown(contents)
    # The button below stays in sight.
    st.code(link, language=None, wrap_lines=True, height=LINK_HEIGHT if len(link) > LONG_LINK else "content")
    show_copy_button("Copy", link, f"{KEY}.copy")
    if address is None:
        st.markdown("No other device can open this link, because this server is not on a network.")
        return
    if address != page:
        st.markdown(
            "On another device, “localhost” means that device. So the link names this server by its address on the "
            "network."
        )
    if not is_presenting():
        _show_code(link, QR_WIDTH, TOO_LONG)


def show_small_code(section: str, width: int) -> None:
    """Show the link to a section as a small QR code; nothing where no other device can open it. width: in px."""
    if address := reachable(st.context.url or "", _own_address()):
        _show_code(with_parameters(address, _parameters(section)), width, TOO_FINE)


def section_link(section: str) -> str:
    """Return the link to a section of this page with its settings, as far as its controls are drawn; "" without a page.

    It is reachable from other devices where the server is.
    """
    return link_with(_parameters(section))


def link_with(parameters: Mapping[str, Texts]) -> str:
    """Return the link to this page with these parameters; "" without a page."""
    page = st.context.url or ""
    address = reachable(page, _own_address()) or page
    return address and with_parameters(address, parameters)


def _own_address() -> str | None:
    """Return the server's address on the network; None where it only listens to its own machine."""
    listens_at = st.get_option("server.address")
    if not listens_at or listens_at in EVERYWHERE:
        return network_address()
    return None if is_this_machine(listens_at) else listens_at


def _contents(parameters: Mapping[str, Texts]) -> str:
    """Say what the link opens, and what it can't hold."""
    if not parameters:
        return "The link opens this page."
    if LESSON in parameters:
        return "The link opens this step of the lesson."
    changed = len(parameters) - 1  # but for the section
    text = "The link opens this section with its default settings."
    if changed:
        text = f"The link opens this section with {counted(changed, 'changed setting')}."
    lost = " and ".join(shown().left_out)
    return text + (f" The link can't hold {lost}." if lost else "")


def _show_code(link: str, width: int, too_long: str) -> None:
    """Show the link as a QR code, black on white in both themes, as cameras expect it.

    too_long: what is shown instead where its squares would be too small for a camera.
    """
    import segno  # only for those who open the dialog

    try:
        code = segno.make(link, error="l", micro=False)  # on a screen, no dirt covers a part of it
    except segno.DataOverflowError:
        code = None
    if code is None or width < MIN_SQUARE * code.symbol_size(border=4)[0]:
        st.caption(too_long)
        return
    drawing = io.BytesIO()
    code.save(drawing, kind="svg", border=4, light="white", xmldecl=False, svgns=True, omitsize=True)
    st.image(drawing.getvalue().decode(), width=width, alt="QR code of the link")
