"""What to try in the sections of the page."""

from ui.glossary import term
from ui.try_this import Exercise, Exercises

ANATOMY = Exercises(
    "fundamentals.anatomy",
    (
        Exercise(
            "Take 3 inputs, hidden layers of 4 and 3 units and 1 output. How many parameters are there? How many "
            "more are there with a fourth input? Calculate, then look.",
            "35 = (3 + 1) · 4 + (4 + 1) · 3 + (3 + 1) · 1. Each + 1 stands for the biases. A fourth input brings 4 "
            "more: one weight for each unit of the first hidden layer. The layers behind it stay the same.",
        ),
        Exercise(
            "Choose a neuron of hidden layer 1 and set all inputs to 0. What is left of its weighted sum z?",
            "Its bias. Every product of an input and a weight is 0, whatever the weight is. So the bias alone "
            "decides what a neuron answers when all its inputs are 0.",
        ),
    ),
)
ACTIVATIONS = Exercises(
    "fundamentals.activations",
    (
        Exercise(
            "Where is the sigmoid steepest, and how steep is it there? Guess, then move z. Compare it with tanh.",
            "Both are steepest at z = 0. The sigmoid has a slope of 0.25 there, and tanh a slope of 1. In the "
            "backward pass, each neuron multiplies the gradient by its slope. Five sigmoids in a row leave at most "
            "0.25⁵ of it, about 0.001, if you leave the weights aside.",
        ),
        Exercise(
            "Open “Why a bend at all?”. Can three linear layers compute more than a single one? Predict, then choose "
            "another function between the layers.",
            f"No. Three linear layers are equal to one layer, whose {term('kernel')} is the product of their "
            "matrices. The answers are the same, except for rounding. With ReLU, tanh or sigmoid between the layers, "
            "they are different.",
        ),
    ),
)
NEURON = Exercises(
    "fundamentals.neuron",
    (
        Exercise(
            "Under “By hand”, set w1, w2 and b to 0. What is the loss? Does it depend on where the points lie?",
            "It is ln 2 = 0.693 nats, wherever the points lie. With z = 0 the neuron gives every point p = ½, so "
            "each point has a loss of −ln ½ = ln 2. A neuron that has learned something has a lower loss.",
        ),
        Exercise(
            "Under “By hand”, move the weights and try to get all six of the given points right.",
            "You can get five right at most, because no line separates these points. The point (0.5, 0.5) of class 0 "
            "lies in the triangle of the three points of class 1. One neuron draws one line, so at least one point "
            "stays on the wrong side.",
        ),
    ),
)
SOFTMAX = Exercises(
    "fundamentals.softmax",
    (
        Exercise(
            "Under “The logits”, add 100 to every logit. Which probability changes most? Predict, then look.",
            "None changes, except for rounding. The number multiplies every power by the same factor, and this "
            "factor cancels in the fraction. Only the differences between logits count.",
        ),
        Exercise(
            "Under “The logits”, take logits of 2, 1 and −1 and set T to 10, then to 0.1. Does the most probable "
            "class change?",
            "No, the order stays the same. T divides the differences between the logits. With T = 10 the "
            "probabilities are nearly equal: 0.378, 0.342 and 0.280. With T = 0.1 the class with the largest logit "
            "gets all but 0.00005.",
        ),
    ),
)
APPROXIMATION = Exercises(
    "fundamentals.approximation",
    (
        Exercise(
            "Under “By hand”, take the sine with a steepness of 50. How does the largest error change from 10 bumps "
            "to 20, and to 40?",
            "It is about half as large each time: 0.588, 0.309, 0.156. The top of a bump is flat, but the curve "
            "rises or falls. On a piece half as wide, the curve moves away from the top only half as far.",
        ),
        Exercise(
            "Under “By hand”, choose the curve “step”. Can you bring the largest error below 0.4? Predict first.",
            "No. An error of 0.5, or nearly 0.5, remains with any number of bumps and any steepness. The curve jumps "
            "by 1 at x = 0, and a sum of sigmoids cannot jump. The theorem holds for continuous curves only.",
        ),
    ),
)
MATRICES = Exercises(
    "fundamentals.vectorisation",
    (
        Exercise(
            "How many multiplications does layer 1 need for 4 samples, and for 8? Does the number of parameters "
            "change?",
            "It needs 4 · 3 · 4 = 48, then 8 · 3 · 4 = 96. Each row of x meets each column of W1, and each pair "
            "takes 3 products. The number of parameters stays 16, with 12 weights and 4 biases, because all samples "
            "share them.",
        ),
        Exercise(
            "Look at layer 1. Why must W1 have 3 rows? And where does its number of columns appear again?",
            "A sample has 3 numbers, and each of them needs its own weight. So the inner sizes of a product must "
            "agree. The 4 columns of W1 are the 4 neurons. So z and a have 4 columns, and W2 has 4 rows.",
        ),
    ),
)
WEIGHTS = Exercises(
    "fundamentals.initial",
    (
        Exercise(
            "Choose ReLU and “Spread by layer”. Which of the five kinds of initial weights keeps the spread of the "
            "outputs about the same? Predict, then look.",
            "“He” does: from layer 1 to layer 10 the spread changes by a factor of about 2 at most. With Glorot "
            "less than a tenth is left, because ReLU lets only half of the signal through. With “too large” the "
            "spread grows by a factor of more than 100,000.",
        ),
        Exercise(
            "Under “Equal weights”, set the initial value to 0.5 and take 200 steps. Do the three neurons "
            "ever become different?",
            "No, except for rounding. They get the same inputs and have the same weights, so they get the same "
            "gradient in every step. The layer counts as one neuron. Random initial weights break this symmetry.",
        ),
        Exercise(
            "Choose tanh and open “Training”. Which initial weights lead to the lowest loss after 50 steps? Predict, "
            "then try other seeds.",
            "“He” does, with each of the seeds 0 to 4, if the learning rate is 0.1. Glorot ends close to 0.37 nats "
            "every time. “Too large” ends between 0.3 and 1 nats. Its gradients grow from layer to layer, so its "
            "steps are too long. “Zero” and “too small” stay at ln 2 = 0.693 nats.",
        ),
    ),
)
DESCENT = Exercises(
    "fundamentals.descent",
    (
        Exercise(
            "Take the bowl and SGD alone. Set the learning rate to 0.1, 0.2 and 0.5. What does each do along w2? "
            "Predict: the bowl has a curvature of 10 along w2.",
            "Each step multiplies w2 by 1 − 10 η. With 0.1 the factor is 0: w2 arrives in one step. With 0.2 it is "
            "−1: w2 jumps between two places forever. With 0.5 it is −4: each step takes w2 four times as far away.",
        ),
        Exercise(
            "Take Himmelblau's function, SGD and η = 0.01. Start at (3, 3), then at (−3, 3). Do both arrive at the "
            "same star?",
            "No, they arrive at (3, 2) and (−2.81, 3.13). Gradient descent goes downhill from its start, so the "
            "start decides in which valley it ends. Here all four valleys are equally deep. The valleys of a "
            "network's loss need not be.",
        ),
    ),
)
BACKPROPAGATION = Exercises(
    "fundamentals.backpropagation",
    (
        Exercise(
            "Choose the formula “twice” with a = 2 and b = −0.5. What is the gradient of a? Calculate it, then go to "
            "the end.",
            "3.5. The result depends on a in two ways. As a factor, a has the slope a + b = 1.5. As a part of the "
            "sum, it has the slope 1, times the upstream gradient 2. The gradient is the sum over all ways: 1.5 + 2.",
        ),
        Exercise(
            "Choose the formula “neuron” and set x1 to 0. Which weight has a gradient of 0 now, and what does that "
            "mean for learning?",
            "w1 has. Its gradient is the gradient of z times x1. So a weight learns nothing from a sample whose "
            "input is 0, such as a white pixel or a word that does not occur.",
        ),
    ),
)
LOOP = Exercises(
    "fundamentals.loop",
    (
        Exercise(
            "With batches of 32 from 200 points, how many steps are there in an epoch? And with batches of 200?",
            "7: six batches of 32, and a last one with the 8 points that are left. With batches of 200 there is a "
            "single step. It has one exact gradient instead of seven estimates, and is called full batch.",
        ),
        Exercise(
            "Go through the loop once. In which of the five stages do the weights change? Which stages does "
            "inference need?",
            "They change only in the last stage, the update. Inference is the forward stage alone. It knows no "
            "class, so there is no loss and no gradient, and the weights stay the same.",
        ),
    ),
)
