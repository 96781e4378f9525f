"""The codes of a class: whose results are genuine, which are alike, and what the students have answered."""

from collections.abc import Sequence

import streamlit as st

from nnkit.lessons.genuine import (
    EARLY_EPOCHS,
    EARLY_EPOCHS_ON_REVIEWS,
    END_TOLERANCE,
    LOSS_TOLERANCE,
    LOSS_TOLERANCE_ON_REVIEWS,
)
from pages.class_.checking import Key, Measured, summary_of, verdict_of
from pages.class_.reading import MAX_LETTERS, MAX_LINES, Entry, Unreadable, by_digest, read_codes
from pages.class_.table import ANSWER, as_csv, table_of
from pages.class_.training import follow_training, measured_of, missing_of, submit_wanted
from ui.lessons.library import library
from ui.lessons.own import own_lesson
from ui.links.address import OWN
from ui.numbers import counted, percent
from ui.sections import APP
from ui.tables import room_for_toolbar

FIELD_HEIGHT, WIDTH = 160, 900  # px
READ = "class.read"  # in the session: the text that was read last, the lessons of that time, and what was read
MAX_SHOWN = 20  # lines that are left out
EXPLANATION = f"""
- **genuine**: this server gets the same results. On one machine, equal settings lead to equal results.
- **genuine, on another machine**: the results are as near as rounding on other machines lets them be. In the first
  {EARLY_EPOCHS} epochs, losses are at most {percent(LOSS_TOLERANCE)} apart; on reviews, in the first
  {EARLY_EPOCHS_ON_REVIEWS} epochs, at most {percent(LOSS_TOLERANCE_ON_REVIEWS)}. Test accuracies are at most
  {percent(END_TOLERANCE)} apart.
- **results differ**: these settings do not lead to these results. Look at how the student got them. A long training
  with a large learning rate can differ on another machine, too.
- **without results**: the code names the networks, but not what came of them. The server of the student no longer had
  them, or somebody has taken the results out. These steps are not checked.
- **same as line**: the same answers and the same settings under another name. Case, spaces and punctuation do not
  count.
- **checked by computing**: these steps train nothing. This server has computed from the settings of the code whether
  the goal is reached.
- Nobody checks the answers but you.
- A goal is reached if the networks of the code reach it on this server. ✓ and ✗ say whether an option was right.
"""


def ask_for_codes() -> str:
    """Return the list that the teacher has pasted."""
    with st.form("class.form", border=False, width=WIDTH):
        text = st.text_area(
            f"Codes, one per line, at most {MAX_LINES}", key="class.codes", max_chars=MAX_LETTERS, height=FIELD_HEIGHT
        )
        st.form_submit_button("Check the codes", key="class.check", type="primary")
    return str(text or "")


def read(text: str) -> tuple[list[Entry], list[Unreadable]]:
    """Read the list, once for each text."""
    own = own_lesson()
    lessons = by_digest({**library(), **({OWN: own} if own is not None else {})})
    before = st.session_state.get(READ)
    if before is None or before[:2] != (text, set(lessons)):
        before = st.session_state[READ] = text, set(lessons), read_codes(text, lessons)
    found: tuple[list[Entry], list[Unreadable]] = before[2]
    return found


def show_unreadable(lines: Sequence[Unreadable]) -> None:
    """Name the lines that are left out, as plain text: a code can hold anything."""
    with st.container(border=True, width=WIDTH, gap="xsmall", key="class.unreadable"):
        for each in lines[:MAX_SHOWN]:
            st.text(f"Line {each.line}: {each.problem}")
        if len(lines) > MAX_SHOWN:
            st.text(f"{counted(len(lines) - MAX_SHOWN, 'further line')} left out, too.")


def show_lesson(entries: Sequence[Entry], known: dict[Key, Measured]) -> None:
    """Show the hand-ins of one lesson. Its title is plain text where it comes from a code."""
    frame, first = table_of(entries, known), entries[0]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.text(f"{first.title}: {counted(len(entries), 'hand-in')}", width="content")
        st.download_button(
            "Table as CSV",
            as_csv(frame),
            "class.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"class.csv.{first.line}",
        )
    answers = {name: st.column_config.TextColumn(width="medium") for name in frame if name.endswith(ANSWER)}
    alt = "The hand-ins: results, predictions, goals and answers"
    room_for_toolbar().dataframe(frame, hide_index=True, column_config=answers, alt=alt)


def by_lesson(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.title, entry.hand_in.digest), []).append(entry)
    return list(groups.values())


st.set_page_config(page_title=f"Codes of a class · {APP}")
st.session_state["page"] = "class"
submit_wanted()
st.title("Codes of a class", anchor=False)
st.markdown(
    "At the end of a lesson, each student can make a code. Paste the codes of your class here. This server trains the "
    "same networks and says whose results are genuine. Nothing of it is stored."
)
entries, unreadable = read(ask_for_codes())
known = measured_of(entries)
if entries or unreadable:
    st.markdown(summary_of([verdict_of(entry, known) for entry in entries], len(unreadable)))
    with st.container(width=WIDTH):
        follow_training(missing_of(entries, known))
if unreadable:
    show_unreadable(unreadable)
for group in by_lesson(entries):
    show_lesson(group, known)
if entries:
    with st.expander("What the table says", key="class.words"):
        st.markdown(EXPLANATION)
