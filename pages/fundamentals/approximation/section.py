"""Universal approximation: bumps that add up to a curve, and networks that learn a curve."""

import streamlit as st

from nnkit import Curve
from nnkit.experiment import CURVES
from nnkit.experiment.limits import LIMITS
from pages.fundamentals.approximation.bumps import build_from_bumps
from pages.fundamentals.approximation.fits import PART, receive, show_network, show_widths
from pages.fundamentals.exercises import APPROXIMATION
from ui.controls import choose_name
from ui.controls.binding import leave_out
from ui.edited_table import as_texts
from ui.invalid_input import show_invalid_input
from ui.layout import choose_view, lay_out, place_details
from ui.points import edit_table, number_column
from ui.presenting import px
from ui.try_this import try_this

CORNERS = ((-1.0, -0.5), (-0.6, 0.8), (-0.2, 0.2), (0.2, 0.6), (0.6, -0.8), (1.0, 0.0))  # at first
KEY = "fundamentals_curve"
PRESET = Curve()
BY_HAND = "By hand"
VIEWS = {BY_HAND: build_from_bumps, "Found by training": show_network, "Seven widths": show_widths}
THEOREM = (
    "One hidden layer is enough, in principle. Take any continuous curve over a closed, bounded interval, and say how "
    "close you want to come. Some network with one hidden layer and a linear output comes that close everywhere on the "
    "interval.\n\n"
    "Which units can do this?\n"
    "- **Sigmoid** units: Cybenko (1989).\n"
    "- Every unit that rises from one level to another, such as **tanh**: Hornik, Stinchcombe and White (1989).\n"
    "- Every continuous and bounded unit that is not constant: Hornik (1991).\n"
    "- **ReLU** is not bounded, so these proofs do not hold for it. Leshno, Lin, Pinkus and Schocken (1993) gave a "
    "proof for a large class of units, which includes ReLU. It holds for every unit of this class that is not a "
    "polynomial. "
    "With polynomials of degree 2, for example, the sum of all units is again a polynomial of degree 2.\n\n"
    "The theorem does not say *how many* units a curve needs. It does not say that training *finds* their weights. It "
    "does not say that a network fits between the points it has seen, or outside the interval."
)
SOURCES = (
    "G. Cybenko: Approximation by superpositions of a sigmoidal function. Mathematics of Control, Signals, and "
    "Systems 2 (1989), 303–314. · K. Hornik, M. Stinchcombe, H. White: Multilayer feedforward networks are "
    "universal approximators. Neural Networks 2 (1989), 359–366. · K. Hornik: Approximation capabilities of "
    "multilayer feedforward networks. Neural Networks 4 (1991), 251–257. · M. Leshno, V. Ya. Lin, A. Pinkus, "
    "S. Schocken: Multilayer feedforward networks with a nonpolynomial activation function can approximate any "
    "function. Neural Networks 6 (1993), 861–867."
)


@st.fragment(key=PART)
def show_approximation() -> None:
    controls, results = lay_out("Can one hidden layer follow any continuous curve? In principle, yes.")
    details = place_details(results)
    with controls:
        data = _choose_curve()
    with results:
        view = choose_view(tuple(VIEWS), "fundamentals_approximation_view")
    VIEWS[view](data, controls, results, details)
    if view == BY_HAND:
        receive(data)
    with details, st.expander("What the theorem says, and what it does not"):
        st.markdown(THEOREM)
        st.caption(SOURCES)
    try_this(APPROXIMATION, controls)


def _choose_curve() -> Curve:
    shape = choose_name("Curve", CURVES, PRESET.shape, KEY, "The curve to follow, for x from −1 to 1.")
    if shape != "corners":
        return Curve(shape)
    with st.expander("The corners", expanded=True):
        return _own_curve()


def _own_curve() -> Curve:
    """Return the curve through the reader's corners; the last valid one if they are not valid."""
    rows = as_texts(CORNERS, ("x", "y"), {"x": 2, "y": 2})
    columns = {"x": number_column(), "y": number_column()}
    table = edit_table(rows, f"{KEY}.corners", int(LIMITS["corners"][1]), height=px(215), column_config=columns)
    try:
        st.session_state[f"{KEY}.last"] = Curve("corners", corners=tuple(sorted(table.rows()))).corners
    except ValueError as error:
        show_invalid_input("These corners", error)
    if st.session_state.get(f"{KEY}.last", CORNERS) != CORNERS:
        leave_out("the corners that you edited")
    st.markdown(
        f"The curve has {LIMITS['corners'][0]} to {LIMITS['corners'][1]} corners. Change a number, add a row at the "
        "end, or select rows and delete them."
    )
    return Curve("corners", corners=st.session_state.get(f"{KEY}.last", CORNERS))
