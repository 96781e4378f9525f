"""Buttons that move a reader through steps."""

from streamlit.testing.v1 import AppTest


def three_steps():
    import streamlit as st

    from ui.steps import Jump, current_step, show_step_buttons

    steps = st.session_state.setdefault("steps", 3)
    step = current_step("part", st.session_state.setdefault("subject", "a"), steps)
    jumps = (
        Jump("Go back", "chevron_left", step - 1, "Back."),
        Jump("Next", "chevron_right", step + 1, "On."),
        Jump("Far", "last_page", 100, "To the end."),
    )
    show_step_buttons("part", jumps, step, steps)
    st.session_state["step"] = step


def press(app, name):
    app.button(key=f"part.{name}").click()
    app.run()
    return app.session_state["step"]


def disabled(app):
    return [name for name in ("go_back", "next", "far") if app.button(key=f"part.{name}").disabled]


def test_buttons_lead_from_step_to_step_and_not_beyond_the_ends():
    app = AppTest.from_function(three_steps).run()
    assert app.session_state["step"] == 0
    assert disabled(app) == ["go_back"]
    assert press(app, "next") == 1
    assert disabled(app) == []
    assert press(app, "far") == 2
    assert disabled(app) == ["next", "far"]
    assert press(app, "go_back") == 1


def test_a_new_subject_begins_at_the_first_step():
    app = AppTest.from_function(three_steps).run()
    assert press(app, "far") == 2
    app.session_state["subject"] = "b"
    assert app.run().session_state["step"] == 0


def test_the_last_step_is_the_current_one_where_there_are_fewer_steps_than_before():
    app = AppTest.from_function(three_steps).run()
    assert press(app, "far") == 2
    app.session_state["steps"] = 2
    assert app.run().session_state["step"] == 1
