"""The reader's prediction, asked for in the place of the results."""

import math
from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.lessons import Prediction
from nnkit.lessons.outcome import SHARES
from ui.charts import show_figure
from ui.components.window import is_narrow
from ui.lessons.active import done
from ui.lessons.numbers import named, written
from ui.numbers import plain
from ui.presenting import px

SKETCH_HEIGHT, SMALL_SKETCH_HEIGHT, WIDTH = 300, 220, 620  # px
SLIDER_WIDTH = 150  # px, on a phone
STEPS = 100  # of a slider
COMMITTED = "lessons.committed"  # in the session: the step whose prediction was committed to last


def ask_prediction(key: str, prediction: Prediction) -> None:
    """Show the prediction's text, its widget, and the button that commits the reader to it. key: of the step."""
    with st.container(border=True, width=px(WIDTH), key=f"lessons.{key}.prediction"):
        st.markdown(f":material/lightbulb: **Predict first.** {prediction.text}")
        value = _ASK[prediction.kind](f"lessons.{key}", prediction)
        if st.button("This is my prediction", type="primary", key=f"lessons.{key}.commit"):
            if value is None:
                st.caption(f"{_HOW[prediction.kind]} first. A wrong prediction teaches more than none.")
            else:
                done().prediction = value
                st.session_state[COMMITTED] = key
                st.rerun()
        st.caption("You see the result after you have committed to a prediction.")


def _ask_choice(key: str, prediction: Prediction) -> int | None:
    texts = [choice.text for choice in prediction.choices]
    options: dict[str, Any] = {"index": None, "format_func": texts.__getitem__, "label_visibility": "collapsed"}
    return st.radio("Your prediction", range(len(texts)), key=f"{key}.choice", **options)


def _ask_number(key: str, prediction: Prediction) -> float | None:
    scale, unit = scale_of(prediction)
    low, high = scale * prediction.low, scale * prediction.high
    label = f"{name_of(prediction)}{unit}, from {plain(low)} to {plain(high)}"
    value = st.number_input(label, low, high, None, placeholder="a number", key=f"{key}.number", width=px(240))
    return None if value is None else value / scale


def _ask_sketch(key: str, prediction: Prediction) -> tuple[float, ...] | None:
    """Show the curve and a slider for each of its points. Return None before the reader has moved one of them."""
    scale, unit = scale_of(prediction)
    low, high = scale * prediction.low, scale * prediction.high
    middle = (low + high) / 2
    curve = st.container()
    st.caption(f"Move the sliders: each is one point of your curve: {name_of(prediction)}{unit}.")
    values = []
    for place, where in zip(_places_of_sliders(len(prediction.at)), places_of(prediction), strict=True):
        options: dict[str, Any] = {"step": _step(high - low), "key": f"{key}.sketch.{where}", "format": "%.3g"}
        values.append(place.slider(f"{prediction.over}: {where}", low, high, middle, **options))
    sketched = tuple(value / scale for value in values)
    with curve:
        height = SMALL_SKETCH_HEIGHT if is_narrow() else SKETCH_HEIGHT
        show_sketch(key, prediction, {"your prediction": sketched}, height)
    return None if all(value == middle for value in values) else sketched


def _places_of_sliders(count: int) -> list[DeltaGenerator]:
    """Return a place for each slider: side by side, but on a phone in two columns, so that the curve stays in sight."""
    if not is_narrow():
        return st.columns(count)
    row = st.container(horizontal=True, gap="small")
    return [row.container(width=SLIDER_WIDTH) for _ in range(count)]


def _step(span: float) -> float:
    """Return the step of a slider: a power of ten, at most a hundredth of the span. So whole numbers are met."""
    return 10.0 ** math.floor(math.log10(span / STEPS))


def show_sketch(key: str, prediction: Prediction, curves: dict[str, Sequence[float | None]], height: int) -> None:
    """Show the curves by name over the places of a sketch."""
    scale, unit = scale_of(prediction)
    scaled = {name: [None if each is None else scale * each for each in values] for name, values in curves.items()}
    titles = named(prediction.over), f"{name_of(prediction)}{unit or _nats(prediction)}"
    limits = scale * prediction.low, scale * prediction.high
    show_figure(draw.sketched_curves(places_of(prediction), scaled, titles, limits, height), f"{key}.curves")


def scale_of(prediction: Prediction) -> tuple[float, str]:
    """Return the factor and the unit in which the reader writes values of the outcome."""
    return (100.0, " (%)") if column_of(prediction) in SHARES else (1.0, "")


def column_of(prediction: Prediction) -> str:
    return prediction.outcome.column if prediction.outcome is not None else ""


def name_of(prediction: Prediction) -> str:
    return named(column_of(prediction))


def places_of(prediction: Prediction) -> list[str]:
    return [written(prediction.over, place) for place in prediction.at]


def _nats(prediction: Prediction) -> str:
    return " (nats)" if column_of(prediction).endswith(" loss") else ""


_HOW = {"choose": "Choose", "number": "Write a number", "sketch": "Move a slider"}
_ASK = {"choose": _ask_choice, "number": _ask_number, "sketch": _ask_sketch}
