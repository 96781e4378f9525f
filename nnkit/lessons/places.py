"""The sections of the app to which a step can lead, by their page."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "fundamentals": (
        "anatomy",
        "activations",
        "neuron",
        "softmax",
        "approximation",
        "vectorisation",
        "initial",
        "descent",
        "backpropagation",
        "loop",
    ),
    "history": (
        "timeline",
        "neuron",
        "formal",
        "hebb",
        "line",
        "hidden",
    ),
    "imdb": (
        "write",
        "networks",
        "own",
        "learned",
        "read",
    ),
    "mnist": (
        "draw",
        "train",
        "inside",
        "digits",
        "files",
    ),
    "overfitting": (
        "width",
        "depth",
        "remedies",
        "points",
    ),
    "perceptron": (
        "rule",
        "convergence",
        "beyond",
        "today",
        "layers",
    ),
}
