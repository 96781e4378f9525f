"""Lessons as a reader plays them, without a browser."""

import json
import re
from hashlib import sha256
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.util import calc_hash

from nnkit.experiment.openings import OPENINGS
from nnkit.lessons import Lesson, Result, Work, decode, digest_of, not_allowed
from nnkit.lessons.work_text import DoneWork, pack_work
from nnkit.results.packed import pack
from pages.class_.checking import moved_wrongly
from tests.app.visitor import Visitor
from ui.lessons.computed import compute, is_computed
from ui.lessons.library import FOLDER, library
from ui.lessons.numbers import written

LESSONS = {name: lesson for name, lesson in library().items() if isinstance(lesson, Lesson)}
STEPS = [(name, number) for name, lesson in LESSONS.items() for number in range(1, len(lesson.steps) + 1)]
GOALS = [(name, number) for name, number in STEPS if LESSONS[name].steps[number - 1].goal]


class Reader(Visitor):
    """A visitor who opens a step by its address.

    number: of the step, counted from 1. settings: further parameters of the address, by the keys of controls.
    """

    def __init__(self, name: str, number: int, **settings: str):
        self.step = LESSONS[name].steps[number - 1]
        self.place = f"lessons.{name}.{number - 1}"
        super().__init__(self.step.page, self.step.section)
        self.app.query_params.update({"lesson": name, "step": str(number), **settings})
        self.run()

    @property
    def state(self):
        name, number = self.place.removeprefix("lessons.").rsplit(".", 1)
        return self.app.session_state["lessons.done"].pages[name, int(number)]

    def predict(self, value=None) -> "Reader":
        """Commit to a prediction: the first one, or the lowest number, unless it is given, and any sketch."""
        kind = self.step.prediction.kind
        if kind == "sketch":
            place = written(self.step.prediction.over, self.step.prediction.at[0])
            widget = self.app.slider(key=f"{self.place}.sketch.{place}")
            widget.set_value(widget.min)
        else:
            widget = self.app.get_by_key(f"{self.place}.{'choice' if kind == 'choose' else 'number'}")
            first = 0 if kind == "choose" else widget.min
            widget.set_value(first if value is None else value)
        self.app.button(key=f"{self.place}.commit").click()
        self.run()
        return self

    def settle(self) -> "Reader":
        """Train what waits for a press."""
        keys = {button.key for button in self.app.button if not button.disabled}
        for key in sorted(key for key in keys if key and re.fullmatch(r"\w+\.(train|start)", key)):
            self.app.button(key=key).click()
            self.run()
        return self

    def move(self, key: str, text: str) -> "Reader":
        """Set a control as a reader does who wants this text of an address."""
        control = self.app.get_by_key(key)
        if isinstance(control.value, str | list):
            (value,) = [each for each in map(type(control.options[0]), control.options) if str(each) == text]
            control.set_value(value)
        else:
            control.set_value(type(control.value)(float(text)) if control.value is not None else float(text))
        self.run()
        return self

    @property
    def table(self):
        """What the section has noted of its numbers."""
        return self.app.session_state["lessons.measured"][1]


@pytest.mark.parametrize(("name", "number"), STEPS)
def test_a_step_has_only_controls_and_values_that_its_section_knows(name, number):
    reader = Reader(name, number)
    if reader.step.prediction is not None:
        assert not [figure for figure in reader.figures if not figure.endswith(f"{number - 1}.curves")]
        assert not reader.jobs  # nothing is trained before
        reader.predict().settle()
        assert reader.state.outcome is not None
    rules = reader.app.session_state["controls.rules"]
    assert (rules.unknown(), rules.wrong) == ([], set())
    assert reader.says(reader.step.title)
    assert not reader.says("does not understand")
    assert not [each.label for each in reader.app.expander if not each.children and not each.proto.id]
    if reader.step.explanation:
        assert reader.says(reader.step.explanation) == (reader.step.prediction is not None)
    assert not_allowed(reader.step, reader.state.trained) == []
    if is_computed(reader.step) and reader.step.prediction is not None:
        assert reader.table == compute(reader.step)


@pytest.mark.parametrize(("name", "number"), GOALS)
def test_a_goal_is_not_reached_at_first_and_is_reached_by_its_solution(name, number):
    reader = Reader(name, number)
    if reader.step.prediction is not None:
        reader.predict()
    reader.settle()
    assert not reader.state.is_reached
    for key, text in reader.step.goal.solution:
        reader.move(key, text)
    reader.settle()
    assert reader.state.is_reached
    assert reader.says(reader.step.explanation)
    assert not_allowed(reader.step, reader.state.trained) == []
    if is_computed(reader.step):
        assert dict(reader.state.settings) == dict(reader.step.goal.solution)
        assert reader.table == compute(reader.step, reader.state.settings)
        assert not moved_wrongly(reader.step, reader.state.settings)


