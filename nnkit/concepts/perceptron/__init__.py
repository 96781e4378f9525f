"""The perceptron rule in exact arithmetic: every step, whether it converges, and a bound on its updates."""

from nnkit.concepts.perceptron.pocket import Pocket, pocket
from nnkit.concepts.perceptron.regions import answers_of, layers_by_hand
from nnkit.concepts.perceptron.rule import LEARNING_RATES, PerceptronStep, Rule, Trace, learn
from nnkit.concepts.perceptron.samples import GATES, LIMITS, Samples, draw_clouds, draw_overlapping
from nnkit.concepts.perceptron.separation import Bound, Separation, novikoff, separate

__all__ = [
    "GATES",
    "LEARNING_RATES",
    "LIMITS",
    "Bound",
    "PerceptronStep",
    "Pocket",
    "Rule",
    "Samples",
    "Separation",
    "Trace",
    "answers_of",
    "draw_clouds",
    "draw_overlapping",
    "layers_by_hand",
    "learn",
    "novikoff",
    "pocket",
    "separate",
]
