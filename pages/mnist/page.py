"""Handwritten digits: draw one for a network to read, train another network, and look into what it learned."""

from pages.mnist.digits import show_digits
from pages.mnist.draw_digit import show_drawing
from pages.mnist.look_inside import ANIMATION, CONFUSION, MISTAKES, show_inside
from pages.mnist.run import PAGE
from pages.mnist.take_away import show_files
from pages.mnist.train import show_training
from ui.sections import Section, show_sections

show_sections(
    PAGE,
    "Handwritten digits",
    (
        Section("draw", "Draw", show_drawing),
        Section("train", "Train", show_training, {"network": {}, "learned": {}}),
        Section(
            "inside",
            "Look inside",
            show_inside,
            {
                "film": {"mnist_view": ANIMATION},
                "confusion": {"mnist_view": CONFUSION},
                "mistakes": {"mnist_view": MISTAKES},
            },
        ),
        Section("digits", "The digits", show_digits, {"data": {}}),
        Section("files", "Take away", show_files, {"save": {}}),
    ),
)