def first_training(reader):
    (training,) = [
        reader.app.session_state[name] for name in reader.app.session_state if name.endswith("overfitting.training")
    ]
    return (training.experiments or training.arrived)[0]


def test_a_forged_value_of_a_locked_or_hidden_control_changes_nothing():
    """Neither in the address, nor in the session, nor in what the browser sends."""
    forged = {"overfitting_units_1": "7", "overfitting_rate": "0.1", "overfitting_noise": "0.1"}
    reader = Reader("overfitting", 4, **forged).predict()
    expected = first_training(Reader("overfitting", 4).predict())
    assert first_training(reader) == expected
    assert expected.network.hidden == (50,)
    locked = reader.app.get_by_key("overfitting_units_1")
    assert locked.disabled
    assert "overfitting_rate" not in {getattr(element, "key", None) for element in reader.app.main}
    assert not {"overfitting_units_1", "overfitting_rate"} & set(reader.app.query_params)
    states = reader.app._tree.get_widget_states()
    (state,) = [state for state in states.widgets if state.id == locked.proto.id]
    state.double_array_value.data[:] = [3.0]
    reader.app._run(states)
    assert not reader.app.exception
    assert first_training(reader) == expected
    assert reader.app.get_by_key("overfitting_units_1").value == 50
    for key, value in (("overfitting_units_1", 3), ("overfitting_rate", 1.0), ("overfitting_noise", 0.1)):
        reader.app.session_state[key] = value
    reader.run()
    assert first_training(reader) == expected


def test_a_lesson_goes_on_in_present_mode_while_the_browser_still_sends_what_is_no_longer_drawn():
    reader = Reader("backpropagation", 6)
    states = reader.app._tree.get_widget_states()
    reader.app.button(key="present.begin").click()
    reader.run()
    reader.app._run(states)
    assert reader.app.query_params["present"] == "1"
    assert reader.app.query_params["lesson"] == "backpropagation"
    assert reader.app.session_state["lessons.active"].number == 5


def test_the_settings_of_open_controls_are_kept_when_the_page_is_loaded_again():
    reader = Reader("overfitting", 6, overfitting_units_1="9", overfitting_rate="0.1")
    experiment = first_training(reader)
    assert experiment.network.hidden == (9,)
    assert experiment.training.learning_rate != 0.1  # this control is hidden


def test_an_address_that_moves_an_open_control_starts_no_long_training(monkeypatch):
    """A step's own settings train on arrival, however long they take; those of somebody's link wait for a press."""
    monkeypatch.setattr("ui.training.live.may_start", lambda experiments: False)
    assert Reader("overfitting", 6).jobs
    stranger = Reader("overfitting", 6, overfitting_units_1="9")
    assert not stranger.jobs
    assert "overfitting.start" in {button.key for button in stranger.app.button}
    assert Reader("overfitting", 1, overfitting_units_1="9").jobs  # it is locked there, so the address moves nothing


def test_a_prediction_and_its_outcome_stand_side_by_side():
    reader = Reader("overfitting", 4).predict(4000)
    (outcome,) = re.findall(r"\*\*Outcome:\*\* (\d+)", "\n".join(reader.texts("markdown")))
    assert reader.says("**You predicted:** 4,000")
    (bars,) = [name for name in reader.figures if name.endswith("bars")]
    assert reader.figures[bars][0]["data"][0]["x"] == [4000, int(outcome)]


def test_the_outcome_belongs_to_the_settings_with_which_the_step_begins():
    reader = Reader("descent", 6).predict(2)
    assert reader.says(":material/info: Not as you predicted.")
    before = reader.state.outcome
    reader.app.get_by_key("fundamentals_descent_optimizers").set_value(["sgd"])
    reader.run()
    assert reader.state.outcome == before == 0


def test_nothing_is_committed_without_a_choice():
    reader = Reader("overfitting", 2)
    reader.app.button(key=f"{reader.place}.commit").click()
    reader.run()
    assert reader.says("Choose first.")
    assert reader.state.prediction is None


