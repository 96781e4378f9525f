"""The controls for the data and the settings of the rule, which several sections share, and the rule in words."""

from functools import lru_cache

import streamlit as st

from nnkit.concepts.perceptron import LEARNING_RATES, Rule, Trace, learn
from pages.perceptron.data import choose_samples, choose_source
from ui.controls import bound, choose_seed, choose_value
from ui.glossary import term
from ui.layout import more
from ui.numbers import counted

EPOCHS = (10, 20, 50, 100, 200, 500, 1_000)
INITIAL = {"zero": "all zero", "random": "random"}
ORDERS = {"fixed": "always the same", "shuffled": "shuffled each epoch"}
AT_ZERO = {"1": "output 1 if z ≥ 0", "0": "output 1 if z > 0"}
CLOUDS = ("perceptron_points", "perceptron_margin", "perceptron_noise", "perceptron_data_seed")
REST = (*CLOUDS, "perceptron_initial", "perceptron_zero", "perceptron_epochs", "perceptron_seed")

trace_of = lru_cache(maxsize=16)(learn)  # shared by all sections, and by visitors who choose the same


def choose_trace() -> Trace:
    """Show the controls for the data and the rule, those that are moved most in view; return what the rule does."""
    source, learning_rate, order = _choose_first()
    with more(REST, "More about the data and the rule"):
        return _choose_rest(source, learning_rate, order)


def choose_trace_in_expander() -> Trace:
    """Do the same as `choose_trace`, but with all controls in an expander, closed so that others stay in sight."""
    with st.expander("The data and the rule"):
        return _choose_rest(*_choose_first())


def explain_rule() -> None:
    with st.expander("The rule in words"):
        st.latex(r"z = w \cdot x \qquad \hat{y} = 1 \text{ or } 0, \text{ by the sign of } z")
        st.latex(r"w \leftarrow w + \eta\,(y - \hat{y})\,x")
        st.markdown(
            f"The {term('weight', 'weights')} are w = (b, w1, w2). A sample is x = (1, x1, x2): its first number is "
            f"always 1, so that b is the {term('bias')}. y is its class, 0 or 1, ŷ the perceptron's output. Where they "
            "agree, nothing changes. Where they differ, y − ŷ is 1 or −1, and a share η of the sample is added to the "
            "weights, or taken from them: next time, z will be nearer to the right side. **Frank Rosenblatt** "
            "published the "
            "perceptron in 1958 ([Psychological Review 65(6), 386–408](https://doi.org/10.1037/h0042519)). The rule "
            "that changes the weights only after an error followed in his report “On the convergence of reinforcement "
            "procedures in simple perceptrons” (Cornell Aeronautical Laboratory, VG-1196-G-4, 1960) and in his book "
            "“Principles of Neurodynamics” (Spartan Books, 1962).\n\n"
            "Many books write the classes as t = −1 and +1, and on an error w ← w + η t x. It is the same rule: on an "
            "error, t = y − ŷ."
        )


def end_text(trace: Trace) -> str:
    """Say how learning ends."""
    updates, epochs = f"**{counted(len(trace.updates), 'update')}**", counted(trace.epochs, "epoch")
    ends = {
        "converged": f"The rule ends after {updates}: epoch {trace.epochs:,} passes without an error.",
        "cycle": f"The rule never ends: after {updates} in {epochs}, the weights repeat.",
        "limit": f"The rule has not ended after {updates} in {epochs}, the limit that you have set.",
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
        "An epoch goes through all samples once. Learning stops earlier if an epoch passes without an error, or if the "
        "weights repeat."
    )
    epochs = choose_value("Most epochs", EPOCHS, 100, "perceptron_epochs", hint)
    seed = choose_seed(0, "perceptron_seed", "Decides random initial weights and shuffled orders.")
    samples = choose_samples(source)
    return trace_of(samples, Rule(LEARNING_RATES[learning_rate], initial, order, int(at_zero), epochs, seed))


def _choose(label: str, options: dict[str, str], key: str, hint: str) -> str:
    names, first = list(options), next(iter(options))
    settings = {"format_func": options.get, "required": True, "key": key, "help": hint}
    return bound(st.pills, label, names, default=first, **settings)


_RATE_HINT = (
    "The share η of a sample that an error adds to the weights. From zero weights it only scales all weights: no sign "
    "of z depends on it, so neither does any step. Here that is exactly so, as all numbers are kept as fractions: 1/3 "
    "is 1/3, and 0.1 is 1/10."
)
_INITIAL_HINT = "All zero, or drawn evenly from −1 to 1 with three decimals. From random weights, η matters."
_ORDER_HINT = "Whether each epoch takes the samples in the table's order, or in an order drawn anew."
_ZERO_HINT = (
    "On the line itself z = 0, and somebody has to say what the output is there. From zero weights, z = 0 for the "
    "first sample, so this decides the first step."
)
