"""The history of neural networks: a timeline, and sections to try its first ideas."""

from pages.history.decision_line import draw_line
from pages.history.formal import build_neuron
from pages.history.hebb import explore_hebb
from pages.history.hidden import train_on_xor
from pages.history.neuron import show_neurons
from pages.history.timeline import show_timeline
from ui.sections import Section, show_sections

show_sections(
    "history",
    "History",
    (
        Section("timeline", "Timeline", show_timeline),
        Section("neuron", "Nerve cell", show_neurons),
        Section("formal", "Formal neuron", build_neuron),
        Section("hebb", "Hebb", explore_hebb),
        Section("line", "The line", draw_line),
        Section("hidden", "XOR", train_on_xor),
    ),
)
