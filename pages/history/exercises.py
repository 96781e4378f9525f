"""What to try in the sections of the page."""

from ui.try_this import Exercise, Exercises

TIMELINE = Exercises(
    "history.timeline",
    (
        Exercise(
            "The perceptron changes its weights by experience. How many years later is learning by backpropagation "
            "published? Guess, then find both events.",
            "28 years: 1958 and 1986. The perceptron rule has to know the right output of every neuron that learns, "
            "and nobody knows it for a hidden neuron. Backpropagation computes how much each hidden neuron contributes "
            "to the errors at the output.",
        ),
        Exercise(
            "Set the year to 1980. Was the computation behind backpropagation already written down?",
            "Yes, twice. Linnainmaa's thesis of 1970 and Werbos's thesis of 1974 both go backward through a "
            "calculation. Backpropagation became widely known as a way to train networks only in 1986.",
        ),
    ),
)
NEURON = Exercises(
    "history.neuron",
    (
        Exercise(
            "Look at the nerve cell alone. Which of its parts does the work of the threshold θ? Then compare the "
            "colours.",
            "The axon hillock. It starts an impulse if the voltage is high enough, and otherwise sends nothing. The "
            "formal neuron keeps this all-or-nothing rule: its output is 1 if the count reaches θ, else 0.",
        ),
        Exercise(
            "Under “What it leaves out”, find something that one branch of a human cell can do and a whole formal "
            "neuron cannot.",
            "A single dendrite was observed to answer like XOR. A formal neuron gets at most 3 of the 4 rows of XOR "
            "right, whatever its connections and its threshold are. It has only one count, and XOR needs more than "
            "that.",
        ),
    ),
)
FORMAL = Exercises(
    "history.formal",
    (
        Exercise(
            "Build AND with 2 inputs, then with 3 and with 4, and let all inputs excite. Which threshold does each of "
            "them need? Which threshold does OR need?",
            "AND of n inputs needs θ = n: the neuron then fires only if all inputs are active. OR needs θ = 1: one "
            "active input is enough. With 4 inputs, θ = 2 gives “at least two”.",
        ),
        Exercise(
            "Build “x1 implies x2”, which is false only if x1 is 1 and x2 is 0. Which kind of inhibition does it need?",
            "It needs relative inhibition and θ = 0: x1 inhibits and x2 excites. If both are active, they cancel out, "
            "and a count of 0 reaches θ. With absolute inhibition, an active x1 silences the neuron in this row too, "
            "so no setting works.",
        ),
    ),
)
HEBB = Exercises(
    "history.hebb",
    (
        Exercise(
            "Can Hebb's rule make the weight vector shorter? Predict, then try other correlations and seeds in the "
            "view “Length and direction”.",
            "No. A single weight may shrink, but the length of the weight vector never does. A step adds η ŷ x. Its "
            "product with the weights is η ŷ · ŷ, because w · x is ŷ. This is never negative, so no step points "
            "against the weights.",
        ),
        Exercise(
            "Set η to 0.01 and the steps to 2,000. How long is the weight vector at the end under Oja's rule? Does the "
            "correlation change this length?",
            "Its length is within 0.02 of 1 for every correlation. Hebb's part of the rule makes the vector longer. "
            "Oja's part makes it shorter, and grows with its length. For small steps, both parts are equally strong at "
            "length 1.",
        ),
    ),
)
LINE = Exercises(
    "history.line",
    (
        Exercise(
            "Choose AND and set the angle to 45°. Which offsets get all four points right?",
            "All offsets from 0.75 to 1.40. In the direction of 45°, (1, 0) and (0, 1) are 0.71 away from (0, 0), and "
            "(1, 1) is 1.41 away. The line has to pass between them.",
        ),
        Exercise(
            "No line gets all four points of XOR right. Why? Look at the middle of the square.",
            "The middle lies halfway between the two points of class 1, so it would have to be on their side of the "
            "line. It also lies halfway between the two points of class 0, so it would have to be on the other side "
            "too. With an angle of 45° and an offset of 0.5, three points are right.",
        ),
    ),
)
HIDDEN = Exercises(
    "history.hidden",
    (
        Exercise(
            "With the default settings, how many of 10 networks with 2 hidden units learn XOR? How many of 10 networks "
            "with 8 hidden units? Guess before you look.",
            "7 of 10 with 2 units, and all 10 with 8. Networks of the same size differ only in their initial weights. "
            "Two units are enough for XOR, but from some initial weights training ends at a place where small steps "
            "hardly lower the loss.",
        ),
        Exercise(
            "Why is there no network with a single hidden unit here? Think of the boundary that it could draw.",
            "It would get at most 3 of the 4 points right. One unit has one weighted sum of x1 and x2, and tanh, "
            "sigmoid and ReLU never fall while it grows. So the network answers 1 on one side of a straight line only.",
        ),
    ),
)