def test_a_worked_answer_opens_after_the_readers_own():
    reader = Reader("overfitting", 1)
    assert not reader.says("Worked answer")
    reader.app.button(key=f"{reader.place}.answer.show").click()
    reader.run()
    assert not reader.says("Worked answer")
    reader.app.text_area(key=f"{reader.place}.answer").set_value("It has *one* unit.")
    reader.app.button(key=f"{reader.place}.answer.show").click()
    reader.run()
    assert "It has *one* unit." in reader.texts("text")
    assert reader.says("Worked answer")


def test_what_is_written_is_kept_when_the_reader_looks_at_another_step():
    reader = Reader("overfitting", 1)
    reader.app.text_area(key=f"{reader.place}.answer").set_value("It has one")
    press(reader, "next")
    press(reader, "back")
    assert reader.app.text_area(key=f"{reader.place}.answer").value == "It has one"


def test_back_and_next_lead_through_the_lesson_and_keep_what_was_predicted():
    reader = Reader("descent", 1)
    assert reader.app.button(key="lessons.back").disabled
    press(reader, "next")
    assert reader.app.query_params["step"] == "2"
    reader.app.get_by_key("lessons.descent.1.sketch.0.001").set_value(0.0)
    reader.app.button(key="lessons.descent.1.commit").click()
    reader.run()
    assert "descent" in reader.figures
    press(reader, "next")
    press(reader, "back")
    assert "descent" in reader.figures


def press(reader, name):
    reader.app.button(key=f"lessons.{name}").click()
    reader.run()


def test_the_link_opens_the_step():
    reader = Reader("descent", 5)
    reader.app.button(key="link.open").click()
    reader.run()
    (link,) = [code.value for code in reader.app.code if "?" in code.value]
    assert link.endswith("?section=descent&lesson=descent&step=5")


def test_another_section_ends_the_lesson():
    reader = Reader("descent", 2).open("neuron")
    assert not {"lesson", "step"} & set(reader.app.query_params)
    assert not reader.says("step 2 of")
    reader.open("descent")
    assert "descent" in reader.figures


@pytest.mark.parametrize(
    "address", [{"lesson": "none"}, {"lesson": "../x", "step": "2"}, {"lesson": "descent", "step": "x"}]
)
def test_an_address_that_names_no_lesson_or_step_is_understood_as_far_as_possible(address):
    visitor = Visitor("fundamentals", "descent")
    visitor.app.query_params.update(address)
    visitor.run()
    text = "\n".join(visitor.texts("text", "markdown"))
    assert ("no lesson has this name" in text) == (address["lesson"] != "descent")
    assert ("step 1 of 6" in text) == (address["lesson"] == "descent")


def test_any_page_leads_to_the_step():
    visitor = Visitor("imdb", "read")
    visitor.app.query_params.update({"lesson": "descent", "step": "99"})
    visitor.run()
    assert visitor.says("step 6 of 6")


