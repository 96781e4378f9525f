"""Activation functions, their slopes, and where they saturate."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import figures as draw
from nnkit.concepts.activations import CATALOGUE, saturated
from pages.fundamentals.arrangement import height_above
from ui.charts import show_figure
from ui.controls import bound
from ui.glossary import term
from ui.memoize import memoize_figure
from ui.numbers import fixed, percent, scientific
from ui.tables import written

MAX_Z = 6.0
Z = np.linspace(-MAX_Z, MAX_Z, 241)  # the pre-activations for which curves are drawn
SHARES = (1, 5, 10, 25, 50)  # %
TEXT_HEIGHT = 130  # px for the switch over the figure and the sentence under it


def show_curves(controls: DeltaGenerator, results: DeltaGenerator, details: DeltaGenerator) -> None:
    with controls:
        name, z, share = _choose()
        activation = CATALOGUE[name]
        st.latex(rf"f(z) = {activation.formula}")
        st.markdown(activation.description)
    with results:
        show_figure(_curves_of(name, z, share, height_above(TEXT_HEIGHT)), "fundamentals.activation")
        _show_values(name, z, share)
    with details:
        with st.expander(f"All of them at z = {fixed(z, 1)}"):
            _show_all(z, share)
        with st.expander("What the slope is for"):
            st.markdown(
                "The slope f′ decides how much a neuron can learn: a "
                f"{term('gradient')} on its way back is multiplied by it. Where the curve is flat (shaded), it is "
                f"**{term('saturated')}** and hardly learns."
            )


def _choose() -> tuple[str, float, float]:
    """Return the name of the function, z, and the share of the largest slope below which it counts as saturated."""
    name = bound(
        st.selectbox,
        "Function",
        list(CATALOGUE),
        format_func=lambda name: CATALOGUE[name].label,
        key="fundamentals_function",
        help="The names in code are Keras's: `Dense(4, activation=…)`.",
    )
    hint = "A neuron's weighted sum, bias included. The marks on both curves are its output and the slope there."
    z = bound(st.slider, "z", -MAX_Z, MAX_Z, 1.0, 0.1, key="fundamentals_z", help=hint)
    share = bound(
        st.select_slider,
        "Saturated below",
        SHARES,
        10,
        format_func="{} %".format,
        key="fundamentals_saturated",
        help="Of the largest slope in the picture: where the slope is smaller than this share of it, we shade.",
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
    elsewhere = " and elsewhere" if np.isclose(slopes, slopes.max()).sum() > 1 else ""
    verdict = "saturated" if relative_slope < share else "not saturated"
    st.markdown(
        f"At z = {fixed(z, 1)}: f(z) = **{fixed(value, 4)}**, f′(z) = **{fixed(slope, 4)}**, which is "
        f"{percent(relative_slope)} of its largest slope in the picture ({fixed(slopes.max(), 4)}, at z = "
        f"{fixed(Z[slopes.argmax()], 2)}{elsewhere}): {verdict}. "
        f"Through five such neurons a gradient is multiplied by {scientific(slope**5)}, weights apart."
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
