"""The codes of a class as a teacher pastes them."""

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from nnkit import train
from nnkit.experiment.openings import OPENINGS
from nnkit.lessons import HandIn, Result, Work, digest_of, encode, result_of
from pages.class_.table import as_csv
from tests.app.visitor import Visitor
from ui.lessons.library import library

LESSON = library()["overfitting"]
WIDTHS, (DEPTH,) = OPENINGS["overfitting/width"], OPENINGS["overfitting/depth"]
ANSWER = "One unit has one line, so the boundary is straight."


@pytest.fixture
def works(shared_queue):
    """What a student does in three of the first four steps, with the results of the runs that come with the app."""

    def results(experiments):
        return tuple(result_of(shared_queue.find(each)) for each in experiments)

    return (
        Work(1, answer=ANSWER),
        Work(2, 1, experiments=WIDTHS, results=results(WIDTHS)),
        Work(4, 5000.0, experiments=(DEPTH,), results=results([DEPTH])),
    )


def code_of(student, works, lesson="overfitting", digest=None):
    return encode(HandIn(student, lesson, digest or digest_of(LESSON), tuple(works)))[0]


def with_step(works, number, **changes):
    return [replace(work, **changes) if work.number == number else work for work in works]


def check(*lines):
    teacher = Visitor("class").run()
    teacher.app.text_area(key="class.codes").set_value("\n".join(lines))
    teacher.app.button(key="class.check").click()
    return teacher.run()


def table(teacher) -> pd.DataFrame:
    (found,) = teacher.app.dataframe
    return found.value


def test_genuine_results_are_told_from_forged_ones(works):
    (depth,) = works[2].results
    near = Result(depth.early * 1.01, depth.end - 0.02)
    lines = [
        code_of("Ada", works),
        code_of("Bo", with_step(works, 4, results=(near,))),
        code_of("Cy", with_step(works, 4, results=(replace(depth, early=depth.early * 1.05),))),
        "",
        code_of("Di", with_step(works, 4, results=(replace(depth, end=depth.end + 0.05),))),
        code_of("Ed", with_step(works, 2, results=works[1].results[::-1])),
        code_of("Fi", with_step(works, 4, results=())),
    ]
    teacher = check(*lines)
    results = dict(zip(table(teacher)["line"], table(teacher)["results"], strict=True))
    assert results == {
        1: "genuine",
        2: "genuine, on another machine",
        3: "step 4: results differ",
        5: "step 4: results differ",
        6: "step 2: results differ",
        7: "genuine, step 4 without results",
    }
    counts = "2 with genuine results, 1 with genuine results of some steps only, 3 with results that differ"
    assert teacher.says(f"6 codes: {counts}.")
    row = table(teacher).iloc[0]
    assert (row["1 answer"], row["2 prediction"], row["4 prediction"]) == (ANSWER, "✓ The one with 3 units", "5,000")
    assert (row["5 prediction"], row["6 goal"]) == ("", "")


def test_damaged_and_forged_codes_are_named_with_their_lines(works):
    code = code_of("Ada", works)
    wrong_option = with_step(works, 2, prediction=9)
    own = [*works[:1], Work(3, 3, experiments=WIDTHS, results=works[1].results)]
    teacher = check(code, code[:-4], "hello", "", code_of("Bo", wrong_option), code_of("Cy", own))
    texts = teacher.texts("text")
    assert "Line 2: This code is damaged: something of it was changed or is missing." in texts
    assert any(text.startswith("Line 3: This is no code") for text in texts)
    assert any(text.startswith("Line 5: This code is forged: its step 2") for text in texts)
    assert any(text.startswith("Line 6: This code is forged: its step 3") for text in texts)
    assert list(table(teacher)["name"]) == ["Ada"]
    assert teacher.says("5 codes: 1 with genuine results, 4 left out.")


def test_a_code_that_is_pasted_twice_counts_once(works):
    code = code_of("Ada", works)
    teacher = check(code, code_of("Bo", works), code)
    assert "Line 3: It is the same code as in line 1, and counts once." in teacher.texts("text")
    assert list(table(teacher)["name"]) == ["Ada", "Bo"]
    assert teacher.says("3 codes: 2 with genuine results, 1 left out.")


