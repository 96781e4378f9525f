"""What of the address a page was opened with is not understood, told in one line."""

from collections.abc import Mapping, Sequence

import streamlit as st

from ui.controls.binding import current_texts, shown, start_section
from ui.controls.domain import Texts
from ui.controls.rules import current_rules
from ui.links.address import LESSON, LESSON_TEXT, OWN, PARAMETER, STEP
from ui.numbers import counted
from ui.presenting import PARAMETER as PRESENT

ARRIVED, LOOKED_AT, PROBLEMS = "links.arrived", "links.looked_at", "links.problems"  # in the session
FOREIGN = ("utm_", "embed", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "igshid")  # how their names begin
MAX_NAMED, MAX_LETTERS = 5, 40
NO_CONTROL = "no control here has this name"
FIXED = "the lesson sets this control"
NO_LESSON = "no lesson has this name"
DAMAGED_LESSON = "the link holds no whole lesson: a part of it is missing or changed"


def remember_address() -> None:
    """Keep the address as it is on arrival: Streamlit takes away what its widgets do not understand."""
    address = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    looked_at = st.session_state.setdefault(LOOKED_AT, set())  # parameters without a control stay in the address
    st.session_state[ARRIVED] = {name: texts for name, texts in address.items() if (name, texts) not in looked_at}
    looked_at.update(address.items())
    st.session_state.pop(PROBLEMS, None)


def show_not_understood(page: str, section: str) -> None:
    """Say what in the address of arrival is not understood, as long as the visitor stays in the section.

    Call it when the section is drawn: its controls then tell what they have made of the address.
    """
    arrived: Mapping[str, Texts] | None = st.session_state.pop(ARRIVED, None)
    if arrived is not None:
        st.session_state[PROBLEMS] = section, not_understood(page, section, arrived)
    where, problems = st.session_state.get(PROBLEMS, (None, []))
    if problems and where == section:
        st.container(border=True).text(sentence(problems))  # as plain text: anybody can write a link


def show_unknown(page: str) -> None:
    """On a page without sections and controls, say which parameters of the address mean nothing there."""
    if st.session_state.get("page") != page:
        st.session_state["page"] = page
        remember_address()
        start_section()  # the controls of the section before are not here
    show_not_understood(page, "")


def not_understood(page: str, section: str, arrived: Mapping[str, Texts]) -> list[str]:
    """Return what is not understood, each with what is there instead."""
    problems, texts = [], current_texts() if arrived.keys() - {PARAMETER} else {}
    for name, given in arrived.items():
        written = f"{name}={','.join(given)}"
        written = written if len(written) <= MAX_LETTERS else f"{written[:MAX_LETTERS]}…"
        if name == PARAMETER:
            problems += [f"{written} (no section has this name)"] if given[-1] not in ("", section) else []
        elif name == PRESENT:
            problems += [f"{written} (only 1 is possible)"] if given[-1] != "1" else []
        elif name in (LESSON, STEP, LESSON_TEXT):
            missing = NO_LESSON if given[-1] != OWN else DAMAGED_LESSON
            problems += [f"{written} ({missing})"] if name == LESSON and current_rules() is None else []
        elif name in texts:
            new = shown().controls[name].read(given)
            if not _same(new, texts[name]):
                used = ", ".join(texts[name])
                is_default = texts[name] == shown().controls[name].default
                problems.append(
                    f"{written} (the default is used: {used})" if is_default else f"{written} (used: {used})"
                )
        elif not name.startswith(FOREIGN) and (shown().complete or not name.startswith(f"{page}_")):
            problems.append(f"{written} ({_why_unknown(page, name)})")
    return problems


def _why_unknown(page: str, name: str) -> str:
    """Say why no control here takes the value of this name."""
    rules = current_rules()
    if rules is not None and name in rules.drawn:
        return FIXED
    return "this section has no such control" if name.startswith(f"{page}_") else NO_CONTROL


def sentence(problems: Sequence[str]) -> str:
    """Name the problems in one line, and count those for which it has no room."""
    named, rest = ", ".join(problems[:MAX_NAMED]), len(problems) - MAX_NAMED
    if rest > 0:
        return f"The app did not understand this in the address: {named}, and {counted(rest, 'more value')}."
    return f"The app did not understand this in the address: {named}."


def _same(given: Texts, used: Texts) -> bool:
    """Whether the texts in an address mean the value that is used. Of several texts for one value, the last counts."""
    given = given if len(used) > 1 else given[-1:]
    return len(given) == len(used) and all(map(_equal, sorted(given), sorted(used)))


def _equal(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return one.casefold() == other.casefold()
