"""The kept runs on one screen: what to look at on the left, curves and table on the right."""

from collections.abc import Sequence

import streamlit as st

from pages.compare.arrival import describe_link
from pages.compare.change import show_change
from pages.compare.curves import show_curves
from pages.compare.file import offer_files
from pages.compare.messages import forget_said, say
from pages.compare.results import SORTS, in_order, predicts_numbers
from pages.compare.seeds import show_seeds
from pages.compare.table import show_settings, show_table
from pages.compare.training import follow_training, take_results
from ui.controls import bound
from ui.kept.runs import KeptRun, NoRoom
from ui.kept.session import find_results, kept_runs
from ui.layout import choose_view, finish_layout, lay_out
from ui.links.copy_link import link_with
from ui.numbers import counted
from ui.reports import offer_report

CLASSES, NUMBERS = "Predict classes", "Predict numbers"
MEASURES = {"Loss": "loss", "Accuracy": "accuracy"}
OVERLAID, CHANGE = "All runs", "Change one thing"


def show_drawer() -> None:
    """Show everything below the heading of the page."""
    take_results()
    find_results()
    if not kept_runs().items:
        _explain()
        _offer_undo()
        offer_files([])
        return
    controls, results = lay_out("Which of your runs is best, and what made the difference?")
    with controls:
        items = _choose_kind(kept_runs().items)
        measure = "loss"
        if not predicts_numbers(items[0].experiment):
            measure = MEASURES[choose_view(list(MEASURES), "compare_measure")]
        validation_only = bound(st.toggle, "Validation only", False, key="compare_validation_only")
        items = in_order(items, bound(st.selectbox, "Sort by", SORTS, key="compare_sort"))
        follow_training()
        _offer_undo()
        with st.expander("Save and load", icon=":material/save:"):
            offer_files(kept_runs().items)
    with results:
        _show_results(items, measure, validation_only)
    finish_layout()


def _show_results(items: Sequence[KeptRun], measure: str, validation_only: bool) -> None:
    if choose_view((OVERLAID, CHANGE), "compare_view") == CHANGE:
        show_change(items, measure, validation_only)
        return
    show_curves(items, measure, validation_only)
    show_table(items)
    show_settings(items)
    show_seeds(items)
    _offer_report(items)


def _offer_report(items: Sequence[KeptRun]) -> None:
    drawn = {item.name: item.run for item in items if item.shown and item.run is not None}
    offer_report("compare", list(drawn.values()), list(drawn), "Kept runs", lambda: link_with(describe_link()[0]))


def _choose_kind(items: Sequence[KeptRun]) -> list[KeptRun]:
    """Return the runs that can be compared: a loss in nats and a squared error are no numbers of one scale."""
    kinds = {predicts_numbers(item.experiment) for item in items}
    numbers = True in kinds
    if len(kinds) == 2:
        numbers = choose_view((CLASSES, NUMBERS), "compare_kind") == NUMBERS
    return [item for item in items if predicts_numbers(item.experiment) == numbers]


def _explain() -> None:
    st.markdown(
        "You have kept no run yet. Open a section with a trained network, and press **Keep** below its results. You "
        "can then compare its curves, settings and results with those of other runs here."
    )


def _offer_undo() -> None:
    removed = kept_runs().removed
    if removed:
        label = f"Bring {counted(len(removed), 'removed run')} back"
        st.button(label, icon=":material/undo:", key="compare.undo", on_click=_bring_back)


def _bring_back() -> None:
    forget_said()
    try:
        kept_runs().bring_back()
    except NoRoom as error:
        say(str(error))