def test_codes_with_the_same_answers_and_settings_under_other_names_are_alike(works):
    moved = replace(works[-1].results[0], end=works[-1].results[0].end + 0.001)  # too little for another result
    copied = with_step(with_step(works, 1, answer=f" {ANSWER.upper()}"), works[-1].number, results=(moved,))
    others = with_step(works, 1, answer="It depends on one sum only.")
    silent = [*works[1:]]
    lines = [code_of(name, some) for name, some in (("Ada", works), ("Bo", copied), ("ada", works), ("Cy", others))]
    lines += [code_of("Di", silent), code_of("Ed", silent)]
    assert list(table(check(*lines))["same as line"]) == ["2", "1, 3", "2", "", "", ""]


def test_a_setting_that_the_lesson_does_not_allow_is_named_and_not_trained(works, shared_queue):
    faster = replace(DEPTH, training=replace(DEPTH.training, learning_rate=0.03, epochs=11))
    teacher = check(code_of("Ada", with_step(works, 4, experiments=(faster,))))
    assert list(table(teacher)["results"]) == ["step 4: the lesson does not allow learning rate, epochs"]
    assert "class.train" not in {button.key for button in teacher.app.button}
    assert shared_queue.find(faster) is None


def test_what_is_not_in_the_store_is_trained_when_the_teacher_asks(works, shared_queue):
    network, training = replace(DEPTH.network, hidden=(8,)), replace(DEPTH.training, epochs=13)
    open_ones = replace(DEPTH, network=network, training=training)
    result = result_of(train(open_ones))
    code = code_of("Ada", [Work(6, experiments=(open_ones,), results=(result,))])
    forged = code_of("Bo", [Work(6, experiments=(open_ones,), results=(replace(result, end=1.0),))])
    teacher = check(code, forged)
    assert set(table(teacher)["results"]) == {"not trained here yet"}
    assert teacher.says("This server has not trained 1 network of these codes yet.")
    assert shared_queue.find(open_ones) is None
    teacher.app.button(key="class.train").click()
    teacher.run()
    assert list(table(teacher)["results"]) == ["genuine", "step 6: results differ"]
    assert set(table(teacher)["6 goal"]) == {"not reached"}
    assert "class.train" not in {button.key for button in teacher.app.button}


def test_steps_that_train_nothing_are_computed_anew_from_their_settings():
    lesson, name = library()["descent"], "descent"
    start = "fundamentals_descent_w2_bowl"

    def handed_in(student, *settings, predicted=0):
        works = [Work(5, settings=settings), Work(6, predicted)]
        return code_of(student, works, name, digest_of(lesson))

    teacher = check(
        handed_in("Ada", (start, "0")),
        handed_in("Bo", (start, "1.1"), predicted=1),
        handed_in("Cy", ("fundamentals_descent_loss", "valley")),
        handed_in("Di", (start, "1e9")),
        code_of("Ed", [Work(5, experiments=(DEPTH,))], name, digest_of(lesson)),
    )
    found = table(teacher)
    assert list(found["results"][:2]) == ["checked by computing"] * 2
    assert list(found["5 goal"]) == ["reached", "not reached", "", "", ""]
    marks = ["✓ It is smaller than 0.1", "✗ It is 0.1, too"]
    assert list(found["6 prediction"][:2]) == marks
    assert found["results"][2] == "step 5: the lesson does not allow fundamentals_descent_loss"
    assert found["results"][3] == f"step 5: the lesson does not allow {start}"
    assert found["results"][4].startswith("step 5: the lesson does not allow")
    assert "class.train" not in {button.key for button in teacher.app.button}


def test_a_lesson_that_this_server_does_not_have_is_said(works):
    teacher = check(code_of("Ada", works, lesson="=no lesson", digest="0123"))
    assert list(table(teacher)["results"]) == ["another version of the lesson"]
    assert teacher.says("=no lesson: 1 hand-in")


def test_the_csv_has_no_formulas(works):
    formula = "=HYPERLINK(1)"
    lines = [code_of(formula, with_step(works, 1, answer=f"\t\n{formula}")), code_of("@SUM(1)", works[1:])]
    teacher = check(*lines)
    assert [button.label for button in teacher.app.get("download_button")] == ["Table as CSV"]
    rows = list(csv.DictReader(io.StringIO(as_csv(table(teacher)))))
    assert [(row["line"], row["name"]) for row in rows] == [("1", f"'{formula}"), ("2", "'@SUM(1)")]
    assert rows[0]["1 answer"] == f"'{formula}"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
