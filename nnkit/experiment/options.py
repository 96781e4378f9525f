"""The names that may be chosen, each with the sentence that the controls show for it."""

ACTIVATIONS = {
    "relu": "ReLU: passes positive sums on, cuts negative ones to 0",
    "tanh": "tanh: squeezes sums into −1 … 1",
    "sigmoid": "sigmoid: squeezes sums into 0 … 1",
    "elu": "ELU: like ReLU, but bends smoothly towards −1 below 0",
    "linear": "linear: passes sums on as they are",
}
OPTIMIZERS = {
    "sgd": "SGD: a step straight down the gradient",
    "momentum": "Momentum: SGD that keeps 0.9 of its last step",
    "rmsprop": "RMSprop: steps scaled by each weight's recent gradients",
    "adam": "Adam: RMSprop and momentum together",
}
PLANAR_SHAPES = {
    "moons": "Moons: two interleaved half circles",
    "circles": "Circles: a small circle inside a large one",
    "xor": "XOR: four squares like a chessboard's, opposite ones of one class",
    "blobs": "Blobs: two round clouds",
    "spiral": "Spiral: two arms wound into each other",
}
GROUP_SHAPES = {
    "blobs": "Blobs: round clouds, their centres on a circle",
    "spiral": "Spiral: arms wound into each other",
}
CURVES = {
    "sine": "Sine: two periods",
    "chirp": "Chirp: a sine that oscillates faster towards the right",
    "bump": "Bump: a single hill, flat elsewhere",
    "step": "Step: a jump in the middle",
    "sawtooth": "Sawtooth: two ramps with a jump between them",
    "corners": "Own: straight lines between corners that you set",
}
FEATURES = {
    "x1": "x1: how far right a point lies",
    "x2": "x2: how far up",
    "x1²": "x1²: with x2², a single neuron can draw circles and ellipses",
    "x2²": "x2²",
    "x1·x2": "x1·x2: positive where both have one sign, which is XOR",
    "sin x1": "sin x1: waves from left to right",
    "sin x2": "sin x2: waves from below upwards",
}
COORDINATES = ("x1", "x2")
REVIEW_SOURCES = {
    "bundled": "Bundled: 25,000 reviews, 15,000 to train on, 5,000 to validate with, 5,000 to test on",
    "keras": "Keras's own: 50,000 reviews, split 15,000, 10,000, 25,000 as in the chapter; 19 MB to download, once",
}
