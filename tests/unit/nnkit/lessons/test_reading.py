"""Lesson files: what is read from a right one, and what is said of a wrong one."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nnkit.lessons import Lesson, LessonError, find_lessons, read_file, read_lesson
from nnkit.lessons.__main__ import main
from nnkit.lessons.outcome import Condition, Outcome
from nnkit.lessons.places import SECTIONS
from tests.unit.nnkit.lessons.example import TEXT, with_line
from tools.sections import sections


def test_a_lesson_is_read_as_it_is_written():
    lesson = read_lesson(TEXT)
    assert (lesson.title, lesson.minutes, lesson.goal) == ("An example", 20, "You can read a lesson file.")
    assert lesson.teacher == "Three steps."
    sketch, choose, reach = lesson.steps
    assert (sketch.page, sketch.section) == ("overfitting", "width")
    assert sketch.settings == (("overfitting_width_units", "1, 3"),)
    assert dict(sketch.rules) == {"overfitting_width_units": "locked", "overfitting_noise": "open"}
    assert (sketch.others, choose.others) == ("hidden", "open")
    assert sketch.text.splitlines()[0] == "Two networks."
    assert "# no heading" in sketch.text
    assert sketch.explanation == "This is why."
    assert sketch.prediction.outcome == Outcome("validation loss")
    assert (sketch.prediction.over, sketch.prediction.at) == ("hidden units", (1.0, 3.0))
    assert choose.text == "One network reads 10\u00a0% of them."
    assert [choice.text for choice in choose.prediction.choices] == ["an early one", "a late one"]
    assert choose.prediction.text == "Which epoch?"
    epoch = Outcome("epoch", "validation loss", "lowest")
    late = (Condition(epoch, ">=", 1000), Condition(Outcome("gap"), ">", 0.05))
    assert choose.prediction.choices[1].conditions == late
    assert (reach.prediction.low, reach.prediction.high) == (0.0, 1.0)
    assert reach.goal.conditions == (
        Condition(Outcome("test accuracy"), ">=", 0.955),
        Condition(Outcome("hidden units"), "<=", 10),
    )
    assert reach.goal.solution == (("mnist_rate", "0.003"),)
    assert (reach.question.text, reach.question.answer) == ("Why?", "Because.")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("minutes: 20", "minutes: soon", "minutes"),
        ("minutes: 20", "minutes: 0", "minutes"),
        ("goal: You can read a lesson file.", "goal:", "goal"),
        ("title: An example", "An example", "header"),
        ("page: overfitting", "page: nowhere", "page"),
        ("section: width", "section: train", "section"),
        ("locked: overfitting_width_units", "locked: overfitting_noise, others", "locked"),
        ("set overfitting_width_units: 1, 3", "sets overfitting_width_units: 1, 3", "sets overfitting_width_units"),
        ("kind: sketch", "kind: guess", "kind"),
        ("over: hidden units", "over: hidden unit", "over"),
        ("outcome: validation loss", "outcome: validation loss where gap is small", "outcome"),
        ("at: 1, 3", "at: 3, 1", "at"),
        ("to: 0.7", "to: 0,7", "to"),
        ("- an early one | epoch where validation loss is lowest < 1000", "- an early one", "option"),
        ("- an early one | epoch where validation loss is lowest < 1000", "- a late one | gap < 1 m", "option"),
        ("reach: test accuracy >= 95.5 %, hidden units <= 10", "reach: test accuracy is high", "reach"),
        ("## Goal", "## Target", "Target"),
        ("## Explanation", "## Goal", "reach"),
    ],
)
def test_an_error_names_line_and_field(old, new, field):
    text, line = with_line(old, new)
    with pytest.raises(LessonError) as error:
        read_lesson(text)
    assert (error.value.line, error.value.field) == (line, field)
    assert str(error.value).startswith(f"line {line}, {field}: ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: 0.7", "to: 0", "above"),
        ("minutes: 20", "hours: 1", "minutes"),
        ("## Answer", "## Explanation", "Answer"),
        ("solution mnist_rate: 0.003", "", "solution"),
        ("open: mnist_rate", "locked: mnist_rate", "not open"),
        ("# For the teacher", "# Another step", "page"),
        ("Sketch it.", "", "text"),
        ("- a late one | epoch where validation loss is lowest >= 1000, gap > 5 %", "", "2 to 6"),
        (
            "- a late one | epoch where validation loss is lowest >= 1000, gap > 5 %",
            "- an early one | gap > 5 %",
            "same",
        ),
        ("outcome: validation loss", "outcome: epoch where validation loss is lowest", "column alone"),
        ("title: An example", f"title: {'x' * 200}", "letters; got 200"),
        ("# Sketch", f"# {'x' * 200}", "letters; got 200"),
        ("page: overfitting", f"page: {'x' * 5_000}", "letters; got 5,000"),
    ],
)
def test_what_does_not_fit_together_is_an_error(old, new, said):
    with pytest.raises(LessonError, match=said):
        read_lesson(with_line(old, new)[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{TEXT}\n# One more\npage: mnist\nsection: train\n\nToo late.\n", "no step may follow"),
        (TEXT[: TEXT.index("# Sketch")] + "# For the teacher\nNothing.\n", "1 to [0-9]+ steps; got 0"),
        (TEXT[: TEXT.index("# For the teacher")], "must end with"),
        ("---\ntitle: An example\n", "must end with a line ---"),
        ("x" * 1_000_000, "letters; got 1,000,000"),
    ],
)
def test_a_lesson_that_lacks_a_part_or_is_too_long_is_an_error(text, said):
    with pytest.raises(LessonError, match=said):
        read_lesson(text)


def test_a_field_must_not_be_there_twice():
    with pytest.raises(LessonError, match="twice") as error:
        read_lesson(TEXT.replace("page: mnist\n", "page: mnist\npage: mnist\n"))
    assert error.value.field == "page"


@settings(max_examples=200)
@given(some.integers(0, 2**32), some.integers(1, 6))
def test_a_damaged_file_raises_nothing_else(seed, damages):
    """Characters are deleted, doubled, swapped or replaced by others of the format."""
    dice, text = random.Random(seed), TEXT
    for _ in range(damages):
        place = dice.randrange(len(text))
        piece = dice.choice(["", text[place] * 2, "#", "\n", ":", "-", "|", ",", "%", "\u2028", "9" * 400, "is lowest"])
        text = text[:place] + piece + text[place + dice.randrange(8) :]
    try:
        found = read_lesson(text)
    except LessonError as error:
        found = error
    assert isinstance(found, Lesson) or found.line >= 1


@given(some.text())
def test_any_text_is_a_lesson_or_a_lesson_error(text):
    with pytest.raises(LessonError):
        read_lesson(text)


def test_a_wrong_file_leaves_the_others_usable(tmp_path):
    (tmp_path / "right.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "wrong.md").write_text(with_line("minutes: 20", "minutes: x")[0], encoding="utf-8")
    (tmp_path / "bytes.md").write_bytes(b"---\n\xff\n")
    (tmp_path / "No Name.md").write_text(TEXT, encoding="utf-8")
    found = find_lessons(tmp_path)
    assert [name for name, lesson in found.items() if isinstance(lesson, Lesson)] == ["right"]
    assert (found["wrong"].line, found["wrong"].field) == (3, "minutes")
    assert found["bytes"].field == found["No Name"].field == "file"


def test_the_check_tells_right_from_wrong_files(tmp_path, capsys):
    right, wrong = tmp_path / "right.md", tmp_path / "wrong.md"
    right.write_text(TEXT, encoding="utf-8")
    wrong.write_text(with_line("page: mnist", "page: mnis")[0], encoding="utf-8")
    assert main(["check", str(right)]) == 0
    assert "3 steps, 20 minutes" in capsys.readouterr().out
    assert main(["check", str(right), str(wrong), str(tmp_path / "missing.md")]) == 1
    said = capsys.readouterr().err
    assert f"{wrong}: line {TEXT.splitlines().index('page: mnist') + 1}, page: " in said
    assert "missing.md: line 1, file: it can't be read" in said
    with pytest.raises(LessonError):
        read_file(wrong)


def test_steps_can_lead_to_every_section_of_the_app():
    assert sections() == SECTIONS