def test_the_list_of_lessons_names_those_that_are_wrong(tmp_path, monkeypatch):
    (tmp_path / "wrong.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    for name in ("descent", "digits"):
        (tmp_path / f"{name}.md").write_text((library.__globals__["FOLDER"] / f"{name}.md").read_text())
    monkeypatch.setattr("ui.lessons.library.FOLDER", tmp_path)
    visitor = Visitor("lessons").run()
    assert {LESSONS["descent"].title, LESSONS["digits"].title} <= {each.value for each in visitor.app.subheader}
    assert visitor.says("wrong.md can't be used. line 1, minutes")


def test_a_lesson_ends_with_a_code_of_what_was_done(shared_queue):
    reader = Reader("hidden-layer", 1)
    reader.app.text_area(key=f"{reader.place}.answer").set_value("The sums contradict.")
    reader.app.button(key=f"{reader.place}.answer.show").click()
    reader.run()
    assert "lessons.hidden-layer.hand_in.name" not in {each.key for each in reader.app.text_input}
    press(reader, "next")
    reader.app.get_by_key("lessons.hidden-layer.1.choice").set_value(2)
    reader.app.button(key="lessons.hidden-layer.1.commit").click()
    reader.run()
    reader.app.query_params["step"], reader.app._page_hash = "6", calc_hash("history")  # as a browser sends it
    reader.run()
    for name in ("", "  Jo  "):
        reader.app.text_input(key="lessons.hidden-layer.hand_in.name").set_value(name)
        reader.app.button(key="lessons.hidden-layer.hand_in.make").click()
        reader.run()
        assert reader.says("A name has 1 to 40 letters") == (not name)
    (code,) = [each.value for each in reader.app.code if each.value.startswith("nn2-")]
    held = decode(code)
    assert (held.student, held.lesson, held.digest) == ("Jo", "hidden-layer", digest_of(LESSONS["hidden-layer"]))
    answer, choice, hidden = held.steps
    assert answer == Work(1, answer="The sums contradict.")
    assert (choice.number, choice.prediction) == (2, 2)
    (experiment,) = choice.experiments
    assert experiment.network.hidden == (1,)
    run = shared_queue.find(experiment)
    history, end = run.history, run.test["accuracy"]
    early = [loss for epoch, loss in zip(history["epoch"], history["loss"], strict=True) if epoch <= 60][-1]
    assert choice.results == (Result(pytest.approx(early, rel=1e-3), pytest.approx(end, rel=1e-3)),)
    assert (hidden.number, hidden.experiments) == (6, OPENINGS["history/hidden"])
    assert len(hidden.results) == 40


def storage_of(visitor):
    """The component that keeps the work in the tab of the visitor."""
    components = visitor.app.get("bidi_component")
    (storage,) = [each for each in components if "nnkit.lessons" in each.proto.json]  # others are of others
    return storage


def test_what_an_address_says_of_a_control_that_the_lesson_sets_is_told():
    assert Reader("overfitting", 1, overfitting_units_1="7").says("overfitting_units_1=7 (used: 1)")
    assert Reader("overfitting", 1, overfitting_rate="0.1").says("overfitting_rate=0.1 (the lesson sets this control)")
    assert Reader("overfitting", 1, overfitting_unit="7").says("overfitting_unit=7 (this section has no such control)")


def test_a_goal_is_stored_as_soon_as_it_is_reached():
    reader = Reader("formal-neuron", 4)
    reader.app.session_state["history_formal_x2"] = "inhibits"
    reader.run()
    assert not reader.state.is_reached
    reader.move("history_formal_x3", "inhibits")
    assert reader.state.is_reached
    ((lesson, _, is_reached, *_),) = map(json.loads, json.loads(storage_of(reader).proto.json)["text"].splitlines())
    assert (lesson, is_reached) == ("formal-neuron", True)


def test_the_end_of_a_lesson_is_told_in_the_list():
    reader = Reader("formal-neuron", 6)
    assert "lessons.foot.next" in {button.key for button in reader.app.button}
    reader.app.button(key="lessons.foot.next").click()
    reader.run()
    assert reader.says(f"You are through “{LESSONS['formal-neuron'].title}”.")


def tell_stored(visitor, text):
    """Have the tab of the visitor tell that this text is in its storage."""
    storage = storage_of(visitor)
    events = json.dumps([{"event": "stored", "value": text}])
    visitor._send(f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{storage.proto.id}__events", json_trigger_value=events)


def test_what_a_tab_has_stored_of_a_lesson_comes_back_once():
    lesson = LESSONS["overfitting"]
    digest = digest_of(lesson)
    stored = [
        DoneWork("overfitting", digest, False, Work(4, 400.0)),
        DoneWork("overfitting", digest, True, Work(5, 0, answer="an answer where there is no question")),
        DoneWork("overfitting", "of another version", False, Work(3, 0)),
        DoneWork("overfitting", digest, False, Work(len(lesson.steps) + 1, 0)),
        DoneWork("no such lesson", digest, False, Work(1, 0)),
    ]
    reader = Reader("overfitting", 4)
    for text in (pack_work(stored), pack_work([stored[0]._replace(work=Work(4, 500.0))]), "damaged"):
        tell_stored(reader, text)
    assert reader.state.prediction == 400
    pages = reader.app.session_state["lessons.done"].pages
    assert [number for (_, number), done in pages.items() if done.prediction is not None] == [3]


def test_the_list_of_lessons_says_what_was_done_before_a_reload():
    visitor = Visitor("lessons").run()
    assert not visitor.says("You have done")
    digest = digest_of(LESSONS["overfitting"])
    tell_stored(visitor, pack_work([DoneWork("overfitting", digest, False, Work(4, 400.0))]))
    assert visitor.says("You have done 1 of 6 steps that ask for something.")


def test_the_code_names_the_steps_in_which_nothing_was_done():
    reader = Reader("hidden-layer", 6)
    reader.app.text_input(key="lessons.hidden-layer.hand_in.name").set_value("Jo")
    reader.app.button(key="lessons.hidden-layer.hand_in.make").click()
    reader.run()
    asks = [bool(step.prediction or step.goal or step.question) for step in LESSONS["hidden-layer"].steps[:5]]
    empty = ", ".join(str(number) for number, asked in enumerate(asks, 1) if asked)
    assert reader.says(f"Nothing is done yet in steps {empty}.")


def paste(text, visitor=None):
    visitor = visitor or Visitor("lessons").run()
    visitor.app.text_area(key="lessons.text").set_value(text)
    visitor.app.button(key="lessons.check").click()
    return visitor.run()


def test_a_teacher_pastes_a_lesson_and_its_link_opens_it_elsewhere():
    text = (FOLDER / "descent.md").read_text(encoding="utf-8").replace("title: Descent", "title: *My* descent")
    teacher = paste(text)
    assert "\\*My\\* descent" in {each.value for each in teacher.app.subheader}
    link = next(each for each in teacher.app.get("page_link") if "lesson=own" in each.proto.query_string)
    address = {name: values[0] for name, values in parse_qs(link.proto.query_string).items()}
    pupil = Visitor("fundamentals", "descent")
    pupil.app.query_params.update(address)
    pupil.run()
    assert pupil.says("\\*My\\* descent")
    assert pupil.says("step 1 of 6")
    assert not pupil.says("did not understand")
    pupil.app.button(key="lessons.next").click()
    pupil.run()
    assert pupil.app.query_params["lesson_text"] == address["lesson_text"]
    assert "lessons.own.1.commit" in {button.key for button in pupil.app.button}


def test_the_small_code_is_left_out_where_no_camera_could_read_it(monkeypatch):
    monkeypatch.setattr(type(st.context), "url", "http://192.168.1.5:8501/fundamentals")
    reader = Reader("descent", 1, present="1")
    assert len(reader.app.get("image")) == 1
    link = paste((FOLDER / "descent.md").read_text(encoding="utf-8")).app.get("page_link")
    (query,) = [each.proto.query_string for each in link if "lesson=own" in each.proto.query_string]
    reader = Visitor("fundamentals", "descent")
    reader.app.query_params.update({name: values[0] for name, values in parse_qs(query).items()}, present="1")
    reader.run()
    assert not reader.app.get("image")
    assert reader.says("For a code, press “Copy link”.")


def test_what_is_wrong_in_a_pasted_lesson_is_named_with_line_and_field():
    teacher = paste("---\ntitle: <b>x</b>\nminutes: soon\ngoal: y\n---\n# One\npage: nowhere\n")
    assert teacher.says("This lesson can't be used. line 3, minutes: it must be a whole number")
    assert not [each for each in teacher.app.get("page_link") if "lesson=own" in each.proto.query_string]


def test_a_lesson_that_no_link_can_hold_stays_in_the_session():
    noise = " ".join(sha256(bytes([number])).hexdigest() for number in range(200))
    text = (FOLDER / "descent.md").read_text(encoding="utf-8") + f"\n{noise}\n"
    teacher = paste(text)
    assert teacher.says("This lesson is too long for a link")
    (link,) = [each for each in teacher.app.get("page_link") if "lesson=own" in each.proto.query_string]
    assert "lesson_text" not in link.proto.query_string


@pytest.mark.parametrize("packed", ["", "x", "AAAA", "eJwDAAAAAAE", "A" * 9_000])
def test_a_damaged_text_of_a_lesson_in_an_address_is_no_lesson(packed):
    visitor = Visitor("fundamentals", "descent")
    visitor.app.query_params.update({"lesson": "own", "step": "1", "lesson_text": packed})
    visitor.run()
    assert visitor.says("lesson=own (the link holds no whole lesson: a part of it is missing or changed)")


def test_a_pasted_lesson_starts_no_long_training_unasked(monkeypatch):
    monkeypatch.setattr("ui.training.live.may_start", lambda experiments: False)
    text = (FOLDER / "overfitting.md").read_text(encoding="utf-8")
    visitor = Visitor("overfitting", "depth")
    visitor.app.query_params.update({"lesson": "own", "step": "1", "lesson_text": pack(text.encode())})
    assert not visitor.run().jobs
    assert "overfitting.start" in {button.key for button in visitor.app.button}


def test_the_home_page_begins_with_a_lesson():
    visitor = Visitor("").run()
    button = visitor.app.button(key="home.first")
    assert button.label == f"Start here: {LESSONS['digits'].minutes} minutes"
    assert 15 <= LESSONS["digits"].minutes <= 25
    button.click()
    visitor.run()
    assert visitor.says(f"step 1 of {len(LESSONS['digits'].steps)}")


@pytest.mark.parametrize("number", [1, 5])
def test_no_table_of_points_can_be_edited_in_a_lesson(number):
    assert not [each for each in Reader("perceptron", number).app.expander if each.label == "Edit the points"]
