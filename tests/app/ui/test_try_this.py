"""Exercises at the end of a section's controls."""

from tests.app.visitor import Part


def section():
    import streamlit as st

    from ui.try_this import Exercise, Exercises, try_this

    st.session_state.setdefault("drawn", []).append("section")
    controls = st.container()
    st.markdown("The results")
    controls.slider("A control", 0, 9, 3)
    try_this(Exercises("page.first", (Exercise("Guess.", "It is so."), Exercise("Guess again.", "Not so."))), controls)


def test_tasks_and_answers_are_sent_once_the_exercises_are_open():
    part = Part(section)
    assert [expander.label for expander in part.app.expander] == ["Try this (2)"]
    assert part.texts("markdown") == ["The results"]
    part.app.session_state["page.first.try_this"] = True  # as a click does
    part.run()
    assert [expander.label for expander in part.app.expander] == ["Try this (2)", "Answer", "Answer"]
    assert part.texts("markdown") == ["**1.** Guess.", "It is so.", "**2.** Guess again.", "Not so.", "The results"]
    assert not any(expander.proto.expanded for expander in part.app.expander[1:])
