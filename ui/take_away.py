"""What a visitor may take away from trained networks: kept runs, lines of Keras, and a report."""

from collections.abc import Sequence

from nnkit import Run
from ui.kept.keep import offer_to_keep
from ui.lessons.player import is_in_lesson
from ui.reports import offer_report
from ui.same_in_keras import show_code


def offer_to_take_away(part: str, runs: Sequence[Run], names: Sequence[str] = ("",)) -> None:
    """Offer all of it below the results of a section; nothing without a run, and nothing in a lesson.

    names: what to call the runs where there are several.
    """
    if runs and not is_in_lesson():  # there, one task stands after the other, and a code is what is taken away
        offer_to_keep(part, runs, names)
        show_code(part, runs, names)
        offer_report(part, runs, names)
