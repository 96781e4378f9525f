"""Figures: plain values in, a `plotly.graph_objects.Figure` out. They draw; they neither train nor compute results.

Every figure carries one sentence that says what it shows, for readers who cannot see it: `alt_text(figure)`.
"""

import plotly.graph_objects as go

from nnkit.figures.curves import accuracy_curve, loss_curve
from nnkit.figures.digits.animation import training_animation
from nnkit.figures.digits.digits import class_counts, digit_row, pixel_map
from nnkit.figures.digits.predictions import confusion_matrix, probability_bars
from nnkit.figures.digits.weights import unit_inputs, weight_images
from nnkit.figures.fundamentals.anatomy import network_anatomy
from nnkit.figures.fundamentals.approximation import bump_sum, curve_fit, error_by_width, unit_sum
from nnkit.figures.fundamentals.descent import LossMap, Trajectory, descent_trajectories
from nnkit.figures.fundamentals.functions import activation_plot, network_and_line
from nnkit.figures.fundamentals.graph import Circle, computational_graph
from nnkit.figures.fundamentals.matrices import Matrix, matrix_lines
from nnkit.figures.fundamentals.signals import losses_by_step, spread_by_layer, value_shares
from nnkit.figures.fundamentals.softmax import regions_map, softmax_bars
from nnkit.figures.fundamentals.tangent import tangent_line
from nnkit.figures.fundamentals.training_loop import batch_losses, batch_plane, loop_diagram
from nnkit.figures.fundamentals.verdicts import verdict_map
from nnkit.figures.history.boundaries import Panel, boundary_grid, solved_bars
from nnkit.figures.history.formal_plane import corner_plane
from nnkit.figures.history.hebb import CurvePanel, alignments, curve_panels, weight_lengths, weight_paths
from nnkit.figures.history.neurons import formal_neuron, nerve_cell
from nnkit.figures.history.timeline import Mark, timeline
from nnkit.figures.lessons.predictions import predicted_bars, sketched_curves
from nnkit.figures.network import network_diagram
from nnkit.figures.overfitting.comparison import accuracy_by_width, loss_by_width, overlaid_curves
from nnkit.figures.overfitting.penalties import loss_parts, weight_histograms
from nnkit.figures.overfitting.spread import accuracy_strip, band_curves
from nnkit.figures.overlaid import overlaid_runs
from nnkit.figures.perceptron.answers import Turn, answered_plane, errors_by_epoch
from nnkit.figures.perceptron.half_planes import unit_maps
from nnkit.figures.perceptron.proofs import crossing_hulls, length_bounds
from nnkit.figures.perceptron.weights import weight_arrows, weight_cycle, weight_growth
from nnkit.figures.planar.maps import agreement_map, decision_map, point_plot
from nnkit.figures.planar.names import PlaneNames, names_of
from nnkit.figures.planar.traces import Points
from nnkit.figures.planar_animation.animation import Grids, PlanarFrame, planar_animation
from nnkit.figures.planar_animation.curves import FrameMetrics
from nnkit.figures.planar_animation.decision_map import Background
from nnkit.figures.planar_animation.plan import plan_animation
from nnkit.figures.reviews.corpus import multi_hot_map, review_lengths, word_frequencies
from nnkit.figures.reviews.word_effects import effects_by_rarity, probability_by_epoch, word_bars

__all__ = [
    "Background",
    "Circle",
    "CurvePanel",
    "FrameMetrics",
    "Grids",
    "LossMap",
    "Mark",
    "Matrix",
    "Panel",
    "PlanarFrame",
    "PlaneNames",
    "Points",
    "Trajectory",
    "Turn",
    "accuracy_by_width",
    "accuracy_curve",
    "accuracy_strip",
    "activation_plot",
    "agreement_map",
    "alignments",
    "alt_text",
    "answered_plane",
    "band_curves",
    "batch_losses",
    "batch_plane",
    "boundary_grid",
    "bump_sum",
    "class_counts",
    "computational_graph",
    "confusion_matrix",
    "corner_plane",
    "crossing_hulls",
    "curve_fit",
    "curve_panels",
    "decision_map",
    "descent_trajectories",
    "digit_row",
    "effects_by_rarity",
    "error_by_width",
    "errors_by_epoch",
    "formal_neuron",
    "length_bounds",
    "loop_diagram",
    "loss_by_width",
    "loss_curve",
    "loss_parts",
    "losses_by_step",
    "matrix_lines",
    "multi_hot_map",
    "names_of",
    "nerve_cell",
    "network_anatomy",
    "network_and_line",
    "network_diagram",
    "overlaid_curves",
    "overlaid_runs",
    "pixel_map",
    "plan_animation",
    "planar_animation",
    "point_plot",
    "predicted_bars",
    "probability_bars",
    "probability_by_epoch",
    "regions_map",
    "review_lengths",
    "sketched_curves",
    "softmax_bars",
    "solved_bars",
    "spread_by_layer",
    "tangent_line",
    "timeline",
    "training_animation",
    "unit_inputs",
    "unit_maps",
    "unit_sum",
    "value_shares",
    "verdict_map",
    "weight_arrows",
    "weight_cycle",
    "weight_growth",
    "weight_histograms",
    "weight_images",
    "weight_lengths",
    "weight_paths",
    "word_bars",
    "word_frequencies",
]


def alt_text(figure: go.Figure) -> str:
    """The figure's takeaway in one sentence of plain text."""
    return figure.layout.meta["alt"]
