"""What to try in the sections of the page."""

from ui.glossary import term
from ui.try_this import Exercise, Exercises

DRAW = Exercises(
    "mnist.draw",
    (
        Exercise(
            "Draw a digit in the middle of the canvas, one that the network reads well. Would the network give the "
            "same answer if you drew the same digit in a corner? Predict, then try.",
            "Yes, if the drawing is the same. It is cut out, scaled and centred before the network gets it. Without "
            "this, the place would matter a lot, because the network has a weight for each pixel, not for each shape.",
        ),
        Exercise(
            "Draw a house. How does the network say that this is no digit?",
            f"It cannot. {term('softmax', 'Softmax')} turns ten numbers into ten probabilities that add up to "
            "100\u00a0%, for every picture. There is no answer “none of these”. A high probability means “this digit "
            "rather than the other nine”.",
        ),
    ),
)
TRAIN = Exercises(
    "mnist.train",
    (
        Exercise(
            "Set one hidden layer of 15 units. How many parameters does the network have? With 30 units, is it twice "
            "as many?",
            "11,935 = 784 · 15 + 15 + 15 · 10 + 10. With 30 units it has 23,860, ten fewer than twice as many, because "
            "the number of output biases stays ten.",
        ),
        Exercise(
            "Guessing among ten digits costs ln 10 = 2.30 nats. Take the network that the page opens with. How far "
            "below this is its loss after the first epoch?",
            "Its validation loss is 0.28 at the end of the epoch: 2.02 nats below. Its training loss is 0.66, which is "
            "1.64 nats below. This is an average over the epoch, so it includes the first steps, when the network was "
            "almost guessing. One epoch has 422 steps: 54,000 digits in batches of 128.",
        ),
    ),
)
INSIDE = Exercises(
    "mnist.inside",
    (
        Exercise(
            "Which two digits does a network mix up most often? Guess, then open “Confusion matrix”.",
            "The sentence under the matrix names them for your network. The network that the page opens with most "
            "often reads 4 as 9: 37 times. Many people write the two digits alike, and the network knows only which "
            "pixels have ink.",
        ),
        Exercise(
            "Open “Weights”. Why do the edges of the pictures look like noise even after a long training?",
            f"Near the edges, 67 of the 784 pixels are white in all 60,000 training digits. The {term('gradient')} of "
            "a weight has its input as a factor, and this input is always 0. So these weights keep their random "
            "initial values, unless a penalty shrinks them.",
        ),
    ),
)
DIGITS = Exercises(
    "mnist.digits",
    (
        Exercise(
            "Choose training digit 0. Which of its ten numbers in the one-hot row is 1? What would the loss be if the "
            "network answered with exactly this row?",
            "The sixth number, for class 5, because the classes begin with 0. The loss would be 0. It is −ln of the "
            "probability that the network gives to the right class, and −ln 1 = 0.",
        ),
        Exercise(
            "Somebody answers 1 every time without looking. For what share of the training digits is this right?",
            "For 11.2\u00a0%: 6,742 of the 60,000 are a 1, and no other digit is more frequent. A network with an "
            "accuracy near 10\u00a0% is no better than that.",
        ),
    ),
)
FILES = Exercises(
    "mnist.files",
    (
        Exercise(
            "How many learned numbers does model.weights.h5 hold for one hidden layer of 15 units?",
            "11,935: a weight for every connection, 784 · 15 + 15 · 10, and a bias for each of the 25 neurons. "
            "model.json holds none of them: it says what the layers are, not what they learned.",
        ),
        Exercise(
            "The code gives the network pixels from 0 to 255, but the network learned from numbers between 0 and 1. "
            "Where are the pixels divided?",
            "In the network. Its first layer, Rescaling, multiplies every pixel by 1/255. So a program that loads the "
            "file need not divide them.",
        ),
    ),
)
