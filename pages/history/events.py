"""The events of the timeline: each with two sentences, its references, and places in the app to try it."""

from dataclasses import dataclass

from pages.history.references import REFERENCES
from ui.glossary import term


@dataclass(frozen=True)
class Event:
    title: str
    label: str  # a short title for the timeline
    sentences: tuple[str, str]
    references: tuple[str, ...]  # keys of REFERENCES, the one that dates the event first
    places: tuple[str, ...] = ()  # keys of PLACES
    note: str = ""  # on accounts that differ
    before: tuple[str, ...] = ()  # keys of REFERENCES that the note rests on

    @property
    def year(self) -> int:
        return REFERENCES[self.references[0]].year


EVENTS: dict[str, Event] = {
    "formal": Event(
        "McCulloch and Pitts: the formal neuron",
        "formal neuron",
        (
            "A neuron, reduced to what logic needs: it fires or it does not, and a count of its active inputs decides.",
            "The paper shows how nets of such neurons express propositions of logic; their structure is fixed.",
        ),
        ("mcculloch",),
        ("neuron", "formal"),
    ),
    "hebb": Event(
        "Hebb: cells that fire together",
        "Hebb's rule",
        (
            "A psychologist proposes how learning could happen in the brain: a connection grows where one cell "
            "repeatedly helps to fire another.",
            "He said it in words; the formula that goes by his name, a product of two activities, is a later reading.",
        ),
        ("hebb",),
        ("hebb",),
    ),
    "perceptron": Event(
        "Rosenblatt: the perceptron",
        "perceptron",
        (
            "A model whose weights are not set by hand but change with experience.",
            "With one layer of weights that learn, what it answers is decided by on which side of a straight boundary "
            "its inputs lie.",
        ),
        ("rosenblatt",),
        ("perceptron", "line"),
        note="His first name is Frank; “Franck”, as some course notes have it, is a slip.",
    ),
    "critique": Event(
        "Minsky and Papert: what perceptrons cannot compute",
        "Minsky & Papert",
        (
            "A mathematical study of what one layer of weights can tell apart when each of its detectors sees only "
            "few points, or only points close together.",
            "Parity, of which XOR is the smallest case, and whether a figure is connected turn out to be beyond such "
            "machines.",
        ),
        ("minsky",),
        ("line", "formal"),
    ),
    "werbos": Event(
        "Werbos: gradients backwards through a model",
        "Werbos's thesis",
        (
            "A doctoral thesis on forecasting in the social sciences works out how to get the derivatives of a result "
            f"with respect to all {term('parameter', 'parameters')} of a long calculation, going through it backwards.",
            "This is the computation at the heart of backpropagation, years before it became widely known.",
        ),
        ("werbos",),
        ("fundamentals", "hidden"),
        note="Others found it too: Linnainmaa described this way of differentiating in 1970, in his master's thesis "
        "in Helsinki, and in English in 1976.",
        before=("linnainmaa",),
    ),
    "backpropagation": Event(
        "Rumelhart, Hinton and Williams: learning by backpropagation",
        "backpropagation",
        (
            "Errors at the output are passed back through the layers, and every weight moves so that the error falls.",
            "Units in the middle, for which nobody states what they should answer, come to represent features of the "
            "task.",
        ),
        ("rumelhart",),
        ("fundamentals", "hidden", "overfitting"),
    ),
    "universal": Event(
        "Cybenko; Hornik, Stinchcombe and White: universal approximation",
        "universal approximation",
        (
            "One hidden layer suffices, if it may be as wide as it needs: such a network can come as close as one "
            "likes to any continuous function on a bounded, closed region.",
            "The theorems say that suitable weights exist; they do not say how many units it takes, nor that training "
            "finds them.",
        ),
        ("cybenko", "hornik", "hornik_alone"),
        ("fundamentals", "overfitting"),
        note="Often dated 1991. Cybenko proved it for sigmoids in 1989, and so did Hornik, Stinchcombe and White for "
        "squashing functions; Hornik alone extended it in 1991 to every continuous, bounded activation but constants.",
    ),
    "digits": Event(
        "LeCun and others: networks that read digits",
        "LeCun's digits",
        (
            "A network of several layers, trained by backpropagation, reads handwritten digits from the US mail.",
            "Its units look at small patches of the image and share their weights: a convolutional network.",
        ),
        ("lecun_1989",),
        ("mnist",),
        note="Sometimes called the first research on deep networks, by LeCun and Bengio. Bengio is not among the seven "
        "authors of 1989 but among the four of 1998, and Fukushima's neocognitron of 1980 had many layers already, "
        "though it was not trained by backpropagation.",
        before=("fukushima", "lecun_1998"),
    ),
    "lstm": Event(
        "Hochreiter and Schmidhuber: long short-term memory",
        "LSTM",
        (
            "In networks that read sequences, the error fades or explodes on its way back through time.",
            "A unit whose content is carried on unchanged, behind gates that learn when to write and when to read, "
            "keeps it alive over a thousand steps and more.",
        ),
        ("hochreiter",),
        ("imdb",),
    ),
    "lenet": Event(
        "LeCun, Bottou, Bengio and Haffner: LeNet-5",
        "LeNet-5",
        (
            "Convolutional networks are compared with the other methods of the day on a new set of digits, MNIST, and "
            "read bank cheques as part of a larger system.",
            "The paper argues for learning features from pixels rather than designing them by hand.",
        ),
        ("lecun_1998",),
        ("mnist",),
    ),
    "belief": Event(
        "Hinton, Osindero and Teh: deep belief nets",
        "deep belief nets",
        (
            "A network with many layers is trained one layer at a time, and fine-tuned as a whole afterwards.",
            "On handwritten digits it did better than the methods trained on labels alone that it was compared with.",
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
            f"Its units are ReLUs, and {term('dropout')} holds back its {term('overfitting')}: both can be chosen in "
            "this app.",
        ),
        ("krizhevsky",),
        ("overfitting", "mnist"),
    ),
    "attention": Event(
        "Vaswani and others: attention",
        "attention",
        (
            "A network for translation that reads a sentence neither word by word nor through a sliding window: each "
            "word weighs, by attention, what all the others have to say.",
            "This architecture, the transformer, translated better than the best models before it after less training.",
        ),
        ("vaswani",),
        ("imdb",),
    ),
}
FIRST_YEAR, LAST_YEAR = min(event.year for event in EVENTS.values()), max(event.year for event in EVENTS.values())
