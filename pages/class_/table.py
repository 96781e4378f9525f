"""The hand-ins of one lesson as a table: a row per student, with predictions, goals and answers."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nnkit.lessons import Lesson, Step, Work
from pages.class_.checking import Key, Measured, alike, compute_anew, is_right, key_of, verdict_of
from pages.class_.reading import Entry
from ui.lessons.computed import is_computed
from ui.lessons.numbers import listed, written
from ui.lessons.prediction import column_of
from ui.tables import harmless

LINE, NAME, RESULTS, ALIKE = "line", "name", "results", "same as line"
ANSWER = " answer"  # how the names of columns with answers end
RIGHT, WRONG = "✓", "✗"
REACHED, MISSED = "reached", "not reached"


def table_of(entries: Sequence[Entry], known: Mapping[Key, Measured]) -> pd.DataFrame:
    """Return the table. The entries are of one lesson; if it is not on this server, there are only names."""
    same = alike(entries)
    rows = []
    for entry in entries:
        row: dict[str, Any] = {LINE: entry.line, NAME: entry.hand_in.student, RESULTS: verdict_of(entry, known)}
        row[ALIKE] = ", ".join(map(str, same.get(entry.line, [])))
        rows.append(row | (_steps(entry, entry.lesson, known) if entry.lesson else {}))
    frame = pd.DataFrame(rows)
    return frame if same else frame.drop(columns=ALIKE)


def as_csv(frame: pd.DataFrame) -> str:
    """Return the table for a spreadsheet program. Nothing that a student has written becomes a formula there."""
    texts = {name: frame[name].map(harmless) for name in frame.select_dtypes(exclude="number")}
    return frame.assign(**texts).to_csv(index=False)


def _steps(entry: Entry, lesson: Lesson, known: Mapping[Key, Measured]) -> dict[str, str]:
    """Return a cell for each prediction, each goal and each question of the lesson."""
    works = {work.number: work for work in entry.hand_in.steps}
    cells = {}
    for number, step in enumerate(lesson.steps, 1):
        work = works.get(number, Work(number))
        if is_computed(step):
            measured = compute_anew(step, work.settings) if number in works and not work.experiments else None
        else:
            measured = known.get(key_of(entry, work)) if work.experiments else None
        if step.prediction is not None:
            cells[f"{number} prediction"] = _prediction_text(step, work, measured)
        if step.goal is not None:
            reached = None if measured is None else measured.reached
            cells[f"{number} goal"] = "" if reached is None else REACHED if reached else MISSED
        if step.question is not None:
            cells[f"{number}{ANSWER}"] = work.answer
    return cells


def _prediction_text(step: Step, work: Work, measured: Measured | None) -> str:
    prediction, predicted = step.prediction, work.prediction
    if prediction is None or predicted is None:
        return ""
    if isinstance(predicted, tuple):
        return " · ".join(listed(predicted, column_of(prediction)))
    if prediction.kind == "number":
        return written(column_of(prediction), predicted)
    right = is_right(prediction, predicted, None if measured is None else measured.outcome)
    mark = "" if right is None else f"{RIGHT if right else WRONG} "
    return f"{mark}{prediction.choices[int(predicted)].text}"
