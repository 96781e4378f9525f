"""Universal approximation: bumps that add up to a curve, and networks that learn a curve."""

import pandas as pd
import streamlit as st

from nnkit import Curve
from nnkit.experiment import CURVES
from nnkit.experiment.limits import LIMITS
from pages.fundamentals.approximation.bumps import build_from_bumps
from pages.fundamentals.approximation.fits import fit_networks
from ui.controls import BIND, choose_name
from ui.invalid_input import show_invalid_input

CORNERS = ((-1.0, -0.5), (-0.6, 0.8), (-0.2, 0.2), (0.2, 0.6), (0.6, -0.8), (1.0, 0.0))  # at first
KEY = "fundamentals_curve"
PRESET = Curve()


def show_approximation() -> None:
    st.markdown(
        "One hidden layer is enough, in principle: whatever continuous curve you draw over an interval, and however "
        "closely it is to be followed, some network with one hidden layer and a linear output follows it so closely. "
        "Choose a curve, and see first why that is so, then what training makes of it."
    )
    _approximate()
    st.markdown(
        "**What the theorem says, and what it does not.** Cybenko (1989) proved it for sigmoid units; Hornik, "
        "Stinchcombe and White (1989) for every unit that squeezes its sum between two levels, and Hornik (1991) for "
        "every continuous, bounded unit that is not constant. It holds for continuous curves on a closed interval. "
        "It says neither *how many* units a curve takes, nor that training *finds* their weights, nor that a network "
        "fits between the points it has seen, or outside the interval."
    )
    st.caption(
        "G. Cybenko: Approximation by superpositions of a sigmoidal function. Mathematics of Control, Signals, and "
        "Systems 2 (1989), 303–314. · K. Hornik, M. Stinchcombe, H. White: Multilayer feedforward networks are "
        "universal approximators. Neural Networks 2 (1989), 359–366. · K. Hornik: Approximation capabilities of "
        "multilayer feedforward networks. Neural Networks 4 (1991), 251–257."
    )


@st.fragment
def _approximate() -> None:
    data = _choose_curve()
    st.subheader("Built by hand: steps make bumps, bumps make a curve", anchor=False)
    build_from_bumps(data)
    st.subheader("Found by training: networks of seven widths", anchor=False)
    fit_networks(data)


def _choose_curve() -> Curve:
    shapes, noises = st.columns(2, gap="large")
    with shapes:
        shape = choose_name("Curve", CURVES, PRESET.shape, KEY, "What is to be followed, for x from −1 to 1.")
    with noises:
        noise = st.slider(
            "Noise of the points",
            *LIMITS["noise"],
            PRESET.noise,
            step=0.05,
            key=f"{KEY}_noise",
            help="The networks do not see the curve, only points of it. This is the standard deviation of the Gaussian "
            "that is added to each point's y.",
            **BIND,
        )
    if shape != "corners":
        return Curve(shape, noise=noise)
    return _own_curve(noise)


def _own_curve(noise: float) -> Curve:
    """Return the curve through the reader's corners; the last valid one if they are not valid."""
    rows = pd.DataFrame(CORNERS, columns=["x", "y"])
    low, high = LIMITS["coordinate"]
    number = st.column_config.NumberColumn(required=True, min_value=low, max_value=high, step=0.05, format="%.2f")
    st.caption(
        f"The corners of your curve, from left to right, {LIMITS['corners'][0]} to {LIMITS['corners'][1]} of them: "
        "change a number, add a row at the end, or select rows and delete them."
    )
    table = st.data_editor(
        rows, num_rows="dynamic", height=290, key=f"{KEY}.corners", column_config={"x": number, "y": number}
    )
    try:
        corners = table.sort_values("x").itertuples(index=False, name=None)
        st.session_state[f"{KEY}.last"] = Curve("corners", noise=noise, corners=tuple(corners)).corners
    except ValueError as error:
        show_invalid_input("These corners", error)
    return Curve("corners", noise=noise, corners=st.session_state.get(f"{KEY}.last", CORNERS))
