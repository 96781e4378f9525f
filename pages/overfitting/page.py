"""Under- and overfitting on points in the plane: networks too small, too large, and held back."""

from pages.overfitting.chance import PART, SEEDS
from pages.overfitting.depth import explore_network
from pages.overfitting.own_points import show_own_points
from pages.overfitting.remedies import compare_remedies
from pages.overfitting.width import compare_widths
from ui.sections import Section, show_sections

show_sections(
    "overfitting",
    "Overfitting",
    (
        Section("width", "Widths", compare_widths, {"data": {}}),
        Section("depth", "One network", explore_network, {"chance": {f"{PART}_kind": SEEDS}}),
        Section("remedies", "Remedies", compare_remedies),
        Section("points", "Your own points", show_own_points),
    ),
)
