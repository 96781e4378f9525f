"""The glossary: what the terms of the pages mean, and the links that lead from a term to its explanation."""

import re
from functools import lru_cache
from typing import NamedTuple


class Term(NamedTuple):
    """explanation: one or two plain sentences. section: where the term can be tried, as in "overfitting.width"."""

    explanation: str
    section: str


GLOSSARY: dict[str, Term] = {
    "accuracy": Term("The share of samples that the network answers correctly.", "overfitting.width"),
    "activation": Term(
        "The function that turns a neuron's weighted sum into its output, such as ReLU or the sigmoid. If it is "
        "linear, several layers compute no more than a single layer.",
        "fundamentals.activations",
    ),
    "backpropagation": Term(
        "The computation of the slope of the loss with respect to every weight. It goes backward through the network, "
        "layer by layer.",
        "fundamentals.backpropagation",
    ),
    "batch": Term(
        "The samples that one step of training uses. A full batch holds all training samples.", "fundamentals.loop"
    ),
    "best possible accuracy": Term(
        "The share of new points that the best possible classifier gets right on average, also called Bayes accuracy. "
        "It can be computed if we know how the points are drawn.",
        "overfitting.points",
    ),
    "bias": Term(
        "A number that a neuron adds to its weighted sum, whatever the inputs are. It is learned like a weight.",
        "fundamentals.anatomy",
    ),
    "confusion matrix": Term(
        "A table that counts answers: each row is a true class, each column an answer of the network.",
        "mnist.inside",
    ),
    "convex": Term(
        "A region is convex if the straight line between any two of its points stays inside it.", "perceptron.layers"
    ),
    "cross-entropy": Term(
        "The usual loss for classes: −ln of the probability that the network gives to the true class, averaged over "
        "the samples.",
        "fundamentals.neuron",
    ),
    "curvature": Term(
        "How fast the slope changes along a direction. A narrow valley has a large curvature, a wide valley a small "
        "one.",
        "fundamentals.descent",
    ),
    "data term": Term("The part of the loss that comes from the answers, without the penalty.", "overfitting.remedies"),
    "decision boundary": Term(
        "The points at which a network answers ½. On one side of it the answer is class 0, on the other class 1.",
        "overfitting.width",
    ),
    "dropout": Term(
        "A remedy for overfitting: each training step sets a random share of the outputs of each hidden layer to 0. "
        "After training, all outputs are used.",
        "overfitting.remedies",
    ),
    "early stopping": Term(
        "Training ends as soon as the validation loss has not fallen for a number of epochs, called the patience.",
        "imdb.own",
    ),
    "epoch": Term("One pass of training through all training samples.", "fundamentals.loop"),
    "finite difference": Term(
        "An estimate of a slope from two nearby values: (f(x + δ) − f(x − δ)) / (2δ).", "fundamentals.backpropagation"
    ),
    "gradient": Term(
        "The slopes of the loss with respect to all weights. It points to where the loss rises most, so training "
        "steps the opposite way.",
        "fundamentals.descent",
    ),
    "hidden layer": Term(
        "A layer of neurons between the inputs and the output layer. The training data does not say what its neurons "
        "should answer.",
        "fundamentals.anatomy",
    ),
    "kernel": Term(
        "Keras's name for the matrix of a layer's weights, without the biases.", "fundamentals.vectorisation"
    ),
    "learning rate": Term(
        "The factor η that decides how far one step of training goes along the negative gradient.",
        "fundamentals.descent",
    ),
    "logistic regression": Term(
        "A single sigmoid neuron that is trained with the cross-entropy. The name comes from statistics.",
        "fundamentals.neuron",
    ),
    "logit": Term(
        "The weighted sum of an output neuron, before the sigmoid or softmax turns it into a probability. With one "
        "output, a logit of 0 means a probability of ½.",
        "fundamentals.softmax",
    ),
    "loss": Term("A number that says how wrong the answers are. Training makes it smaller.", "fundamentals.loop"),
    "margin": Term("The distance from a separating line to the nearest point.", "perceptron.convergence"),
    "mean squared error": Term(
        "The usual loss for answers that are numbers: the mean of the squared differences between answers and true "
        "numbers.",
        "fundamentals.approximation",
    ),
    "multi-hot": Term(
        "A row of numbers: 1 for every word that occurs in a review, 0 for every other word.", "imdb.read"
    ),
    "nats": Term(
        "The unit of a loss that is computed with the natural logarithm. If the true class gets a probability of ½, "
        "the loss is ln 2 = 0.693 nats; if it gets 1, the loss is 0.",
        "fundamentals.softmax",
    ),
    "None in a shape": Term(
        "Keras writes the shape of a layer's output as (None, 784): 784 numbers for each sample. None stands for the "
        "number of samples, which is not fixed.",
        "fundamentals.anatomy",
    ),
    "one-hot": Term("A row of zeros with a single 1 at the position of the right class.", "mnist.digits"),
    "optimizer": Term(
        "The rule that computes each change of the weights from the gradient. Examples are SGD, momentum, RMSprop and "
        "Adam.",
        "fundamentals.descent",
    ),
    "overfitting": Term(
        "A network overfits if it learns details that hold only for its training samples. Its training loss falls "
        "while its validation loss rises.",
        "overfitting.width",
    ),
    "parameter": Term("A number that a network learns: a weight or a bias.", "fundamentals.anatomy"),
    "penalty": Term(
        "A term that is added to the loss and keeps the weights small: λ Σ|w| for L1, λ Σw² for L2.",
        "overfitting.remedies",
    ),
    "pocket": Term(
        "The best weights that the perceptron rule has found so far. They are kept for points that no weights classify "
        "without an error.",
        "perceptron.convergence",
    ),
    "principal component": Term(
        "The first principal component is the direction in which the points vary most.", "history.hebb"
    ),
    "saturated": Term(
        "A neuron is saturated if its weighted sum lies where its activation is nearly flat. Its weights then hardly "
        "learn.",
        "fundamentals.activations",
    ),
    "seed": Term(
        "The number from which a computer starts to generate random numbers. The same seed gives the same random "
        "numbers, and so the same result.",
        "overfitting.depth",
    ),
    "separable": Term(
        "Two classes are separable if some straight line has all points of one class on one side and all points of the "
        "other class on the other.",
        "perceptron.convergence",
    ),
    "softmax": Term(
        "The function that turns the logits of several classes into probabilities that add up to 1.",
        "fundamentals.softmax",
    ),
    "standard deviation": Term(
        "How far numbers typically lie from their mean: the square root of their mean squared distance from it.",
        "fundamentals.initial",
    ),
    "temperature": Term(
        "A number T that divides all logits before softmax. A high temperature makes the probabilities more alike.",
        "fundamentals.softmax",
    ),
    "threshold": Term(
        "The smallest count θ at which a formal neuron fires. Neurons today have a bias instead: b = −θ.",
        "history.formal",
    ),
    "validation": Term(
        "A test after each epoch, on samples that are not used to change the weights. The loss on them shows whether "
        "the network also does well on new samples.",
        "overfitting.width",
    ),
    "weight": Term(
        "The number by which a neuron multiplies one of its inputs. Training changes it.", "fundamentals.anatomy"
    ),
}


def anchor_of(name: str) -> str:
    """Return the name of the term's place on the page /glossary, such as finite-difference."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def term(name: str, text: str = "") -> str:
    """Return the Markdown link of a term to its explanation, which also appears when a mouse points at the link.

    text: what is read instead of the term's name, such as a plural. The address is relative, because a server may have
    its pages below a path of its own.
    """
    return f'[{text or name}](glossary#{anchor_of(name)} "{GLOSSARY[name].explanation}")'


@lru_cache(maxsize=512)
def with_link(label: str) -> str:
    """Return the label of a control; its longest part that is a term of the glossary becomes a link."""
    found = [match for name in GLOSSARY if (match := re.search(rf"\b{name}s?\b", label, re.IGNORECASE))]
    if not found:
        return label
    longest = max(found, key=lambda match: len(match.group()))
    name = next(name for name in GLOSSARY if re.fullmatch(rf"{name}s?", longest.group(), re.IGNORECASE))
    return f"{label[: longest.start()]}{term(name, longest.group())}{label[longest.end() :]}"
