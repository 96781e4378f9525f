"""Fundamentals: how a network computes and how it learns."""

from pages.fundamentals.activations.section import BEND, show_activations
from pages.fundamentals.anatomy.section import show_anatomy
from pages.fundamentals.approximation.section import show_approximation
from pages.fundamentals.backpropagation.section import show_backpropagation
from pages.fundamentals.descent.section import show_descent
from pages.fundamentals.initialisation.section import EQUAL, show_initial_weights
from pages.fundamentals.neuron.section import TRAINED, show_neuron
from pages.fundamentals.softmax.section import show_softmax
from pages.fundamentals.training_loop.section import show_loop
from pages.fundamentals.vectorisation.section import show_vectorisation
from ui.sections import Section, show_sections

show_sections(
    "fundamentals",
    "Fundamentals",
    (
        Section("anatomy", "Anatomy", show_anatomy),
        Section("activations", "Activations", show_activations, {"linear": {"fundamentals_activations_view": BEND}}),
        Section("neuron", "Neuron", show_neuron, {"logistic": {"fundamentals_neuron_view": TRAINED}}),
        Section("softmax", "Softmax", show_softmax),
        Section("approximation", "Approximation", show_approximation),
        Section("vectorisation", "Matrices", show_vectorisation),
        Section("initial", "Weights", show_initial_weights, {"symmetry": {"fundamentals_initial_view": EQUAL}}),
        Section("descent", "Descent", show_descent),
        Section("backpropagation", "Backprop", show_backpropagation),
        Section("loop", "Training", show_loop),
    ),
)
