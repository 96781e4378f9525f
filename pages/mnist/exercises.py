"""What to try in the sections of the page."""

from ui.glossary import term
from ui.try_this import Exercise, Exercises

DRAW = Exercises(
    "mnist.draw",
    (
        Exercise(
            "Draw a digit in the middle that the network reads well. If you drew the same one in a corner, would it "
            "answer the same? Predict, then try.",
            "Yes, if the drawing is the same. It is cut out, scaled and centred before the network gets it. Without "
            "that the place would matter a lot: the network has a weight for each pixel, not for each shape.",
        ),
        Exercise(
            "Draw a house. How does the network say that this is no digit?",
            f"It cannot. {term('softmax', 'Softmax')} turns ten numbers into ten probabilities that add up to "
            "100\u00a0%, whatever the picture. There is no answer “none of these”. A high probability says “rather "
            "this than the other nine”.",
        ),
    ),
)
TRAIN = Exercises(
    "mnist.train",
    (
        Exercise(
            "Set one hidden layer of 15 units. How many parameters does the network have? With 30 units, is it twice "
            "as many?",
            "11,935 = 784 · 15 + 15 + 15 · 10 + 10. With 30 units it is 23,860, ten fewer than twice as many: only the "
            "biases of the ten outputs stay.",
        ),
        Exercise(
            "Guessing among ten digits costs ln 10 = 2.30 nats. How far below that is the network that the page opens "
            "with after its first epoch?",
            "Its training loss is 0.66 there, as an average over the epoch, and its validation loss is 0.28 at the "
            "end of it. One epoch is already 422 steps: 54,000 digits in batches of 128.",
        ),
    ),
)
INSIDE = Exercises(
    "mnist.inside",
    (
        Exercise(
            "Which two digits does a network mix up most often? Guess, then open “Confusion matrix”.",
            "The sentence under the matrix names them for your network. For the one that the page opens with it is a "
            "4 read as a 9: 37 times. Both are often written alike, and the network knows nothing but pixels, each in "
            "its place.",
        ),
        Exercise(
            "Open “Weights”. Why do the pictures still look like noise at their edges, however long the training?",
            f"67 of the 784 pixels, near the edges, are white in all 60,000 training digits. The {term('gradient')} of "
            "a weight has its input as a factor, and this input is always 0. So these weights stay as they were drawn, "
            "unless a penalty shrinks them.",
        ),
    ),
)
DIGITS = Exercises(
    "mnist.digits",
    (
        Exercise(
            "Choose training digit 0. Which of its ten numbers in the one-hot row is 1? What would the loss be if the "
            "network answered with exactly this row?",
            "The sixth, for class 5, because the classes begin with 0. The loss would be 0: it is −ln of the "
            "probability that the network gives to the right class, and −ln 1 = 0.",
        ),
        Exercise(
            "Somebody always answers 1 without looking. How many of the training digits does that get right?",
            "11.2\u00a0%: 6,742 of the 60,000 are a 1, more than of any other digit. An accuracy near 10\u00a0% is no "
            "better than that.",
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
            "The code hands over pixels from 0 to 255, but the network learned from numbers between 0 and 1. Where are "
            "they divided?",
            "In the network. Its first layer, Rescaling, multiplies every pixel by 1/255. So whoever loads the file "
            "can neither forget it nor do it twice.",
        ),
    ),
)
