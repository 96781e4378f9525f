"""Section: activation functions, their slopes, and where they saturate."""

from functools import lru_cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE, saturated
from pages.fundamentals.activations.collapse import show_collapse
from pages.fundamentals.numbers import percent
from ui.charts import show_figure
from ui.controls import BIND
from ui.numbers import scientific, signed

REACH, PLACES = 6.0, 241  # z from -REACH to REACH, and at how many places curves are drawn
SUMS = np.linspace(-REACH, REACH, PLACES)
SHARES = (1, 5, 10, 25, 50)  # %


def show_activations() -> None:
    st.markdown(
        "The activation f bends a neuron's sum z. Its slope f′ decides how much the neuron can learn: a gradient on "
        "its way back is multiplied by it. Where the curve is flat (shaded), it is **saturated** and hardly learns."
    )
    _explore()
    st.subheader("Why a bend at all?", anchor="linear")
    show_collapse()


@st.fragment
def _explore() -> None:
    controls, picture = st.columns([1, 2], gap="large")
    with controls:
        name, z, share = _choose()
        activation = CATALOGUE[name]
        st.latex(rf"f(z) = {activation.formula}")
        st.markdown(activation.description)
    with picture:
        show_figure(_curves_of(name, z, share), "fundamentals.activation")
    _tell(name, z, share)
    with st.expander(f"All of them at z = {signed(z, 1)}"):
        _show_all(z, share)


def _choose() -> tuple[str, float, float]:
    """Name of the function, place z, and the share of the largest slope below which it counts as saturated."""
    name = st.selectbox(
        "Function",
        list(CATALOGUE),
        format_func=lambda name: CATALOGUE[name].label,
        key="fundamentals_function",
        help="The names in code are Keras's: `Dense(4, activation=…)`.",
        **BIND,
    )
    hint = "A neuron's weighted sum, bias included. The marks on both curves are its output and the slope there."
    z = st.slider("z", -REACH, REACH, 1.0, 0.1, key="fundamentals_z", help=hint, **BIND)
    share = st.select_slider(
        "Saturated below",
        SHARES,
        10,
        format_func="{} %".format,
        key="fundamentals_saturated",
        help="Of the largest slope in the picture: where the slope is smaller than this share of it, we shade.",
        **BIND,
    )
    return name, z, share / 100


@lru_cache(maxsize=128)
def _curves_of(name: str, z: float, share: float) -> go.Figure:
    activation = CATALOGUE[name]
    curves = activation.value(SUMS), activation.derivative(SUMS)
    at = (z, *(float(function(np.array(z))) for function in (activation.value, activation.derivative)))
    return draw.activation_plot(activation.label, SUMS, curves, saturated(activation, SUMS, share), at)


def _tell(name: str, z: float, share: float) -> None:
    activation, place = CATALOGUE[name], np.array(z)
    value, slope = float(activation.value(place)), float(activation.derivative(place))
    slopes = np.abs(activation.derivative(SUMS))
    part = abs(slope) / slopes.max()
    elsewhere = " and elsewhere" if np.isclose(slopes, slopes.max()).sum() > 1 else ""
    verdict = "saturated" if part < share else "not saturated"
    st.markdown(
        f"At z = {signed(z, 1)}: f(z) = **{signed(value, 4)}**, f′(z) = **{signed(slope, 4)}**, which is "
        f"{percent(part)} of its largest slope in the picture ({signed(slopes.max(), 4)}, at z = "
        f"{signed(SUMS[slopes.argmax()], 2)}{elsewhere}): {verdict}. "
        f"Through five such neurons a gradient is multiplied by {scientific(slope**5)}, weights apart."
    )


def _show_all(z: float, share: float) -> None:
    place, rows = np.array(z), []
    for activation in CATALOGUE.values():
        slopes = np.abs(activation.derivative(SUMS))
        slope = float(activation.derivative(place))
        rows.append(
            (activation.label, float(activation.value(place)), slope, slopes.max(), abs(slope) < share * slopes.max())
        )
    frame = pd.DataFrame(rows, columns=["function", "f(z)", "f′(z)", "largest f′", "saturated"])
    numbers = {name: st.column_config.NumberColumn(format="%.4f") for name in ("f(z)", "f′(z)", "largest f′")}
    st.dataframe(frame, hide_index=True, column_config=numbers)
