"""Activation functions, their slopes, and where they saturate."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE, MAX_Z, Z, saturated
from pages.fundamentals.arrangement import height_above
from ui.charts import show_figure
from ui.controls import bound
from ui.glossary import term
from ui.lessons.computed.activations import SHARES, curves_table
from ui.lessons.measured import note_table
from ui.memoize import memoize_figure
from ui.numbers import fixed, percent, scientific
from ui.tables import written

TEXT_HEIGHT = 130  # px for the switch over the figure and the sentence under it
LARGEST = "In size, this is {} of the largest slope in the picture, which is {} at z = {}."
LARGEST_AT_SEVERAL = "In size, this is {} of the largest slope in the picture, which is {} at z = {} and elsewhere."


def show_curves(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        name, z, share = _choose()
        note_table((name, z, share), curves_table(name, z, share))
        activation = CATALOGUE[name]
        st.latex(rf"f(z) = {activation.formula}")
        st.markdown(activation.description)
    with results:
        show_figure(_curves_of(name, z, share, height_above(TEXT_HEIGHT)), "fundamentals.activation")
        _show_values(name, z, share)
    with details:
        with st.expander(f"All functions at z = {fixed(z, 1)}"):
            _show_all(z, share)
        with st.expander("Why the slope matters"):
            st.markdown(
                f"The slope f′ decides how much a neuron can learn, because the backward pass multiplies the "
                f"{term('gradient')} by it. Where the curve is flat (shaded), the neuron is **{term('saturated')}** "
                "and hardly learns."
            )


def _choose() -> tuple[str, float, float]:
    """Return the name of the function, z, and the share of the largest slope below which it counts as saturated."""
    name = bound(
        st.selectbox,
        "Function",
        list(CATALOGUE),
        format_func=lambda name: CATALOGUE[name].label,
        key="fundamentals_function",
        help="The activation f. In Keras you choose it as in `Dense(4, activation=…)`.",
    )
    hint = "A neuron's weighted sum with its bias. The marks on both curves show its output and the slope there."
    z = bound(st.slider, "z", -MAX_Z, MAX_Z, 1.0, 0.1, key="fundamentals_z", help=hint)
    share = bound(
        st.select_slider,
        "Saturated below",
        SHARES,
        10,
        format_func="{} %".format,
        key="fundamentals_saturated",
        help="The picture is shaded where the slope is smaller than this share of the largest slope.",
    )
    return name, z, share / 100


@memoize_figure
def _curves_of(name: str, z: float, share: float, height: int) -> go.Figure:
    activation = CATALOGUE[name]
    curves = activation.value(Z), activation.derivative(Z)
    at = (z, *(float(function(np.array(z))) for function in (activation.value, activation.derivative)))
    return draw.activation_plot(activation.label, Z, curves, saturated(activation, Z, share), at, height)


def _show_values(name: str, z: float, share: float) -> None:
    activation, z_array = CATALOGUE[name], np.array(z)
    value, slope = float(activation.value(z_array)), float(activation.derivative(z_array))
    slopes = np.abs(activation.derivative(Z))
    relative_slope = abs(slope) / slopes.max()
    largest = LARGEST_AT_SEVERAL if np.isclose(slopes, slopes.max()).sum() > 1 else LARGEST
    st.markdown(
        f"At z = {fixed(z, 1)}, f(z) = **{fixed(value, 4)}** and f′(z) = **{fixed(slope, 4)}**. "
        f"{largest.format(percent(relative_slope), fixed(slopes.max(), 4), fixed(Z[slopes.argmax()], 2))} "
        f"{'The neuron is saturated.' if relative_slope < share else 'The neuron is not saturated.'} "
        f"Five such neurons in a row multiply a gradient by {scientific(slope**5)}, if you leave the weights aside."
    )


def _show_all(z: float, share: float) -> None:
    z_array, rows = np.array(z), []
    for activation in CATALOGUE.values():
        slopes = np.abs(activation.derivative(Z))
        slope = float(activation.derivative(z_array))
        rows.append(
            (activation.label, float(activation.value(z_array)), slope, slopes.max(), abs(slope) < share * slopes.max())
        )
    frame = pd.DataFrame(rows, columns=["function", "f(z)", "f′(z)", "largest f′", "saturated"])
    st.dataframe(written(frame, 4), hide_index=True)
