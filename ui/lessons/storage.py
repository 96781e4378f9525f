"""What a reader has done in lessons in the storage of the browser's tab, so that it outlives a reload."""

from functools import lru_cache

from nnkit.lessons import Lesson, Work, digest_of
from nnkit.lessons.fitting import misfit
from nnkit.lessons.work_text import DoneWork, pack_work, unpack_work
from ui.components.tab_storage import keep_in_tab
from ui.lessons.active import Done, active, book, find_lesson

NAME, LESSONS = "nnkit.lessons", "lessons"  # of the storage, and of the page with the list in its address
_digest = lru_cache(maxsize=64)(digest_of)


def remember_work(page: str) -> None:
    """Take over what the tab has stored before, then have it store what was done. Call it once per page.

    page: its name in its address. The list of lessons tells what was done, too.
    """
    if active() is None and not book().pages and page != LESSONS:
        return  # outside lessons, there is nothing to store
    keep_in_tab(NAME, pack_work(_done()), book().heard, _take_over)


def _done() -> list[DoneWork]:
    """Return the work in all steps where something was done."""
    found = []
    for (name, number), done in book().pages.items():
        lesson = find_lesson(name)
        work = Work(number + 1, done.prediction, done.answer or "", done.trained, settings=done.settings)
        if isinstance(lesson, Lesson) and work != Work(number + 1):
            found.append(DoneWork(name, _digest(lesson), done.is_reached, work))
    return found


def _take_over(stored: str) -> None:
    if book().heard:
        return
    book().heard = True
    try:
        found = unpack_work(stored)
    except ValueError:  # another version of the app has written it, or somebody else
        return
    for each in found:
        lesson, work = find_lesson(each.lesson), each.work
        if not isinstance(lesson, Lesson) or _digest(lesson) != each.digest or work.number > len(lesson.steps):
            continue  # it belongs to another lesson, or to a former version
        if not misfit(lesson.steps[work.number - 1], work):
            _fill(book().page(each.lesson, work.number - 1), each)


def _fill(done: Done, stored: DoneWork) -> None:
    """Bring back what was done before the reload, where nothing newer has taken its place."""
    work = stored.work
    done.prediction = work.prediction if done.prediction is None else done.prediction
    done.answer = (work.answer or None) if done.answer is None else done.answer
    if stored.is_reached or not done.is_reached:
        done.trained = work.experiments or done.trained
        done.settings = work.settings or done.settings
    done.is_reached = done.is_reached or stored.is_reached
