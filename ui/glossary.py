"""The glossary: what the terms of the pages mean, and the links that lead from a term to its explanation."""

import re
from functools import lru_cache
from typing import NamedTuple


class Term(NamedTuple):
    """explanation: one or two plain sentences. section: where the term can be tried, as in "overfitting.width"."""

    explanation: str
    section: str


GLOSSARY: dict[str, Term] = {
    "accuracy": Term("The share of samples that get the right answer.", "overfitting.width"),
    "activation": Term(
        "The function that makes a neuron's output of its weighted sum, such as ReLU or the sigmoid. Without one that "
        "bends, several layers compute no more than a single layer.",
        "fundamentals.activations",
    ),
    "backpropagation": Term(
        "The computation of the slope of the loss by every weight: backward through the network, layer by layer.",
        "fundamentals.backpropagation",
    ),
    "batch": Term(
        "The samples that one step of training looks at. A full batch holds all training samples.", "fundamentals.loop"
    ),
    "best possible accuracy": Term(
        "The share of new points that the best of all classifiers gets right on average. It is known where we know how "
        "the points are drawn, and is also called Bayes accuracy.",
        "overfitting.points",
    ),
    "bias": Term(
        "A number that a neuron adds to its weighted sum, whatever the inputs are. It is learned like a weight.",
        "fundamentals.anatomy",
    ),
    "confusion matrix": Term(
        "A table that counts how often each true class, one per row, gets each answer, one per column.",
        "mnist.inside",
    ),
    "convex": Term(
        "A region is convex if the straight way between any two of its points stays inside it.", "perceptron.layers"
    ),
    "cross-entropy": Term(
        "The usual loss where the answer is a class: −ln of the probability that the network gives to the true class, "
        "as a mean over the samples.",
        "fundamentals.neuron",
    ),
    "curvature": Term(
        "How fast a slope changes along a direction. A large curvature is a narrow valley, a small one a wide valley.",
        "fundamentals.descent",
    ),
    "data term": Term("The part of the loss that comes from the answers, without the penalty.", "overfitting.remedies"),
    "decision boundary": Term(
        "The places where a network answers ½. On one side of it the answer is class 0, on the other class 1.",
        "overfitting.width",
    ),
    "dropout": Term(
        "While the network trains, a random share of the outputs of each hidden layer is set to 0, anew in each step. "
        "After training, nothing is left out.",
        "overfitting.remedies",
    ),
    "early stopping": Term(
        "The end of training as soon as the validation loss has not fallen for some epochs, the patience.", "imdb.own"
    ),
    "epoch": Term("One pass of the training through all training samples.", "fundamentals.loop"),
    "finite difference": Term(
        "An estimate of a slope from two nearby values: (f(x + δ) − f(x − δ)) / (2δ).", "fundamentals.backpropagation"
    ),
    "gradient": Term(
        "The slopes of the loss by all weights. It points to where the loss rises most, so training steps the other "
        "way.",
        "fundamentals.descent",
    ),
    "hidden layer": Term(
        "A layer of neurons between the inputs and the output layer. Nobody says what its neurons should answer.",
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
        "A single sigmoid neuron that is trained with the cross-entropy. Statistics knows it by this name.",
        "fundamentals.neuron",
    ),
    "logit": Term(
        "The weighted sum of an output neuron, before the sigmoid or softmax makes a probability of it. With one "
        "output, 0 stands for a probability of ½.",
        "fundamentals.softmax",
    ),
    "loss": Term("The number that training makes small: how wrong the answers are.", "fundamentals.loop"),
    "margin": Term(
        "The distance between a separating line and the point that is nearest to it.", "perceptron.convergence"
    ),
    "mean squared error": Term(
        "The usual loss where the answer is a number: the mean of the squared differences between answers and true "
        "numbers.",
        "fundamentals.approximation",
    ),
    "multi-hot": Term("A row of zeros with a 1 for every word that occurs in a review.", "imdb.read"),
    "nats": Term(
        "The unit of a loss that is a natural logarithm. To give the true class a probability of ½ costs ln 2 = 0.693 "
        "nats, to give it 1 costs nothing.",
        "fundamentals.softmax",
    ),
    "None in a shape": Term(
        "Keras writes the shape of a layer's output as (None, 784): 784 numbers for each sample. None stands for the "
        "number of samples, which may be any.",
        "fundamentals.anatomy",
    ),
    "one-hot": Term("A row of zeros with a single 1, in the place of the right class.", "mnist.digits"),
    "optimizer": Term(
        "The rule by which a step changes the weights, given the gradient. SGD, momentum, RMSprop and Adam are such "
        "rules.",
        "fundamentals.descent",
    ),
    "overfitting": Term(
        "A network overfits if it goes on learning what holds for its training samples only. Its training loss falls "
        "while its validation loss rises.",
        "overfitting.width",
    ),
    "parameter": Term("A number that a network learns: a weight or a bias.", "fundamentals.anatomy"),
    "penalty": Term(
        "What is added to the loss for large weights: λ Σ|w| for L1, λ Σw² for L2. It keeps the weights small.",
        "overfitting.remedies",
    ),
    "pocket": Term(
        "The best weights that the perceptron rule has met so far, kept where no weights get all points right.",
        "perceptron.convergence",
    ),
    "principal component": Term(
        "The first principal component is the direction in which points vary most.", "history.hebb"
    ),
    "saturated": Term(
        "A neuron is saturated where the curve of its activation is nearly flat. Its weights then hardly learn.",
        "fundamentals.activations",
    ),
    "seed": Term(
        "The number with which a computer begins to draw random numbers. The same seed gives the same numbers, and so "
        "the same result.",
        "overfitting.depth",
    ),
    "separable": Term(
        "Two classes are separable if a straight line has all points of one class on one side and all points of the "
        "other on the other side.",
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
        "A number T that divides all logits before softmax. A high one makes the probabilities more alike.",
        "fundamentals.softmax",
    ),
    "threshold": Term(
        "The count θ from which on a formal neuron fires. Today's neuron has a bias instead: b = −θ.", "history.formal"
    ),
    "validation": Term(
        "Samples that are put aside during training. The loss on them shows after each epoch whether what is learned "
        "also holds for new samples.",
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
