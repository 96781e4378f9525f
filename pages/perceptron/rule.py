"""The controls for the data and the settings of the rule, which several sections share, and the rule in words."""

import streamlit as st

from nnkit.concepts.perceptron import LEARNING_RATES, Rule, Trace
from pages.perceptron.data import choose_samples, choose_source
from ui.controls import bound, choose_seed, choose_value
from ui.controls.rules import all_hidden
from ui.glossary import term
from ui.layout import more
from ui.lessons.computed.perceptron import AT_ZERO, EPOCHS, INITIAL, ORDERS, trace_of
from ui.numbers import counted

CLOUDS = ("perceptron_points", "perceptron_margin", "perceptron_noise", "perceptron_data_seed")
REST = (*CLOUDS, "perceptron_initial", "perceptron_zero", "perceptron_epochs", "perceptron_seed")
ALL = ("perceptron_source", "perceptron_rate", "perceptron_order", *REST)


def choose_trace() -> Trace:
    """Show the controls for the data and the rule, those that are moved most in view; return what the rule does."""
    source, learning_rate, order = _choose_first()
    with more(REST, "More about the data and the rule"):
        return _choose_rest(source, learning_rate, order)


def choose_trace_in_expander() -> Trace:
    """Do the same as `choose_trace`, but with all controls in an expander, closed so that others stay in sight."""
    with st.container() if all_hidden(ALL) else st.expander("The data and the rule"):
        return _choose_rest(*_choose_first())


def explain_rule() -> None:
    with st.expander("The rule in words"):
        st.latex(r"z = w \cdot x \qquad \hat{y} = 1 \text{ or } 0, \text{ by the sign of } z")
        st.latex(r"w \leftarrow w + \eta\,(y - \hat{y})\,x")
        st.markdown(
            f"The {term('weight', 'weights')} are w = (b, w1, w2). A sample is x = (1, x1, x2). Its first number is "
            f"always 1, so b is the {term('bias')}. The class of the sample is y, 0 or 1, and the output of the "
            "perceptron is ŷ. If they are equal, nothing changes. If they differ, y − ŷ is 1 or −1: the rule adds η x "
            "to the weights, or subtracts it. This moves z of the sample towards its right side.\n\n"
            "**Frank Rosenblatt** published the perceptron in 1958 ([Psychological Review 65(6), "
            "386–408](https://doi.org/10.1037/h0042519)). The rule that changes the weights only after an error "
            "followed in his report “On the convergence of reinforcement procedures in simple perceptrons” (Cornell "
            "Aeronautical Laboratory, VG-1196-G-4, 1960) and in his book “Principles of Neurodynamics” (Spartan Books, "
            "1962).\n\n"
            "Many books write the classes as t = −1 and t = +1, and an update as w ← w + η t x. It is the same rule, "
            "because t = y − ŷ on an error."
        )


def end_text(trace: Trace) -> str:
    """Say how learning ends."""
    updates, epochs = f"**{counted(len(trace.updates), 'update')}**", counted(trace.epochs, "epoch")
    ends = {
        "converged": f"The rule ends after {updates}, because epoch {trace.epochs:,} passes without an error.",
        "cycle": f"The rule never ends: after {updates} in {epochs}, the weights repeat.",
        "limit": f"The rule has not ended after {updates} in {epochs}, the maximum.",
    }
    return ends[trace.outcome]


def _choose_first() -> tuple[str, str, str]:
    """Return the source of the points, the learning rate and the order of the samples, by their names."""
    source = choose_source()
    rates = {name: name for name in LEARNING_RATES}
    return (
        source,
        _choose("Learning rate η", rates, "perceptron_rate", _RATE_HINT),
        _choose("Order of the samples", ORDERS, "perceptron_order", _ORDER_HINT),
    )


def _choose_rest(source: str, learning_rate: str, order: str) -> Trace:
    initial = _choose("Initial weights", INITIAL, "perceptron_initial", _INITIAL_HINT)
    at_zero = _choose("Where z = 0", AT_ZERO, "perceptron_zero", _ZERO_HINT)
    hint = (
        "An epoch goes through all samples once. Learning ends earlier if an epoch passes without an error, or if the "
        "weights repeat while the order of the samples is always the same."
    )
    epochs = choose_value("Maximum epochs", EPOCHS, 100, "perceptron_epochs", hint)
    seed = choose_seed(0, "perceptron_seed", "This seed decides the random initial weights and the shuffled orders.")
    samples = choose_samples(source)
    return trace_of(samples, Rule(LEARNING_RATES[learning_rate], initial, order, int(at_zero), epochs, seed))


def _choose(label: str, options: dict[str, str], key: str, hint: str) -> str:
    names, first = list(options), next(iter(options))
    settings = {"format_func": options.get, "required": True, "key": key, "help": hint}
    return bound(st.pills, label, names, default=first, **settings)


_RATE_HINT = (
    "On an error, the rule adds η times the sample to the weights, or subtracts it. From zero weights, η only scales "
    "all weights: it changes no sign of z, and so no step. This holds exactly here, because the app computes with "
    "fractions: 1/3 is 1/3, and 0.1 is 1/10."
)
_INITIAL_HINT = (
    "The weights begin at 0, or at random numbers from −1 to 1 with three decimals. From random weights, η matters."
)
_ORDER_HINT = "Each epoch takes the samples in the order of the table, or in a new random order."
_ZERO_HINT = (
    "On the line itself z is 0, and the output there has to be chosen. From zero weights, z is 0 for the first "
    "sample, so this choice decides the first step."
)
