"""What to try in the sections of the page."""

from ui.try_this import Exercise, Exercises

RULE = Exercises(
    "perceptron.rule",
    (
        Exercise(
            "Keep the initial weights at zero and change η from 1 to 0.1. What changes in the steps? Predict, then go "
            "through them.",
            "Only the size of the weights changes. From zero weights, η multiplies all of them by the same factor. So "
            "every z keeps its sign, and the outputs and the line stay the same. From random weights, η can change the "
            "steps.",
        ),
        Exercise(
            "Learn AND from zero weights, in the table's order, with “output 1 if z ≥ 0”. Press Start. Which weights "
            "does the first step change, and why not the others?",
            "Only the bias. z is 0, so the output is 1, but (0, 0) is of class 0. The rule subtracts η · (1, 0, 0). "
            "A weight changes only with samples in which its input is not 0.",
        ),
    ),
)
CONVERGENCE = Exercises(
    "perceptron.convergence",
    (
        Exercise(
            "Learn AND from zero weights. How many updates does Novikoff's bound allow, and how many are made? Then "
            "shuffle the samples. Which of the two numbers can change?",
            "The bound is 51. With the settings that the section opens with, there are 11 updates. Another order can "
            "change the 11, but not the 51: the bound depends only on the longest sample R and the widest margin γ. So "
            "it holds for every order.",
        ),
        Exercise(
            "Choose XOR, zero weights and the table's order, and open “The cycle”. Why is one repetition enough to "
            "know that the rule never ends?",
            "After epoch 3 the weights are the same as after epoch 2. The same samples follow in the same order, and "
            "no number is rounded. So epoch 4 repeats epoch 3, and so does every later epoch.",
        ),
    ),
)
BEYOND = Exercises(
    "perceptron.beyond",
    (
        Exercise(
            "Try it on XOR. Switch “x1·x2 is an input” off, then on. Why does the perceptron need this input?",
            "Without it, the weights repeat and no line is right. With it, all points are right after 17 updates. The "
            "product is 1 only at (1, 1), and its weight is −3: there it outweighs what x1 and x2 add.",
        ),
        Exercise(
            "Try it on XOR and set the hidden units to 1. How many of the four points can this network get right, "
            "whatever the seed?",
            "At most 3. One hidden unit has one weighted sum, so its boundary is one straight line. Two units are "
            "enough for XOR, if training finds their weights.",
        ),
    ),
)
TODAY = Exercises(
    "perceptron.today",
    (
        Exercise(
            "Learn AND. Set η of the perceptron rule to 0.1, under “The data and the rule”, and the learning rate of "
            "the sigmoid neuron to 0.1. Which of the two lines moves? Predict first.",
            "From zero weights, only the line of the sigmoid neuron moves. For the perceptron rule, η scales all "
            "weights, so its line stays. With smaller steps, the weights of the sigmoid neuron grow less: after 1,000 "
            "epochs, |w| is 6.5 instead of 15.4.",
        ),
        Exercise(
            "Go back to the settings that the section opens with. Which of the two lines stays further away from the "
            "points?",
            "The line of the sigmoid neuron: its nearest point is 0.34 away. The line of the perceptron rule goes "
            "through (1, 1). The perceptron rule stops at the first line without an error. In the sigmoid neuron, "
            "every point keeps pushing the line away.",
        ),
    ),
)
LAYERS = Exercises(
    "perceptron.layers",
    (
        Exercise(
            "Choose 3 half planes and 1 region. How many weights does this network have, biases included? Count, then "
            "read the text under its picture.",
            "It has 13 weights. Each of the 3 units of the first layer has 2 weights and a bias, which makes 9. The "
            "unit that combines them has 3 weights and a bias, which makes 4.",
        ),
        Exercise(
            "Choose 1 region. Is there a number of half planes that gives it a dent?",
            "No. A unit that computes AND keeps what all half planes have in common. Such a region is convex: the "
            "straight line between two of its points never leaves it. Dents and separate pieces need a third layer, "
            "the OR of several regions.",
        ),
    ),
)
