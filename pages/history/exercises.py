"""What to try in the sections of the page."""

from ui.try_this import Exercise, Exercises

TIMELINE = Exercises(
    "history.timeline",
    (
        Exercise(
            "The perceptron changes its weights by experience. How many years later is learning by backpropagation "
            "published? Guess, then find both events.",
            "28 years: 1958 and 1986. The perceptron rule has to know the right output of every neuron that learns, "
            "and nobody knows it for a hidden neuron. Backpropagation computes the share that a hidden neuron has in "
            "the errors at the output.",
        ),
        Exercise(
            "Set the year to 1980. Was the computation behind backpropagation already written down?",
            "Yes, twice. Linnainmaa's thesis of 1970 and Werbos's thesis of 1974 both go backwards through a "
            "calculation. As a way to train networks it became widely known only in 1986.",
        ),
    ),
)
NEURON = Exercises(
    "history.neuron",
    (
        Exercise(
            "Look at the nerve cell alone. Which of its parts does the work of the threshold θ? Then compare the "
            "colours.",
            "The axon hillock: an impulse starts there once the voltage is high enough. Below that, nothing is sent. "
            "The formal neuron keeps this all or nothing: its output is 1 where the count reaches θ, else 0.",
        ),
        Exercise(
            "Under “What it leaves out”, find something that one branch of a human cell can do and a whole formal "
            "neuron cannot.",
            "Dendrites that compute: a single one was seen to answer as XOR does. A formal neuron gets at most 3 of "
            "the 4 rows of XOR right, whatever its connections and its threshold. It has one count, and XOR needs more "
            "than that.",
        ),
    ),
)
FORMAL = Exercises(
    "history.formal",
    (
        Exercise(
            "Build AND with 2 inputs, then with 3 and with 4, all of them exciting. Which threshold does each need? "
            "And OR?",
            "AND of n inputs needs θ = n: the neuron fires only where all of them count. OR needs θ = 1: one active "
            "input is enough. With 4 inputs, θ = 2 gives “at least two”.",
        ),
        Exercise(
            "Build “x1 implies x2”, which is wrong only where x1 is 1 and x2 is 0. Which kind of inhibition does it "
            "need?",
            "Relative, with θ = 0: x1 inhibits and x2 excites. If both are active they cancel, and a count of 0 "
            "reaches θ. With absolute inhibition, an active x1 would silence the neuron here too, so that no setting "
            "works.",
        ),
    ),
)
HEBB = Exercises(
    "history.hebb",
    (
        Exercise(
            "Can the weights become shorter by Hebb's rule? Predict, then try other correlations and seeds in the view "
            "“Length and direction”.",
            "No. A single weight may shrink, but the length of all of them together never does. A step adds η ŷ x. Its "
            "product with the weights is η ŷ · ŷ, since w · x is ŷ. That is never negative, so no step goes against "
            "the weights.",
        ),
        Exercise(
            "Set η to 0.01 and the moments to 2,000. At which length do the weights end by Oja's rule? Does the "
            "correlation change it?",
            "Within 0.02 of 1, whatever the correlation. Hebb's part lengthens the weights, Oja's part shortens them, "
            "the more the longer they are. For small steps, the two are equally strong at length 1.",
        ),
    ),
)
LINE = Exercises(
    "history.line",
    (
        Exercise(
            "Choose AND and set the angle to 45°. Which offsets get all four points right?",
            "0.75 to 1.40 on the slider. Along the arrow, (1, 0) and (0, 1) are 0.71 from (0, 0), and (1, 1) is 1.41. "
            "The line has to pass between them.",
        ),
        Exercise(
            "No line gets all four points of XOR right. Why? Look at the middle of the square.",
            "The middle lies halfway between the two points of class 1, so it would have to be on their side of the "
            "line. It also lies halfway between the two points of class 0, so it would have to be on the other side "
            "too. With 45° and an offset of 0.5, three points are right.",
        ),
    ),
)
HIDDEN = Exercises(
    "history.hidden",
    (
        Exercise(
            "Guess before you look: with the settings that the section opens with, how many of 10 networks with 2 "
            "hidden units learn XOR? And how many with 8?",
            "7 of 10 with 2 units, and all 10 with 8. They differ in nothing but their initial weights. Two units are "
            "enough for XOR, but from some weights training ends where small steps hardly lower the loss.",
        ),
        Exercise(
            "Why is there no network with a single hidden unit here? Think of the boundary that it could draw.",
            "It would get at most 3 of the 4 points right. With one unit there is one weighted sum of x1 and x2, and "
            "tanh, sigmoid and ReLU never turn back as it grows. So the answer 1 lies on one side of a straight line.",
        ),
    ),
)
