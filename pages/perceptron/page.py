"""The perceptron: its rule step by step, when it ends, and what came after it."""

from pages.perceptron.beyond import show_beyond_the_line
from pages.perceptron.convergence import show_convergence
from pages.perceptron.layers import show_layers
from pages.perceptron.stepping import show_rule
from pages.perceptron.today import compare_neurons
from ui.sections import Section, show_sections

show_sections(
    "perceptron",
    "Perceptron",
    (
        Section("rule", "The rule", show_rule, {"steps": {}}),
        Section("convergence", "Does it end?", show_convergence),
        Section("beyond", "Beyond the line", show_beyond_the_line, {"product": {}, "hidden": {}}),
        Section("today", "The neuron of today", compare_neurons),
        Section("layers", "Layers", show_layers),
    ),
)
