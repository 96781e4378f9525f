"""The events of the timeline: each with two sentences, its references, and places in the app that belong to it."""

from dataclasses import dataclass

from pages.history.references import REFERENCES
from ui.glossary import term


@dataclass(frozen=True)
class Event:
    title: str
    label: str  # a short title for the timeline
    sentences: tuple[str, str]
    references: tuple[str, ...]  # keys of REFERENCES, the one that dates the event first
    places: tuple[str, ...] = ()  # keys of PLACES where the idea itself can be tried
    note: str = ""  # what came before or after, and whose a saying or a proof is
    more: tuple[str, ...] = ()  # keys of REFERENCES that the note rests on
    related: tuple[str, ...] = ()  # keys of PLACES near the idea, for an event whose idea the app does not have

    @property
    def year(self) -> int:
        return REFERENCES[self.references[0]].year


EVENTS: dict[str, Event] = {
    "formal": Event(
        "McCulloch and Pitts: the formal neuron",
        "formal neuron",
        (
            "A model of a neuron is reduced to what logic needs. It fires or it does not fire, and a count of its "
            "active inputs decides.",
            "The paper shows how nets of such neurons express propositions of logic. The structure of a net does not "
            "change with time.",
        ),
        ("mcculloch",),
        ("neuron", "formal"),
        note=(
            "The paper also describes other neurons: with relative inhibition, with a threshold that rises after "
            "firing, and with synapses that change with use. It shows that nets of basic neurons can do the same "
            "(theorems 4, 5 and 7)."
        ),
        more=("mcculloch",),
    ),
    "hebb": Event(
        "Hebb: connections that grow with use",
        "Hebb's rule",
        (
            "The psychologist Donald Hebb proposes how the brain could learn: a connection grows if one cell "
            "repeatedly helps to fire another.",
            "He describes this in words. The formula that is known as Hebb's rule, a product of two activities, came "
            "later.",
        ),
        ("hebb",),
        ("hebb",),
        note="The saying “cells that fire together wire together” is by Carla Shatz, who wrote it in 1992.",
        more=("gerstner", "shatz"),
    ),
    "perceptron": Event(
        "Rosenblatt: the perceptron",
        "perceptron",
        (
            "The psychologist Frank Rosenblatt describes a model that learns. Its weights are not set by hand but "
            "change with experience.",
            "It has one layer of weights that learn. Its answer depends on which side of a straight boundary the "
            "inputs of this layer lie.",
        ),
        ("rosenblatt",),
        ("perceptron", "line"),
        note=(
            "The rule that changes the weights only after an error came later, and so did the proof that it ends. "
            "Rosenblatt published them in his report of 1960 and his book of 1962."
        ),
        more=("convergence", "neurodynamics"),
    ),
    "adaline": Event(
        "Widrow and Hoff: ADALINE",
        "ADALINE",
        (
            "An adaptive neuron learns from the difference between the right answer and its weighted sum. It does not "
            "use its final answer of −1 or 1.",
            "Each step goes downhill on the squared error, so this is an early use of stochastic gradient descent.",
        ),
        ("widrow",),
        ("squared_error",),
    ),
    "critique": Event(
        "Minsky and Papert: what perceptrons cannot compute",
        "Minsky & Papert",
        (
            "This book studies what one layer of weights can decide if each of its detectors sees only a few points, "
            "or only points that are close together.",
            "Such machines cannot decide whether a figure is connected. They cannot decide parity either: whether the "
            "number of active points is odd. XOR is the smallest case of parity.",
        ),
        ("minsky",),
        ("line", "formal"),
    ),
    "linnainmaa": Event(
        "Linnainmaa: derivatives, computed backward",
        "Linnainmaa",
        (
            "A master's thesis in Helsinki studies how rounding errors add up over the steps of a calculation.",
            "It computes the derivatives of the result with respect to all steps in one backward pass. Today this "
            "method is called reverse-mode automatic differentiation.",
        ),
        ("linnainmaa_1970",),
        ("backpropagation",),
        note="The thesis is in Finnish. An article in English followed in 1976.",
        more=("linnainmaa",),
    ),
    "werbos": Event(
        "Werbos: gradients backward through a model",
        "Werbos's thesis",
        (
            "A doctoral thesis on forecasting in the social sciences computes the derivatives of a result with respect "
            f"to all {term('parameter', 'parameters')} of a model. It goes backward through the calculation of the "
            "model.",
            "The same computation is the core of backpropagation, which became widely known years later.",
        ),
        ("werbos",),
        ("backpropagation", "hidden"),
    ),
    "hopfield": Event(
        "Hopfield: a network that remembers",
        "Hopfield",
        (
            "Every neuron is connected to every other one, and the network stores patterns in its weights. If it "
            "starts from a large enough part of a pattern, it completes the pattern.",
            "A quantity called energy falls whenever a neuron changes, so the network reaches a stable state. Its "
            "weights are "
            "sums of products of two activities, as in Hebb's rule.",
        ),
        ("hopfield",),
        note="In 2024 John Hopfield and Geoffrey Hinton received the Nobel Prize in Physics for their work on neural "
        "networks.",
        more=("nobel",),
        related=("hebb",),
    ),
    "backpropagation": Event(
        "Rumelhart, Hinton and Williams: learning by backpropagation",
        "backpropagation",
        (
            "Errors at the output are passed back through the layers. Every weight changes so that the error falls.",
            "Nobody says what the hidden units should answer. They learn to represent features of the task.",
        ),
        ("rumelhart",),
        ("backpropagation", "hidden", "overfitting"),
    ),
    "universal": Event(
        "Cybenko; Hornik, Stinchcombe and White: universal approximation",
        "universal approximation",
        (
            "A network with one hidden layer of sigmoid units can come as close as you like to any continuous function "
            "on a closed, bounded region, if the layer is wide enough.",
            "The theorems say that suitable weights exist. They do not say how many units are needed, or that training "
            "finds the weights.",
        ),
        ("cybenko", "hornik", "hornik_alone", "leshno"),
        ("approximation", "overfitting"),
        note="Hornik proved it in 1991 for every continuous and bounded activation that is not constant. ReLU is not "
        "bounded. Leshno, Lin, Pinkus and Schocken proved it in 1993 for ReLU, and for every other activation of a "
        "large class that is not a polynomial.",
    ),
    "digits": Event(
        "LeCun and others: networks that read digits",
        "LeCun's digits",
        (
            "A network of several layers, trained by backpropagation, reads handwritten digits from the US mail.",
            "Its units look at small patches of the image and share their weights. Such a network is called "
            "convolutional.",
        ),
        ("lecun_1989",),
        ("mnist",),
        note=(
            "Fukushima's neocognitron of 1980 already had several layers of such units. It was not trained by "
            "backpropagation."
        ),
        more=("fukushima",),
    ),
    "lstm": Event(
        "Hochreiter and Schmidhuber: long short-term memory",
        "LSTM",
        (
            "In networks that read sequences, the error signal vanishes or explodes as it is propagated back through "
            "time.",
            "A memory cell keeps its content unchanged. Gates learn when to write to it and when to read it, so the "
            "error signal survives more than a thousand steps.",
        ),
        ("hochreiter",),
        related=("fading", "reviews_in_order"),
    ),
    "lenet": Event(
        "LeCun, Bottou, Bengio and Haffner: LeNet-5",
        "LeNet-5",
        (
            "The paper compares convolutional networks with other methods of its time on a new set of digits, MNIST. "
            "Such networks also read bank cheques as part of a larger system.",
            "It argues that networks should learn features from pixels, instead of people designing them by hand.",
        ),
        ("lecun_1998",),
        ("mnist",),
    ),
    "belief": Event(
        "Hinton, Osindero and Teh: deep belief nets",
        "deep belief nets",
        (
            "A network with many layers is trained one layer at a time. Afterwards it is fine-tuned as a whole.",
            "On handwritten digits it made fewer errors than the compared methods that learned from labels alone.",
        ),
        ("hinton",),
        ("mnist",),
    ),
    "imagenet": Event(
        "Krizhevsky, Sutskever and Hinton: ImageNet",
        "AlexNet",
        (
            "A deep convolutional network, trained on graphics processors, wins the ImageNet contest of 2012 by a wide "
            "margin.",
            f"Its units are ReLUs, and {term('dropout')} reduces its {term('overfitting')}. You can choose both in "
            "this app.",
        ),
        ("krizhevsky",),
        ("overfitting", "mnist"),
    ),
    "attention": Event(
        "Vaswani and others: attention",
        "attention",
        (
            "A network for translation no longer reads a sentence word by word or through a sliding window. For every "
            "word, attention computes a weighted mean over all words. The weights depend on the words.",
            "This architecture, the transformer, translated better than the best earlier models, after less training.",
        ),
        ("vaswani",),
        related=("softmax", "reviews_in_order"),
    ),
    "language": Event(
        "Brown and others: GPT-3",
        "GPT-3",
        (
            "A transformer with 175 billion parameters learns to predict the next piece of a text. It learns from a "
            "large part of the public web, from books and from Wikipedia.",
            "It then solves many tasks that are only described in its input, with a few examples or none. Its "
            "parameters do not change.",
        ),
        ("brown",),
        related=("softmax",),
    ),
    "diffusion": Event(
        "Ho, Jain and Abbeel: diffusion models",
        "diffusion models",
        (
            "A network learns to separate the noise in a noisy image from the image.",
            "It starts from pure noise and removes noise again and again, until a new image of high quality is left.",
        ),
        ("ho",),
    ),
    "proteins": Event(
        "Jumper and others: AlphaFold",
        "AlphaFold",
        (
            "A network predicts the shape of a protein from the sequence of its amino acids.",
            "In the CASP14 contest most of its predictions are about as accurate as experiments.",
        ),
        ("jumper",),
    ),
    "instructions": Event(
        "Ouyang and others: instructions and human feedback",
        "InstructGPT",
        (
            "People write answers, and they rank the answers of a language model. The model is trained further on "
            "both, so that it follows instructions.",
            "On the authors' tasks, people prefer the answers of such a model with 1.3 billion parameters to those of "
            "GPT-3 with 175 billion.",
        ),
        ("ouyang",),
    ),
}
FIRST_YEAR, LAST_YEAR = min(event.year for event in EVENTS.values()), max(event.year for event in EVENTS.values())
