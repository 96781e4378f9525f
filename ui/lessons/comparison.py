"""Prediction and outcome side by side, in numbers and in a figure."""

from typing import Any

import streamlit as st

from nnkit import figures as draw
from nnkit.lessons import Prediction, Table, all_hold, curve
from ui.charts import show_figure
from ui.lessons.numbers import listed, named, written
from ui.lessons.prediction import column_of, places_of, scale_of, show_sketch

HEIGHT, BARS_HEIGHT = 280, 150  # px
YOURS, MEASURED = "your prediction", "the outcome"
RIGHT, OTHER = ":material/check_circle: As you predicted.", ":material/info: Not as you predicted."


def outcome_of(prediction: Prediction, table: Table) -> Any:
    """Return what was measured, in the form of the prediction; None if something of it was not measured.

    Of options, it is the number of the first one whose conditions hold.
    """
    if prediction.kind == "choose":
        hold = (number for number, each in enumerate(prediction.choices) if all_hold(each.conditions, table))
        return next(hold, None)
    assert prediction.outcome is not None
    if prediction.kind == "number":
        return prediction.outcome.value(table)
    values = curve(table, prediction.outcome.column, prediction.over, prediction.at)
    return None if None in values else values


def show_comparison(prediction: Prediction, predicted: Any, outcome: Any) -> None:
    """Show the reader's prediction, and beside it the outcome once it is known."""
    if prediction.kind == "choose":
        _compare_choices(prediction, predicted, outcome)
    elif prediction.kind == "number":
        _compare_numbers(prediction, predicted, outcome)
    else:
        _compare_curves(prediction, predicted, outcome)
    if outcome is None:
        st.caption("The outcome stands here as soon as the networks of this step are trained.")


def _compare_choices(prediction: Prediction, predicted: int, outcome: int | None) -> None:
    texts = [choice.text for choice in prediction.choices]
    st.markdown(f"**You predicted:** {texts[predicted]}")
    if outcome is not None:
        st.markdown(f"**Outcome:** {texts[outcome]}")
        st.markdown(RIGHT if outcome == predicted else OTHER)


def _compare_numbers(prediction: Prediction, predicted: float, outcome: float | None) -> None:
    column = column_of(prediction)
    st.markdown(f"**You predicted:** {written(column, predicted)}")
    if outcome is not None:
        st.markdown(f"**Outcome:** {written(column, outcome)}")
        scale, unit = scale_of(prediction)
        values = {YOURS: scale * predicted, MEASURED: scale * outcome}
        show_figure(draw.predicted_bars(values, f"{named(column)}{unit}", BARS_HEIGHT), "lessons.bars")


def _compare_curves(prediction: Prediction, predicted: tuple[float, ...], outcome: tuple[float, ...] | None) -> None:
    if outcome is not None:
        show_sketch("lessons", prediction, {YOURS: predicted, MEASURED: outcome}, HEIGHT)
    column = column_of(prediction)
    columns = [places_of(prediction), listed(predicted, column)]
    columns += [listed(outcome, column)] if outcome is not None else []
    names = [named(prediction.over), "you", "outcome"][: len(columns)]
    rows = [f"| {' | '.join(row)} |" for row in zip(*columns, strict=True)]
    with st.expander("The numbers", type="compact"):
        st.markdown("\n".join([f"| {' | '.join(names)} |", f"|{'---:|' * len(names)}", *rows]))
