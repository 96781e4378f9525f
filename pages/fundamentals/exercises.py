"""What to try in the sections of the page."""

from ui.glossary import term
from ui.try_this import Exercise, Exercises

ANATOMY = Exercises(
    "fundamentals.anatomy",
    (
        Exercise(
            "Take 3 inputs, hidden layers of 4 and 3 units and 1 output. How many parameters are there? How many more "
            "does a fourth input bring? Calculate, then look.",
            "35 = (3 + 1) · 4 + (4 + 1) · 3 + (3 + 1) · 1, where each + 1 is for the biases. A fourth input brings 4 "
            "more: one weight for each unit of the first hidden layer, and none for the layers behind it.",
        ),
        Exercise(
            "Choose a neuron of hidden layer 1 and set all inputs to 0. Which number is left of its sum z?",
            "Its bias. Every product of an input and a weight is 0, whatever the weight. So the bias is what a neuron "
            "says before it knows anything.",
        ),
    ),
)
ACTIVATIONS = Exercises(
    "fundamentals.activations",
    (
        Exercise(
            "Where is the sigmoid steepest, and how steep is it there? Guess, then move z. Compare it with tanh.",
            "Both are steepest at z = 0: the sigmoid's slope is 0.25 there, that of tanh is 1. A gradient on its way "
            "back is multiplied by the slope of each neuron. Of a gradient that passes five sigmoids, at most 0.25⁵, "
            "about 0.001, is left, weights apart.",
        ),
        Exercise(
            "Open “Why a bend at all?”. Are three linear layers more than one? Predict, then choose another function "
            "between the layers.",
            "No. Three linear layers are one layer, whose "
            f"{term('kernel')} is the product of their matrices: the answers are the same but for rounding. With ReLU, "
            "tanh or sigmoid between them, they are no longer.",
        ),
    ),
)
NEURON = Exercises(
    "fundamentals.neuron",
    (
        Exercise(
            "Under “By hand”, set w1, w2 and b to 0. What will the loss be? Does it matter where the points lie?",
            "ln 2 = 0.693 nats, wherever they lie. With z = 0 the neuron gives every point p = ½, so each point costs "
            "−ln ½ = ln 2. A neuron that has learned something pays less.",
        ),
        Exercise(
            "Under “By hand”, get all six of the given points right by moving the weights.",
            "Five are the most: no line separates these points. The point (0.5, 0.5) of class 0 lies in the "
            "triangle that the points of class 1 make. One neuron draws one line, so it has to leave at least one "
            "point on the wrong side.",
        ),
    ),
)
SOFTMAX = Exercises(
    "fundamentals.softmax",
    (
        Exercise(
            "Under “The logits”, add 100 to every logit. Which probability changes most? Predict, then look.",
            "None, but for rounding. The number multiplies every power by the same factor, and this factor cancels in "
            "the fraction. Only the differences between logits count.",
        ),
        Exercise(
            "Under “The logits”, take logits of 2, 1 and −1 and set T to 10, then to 0.1. Does another class come "
            "first?",
            "No, the order stays. T divides the differences: with T = 10 the probabilities are nearly equal, 0.378, "
            "0.342 and 0.280. With T = 0.1 the largest logit takes all but 0.00005.",
        ),
    ),
)
APPROXIMATION = Exercises(
    "fundamentals.approximation",
    (
        Exercise(
            "Under “By hand”, take the sine with a steepness of 50. What becomes of the largest error from 10 bumps to "
            "20, and to 40?",
            "It is about half as large each time: 0.588, 0.309, 0.156. A bump is level while the curve goes on rising "
            "or falling. Over a piece half as wide, the curve gets away from it half as far.",
        ),
        Exercise(
            "Under “By hand”, choose the curve “Step”. Can you bring the largest error below 0.4? Predict first.",
            "No: 0.5 or nearly 0.5 remains, with any number of bumps and any steepness. The curve jumps by 1 at x = 0, "
            "and a sum of sigmoids cannot jump. The theorem speaks of continuous curves only.",
        ),
    ),
)
MATRICES = Exercises(
    "fundamentals.vectorisation",
    (
        Exercise(
            "How many multiplications does layer 1 need for 4 samples, and for 8? What becomes of the number of "
            "parameters?",
            "4 · 3 · 4 = 48, then 8 · 3 · 4 = 96: each row of x meets each column of W1, with 3 products each time. "
            "The parameters stay 16, 12 weights and 4 biases: all samples share them.",
        ),
        Exercise(
            "Look at layer 1. Why must W1 have 3 rows? And where does its number of columns appear again?",
            "A sample has 3 numbers, and each needs a weight of its own: the inner sizes of a product must agree. The "
            "4 columns are the 4 neurons. They are the columns of z, of a, and the rows of W2.",
        ),
    ),
)
WEIGHTS = Exercises(
    "fundamentals.initial",
    (
        Exercise(
            "Choose ReLU and “Spread by layer”. Which of the five kinds of initial weights keeps the spread of the "
            "outputs about the same? Predict, then look.",
            "He: from layer 1 to layer 10 the spread changes by no more than a factor of about 2. With Glorot less "
            "than a tenth is left, because ReLU lets only half of the signal through. With “too large” it grows more "
            "than 100,000-fold.",
        ),
        Exercise(
            "Under “Equal weights”, begin at 0.5 and take 200 steps. Do the three neurons ever become different?",
            "No, but for rounding. They get the same inputs and have the same weights, so they get the same gradient "
            "in every step. The layer counts as one neuron. Random initial weights break this symmetry.",
        ),
        Exercise(
            "Choose tanh and open “Training”. Which initial weights lead to the lowest loss after 50 steps? Predict, "
            "then try other seeds.",
            "He, with each of the seeds 0 to 4, if the learning rate is 0.1. Glorot comes close to 0.37 nats every "
            "time. “Too large” ends somewhere between 0.3 and 1 nats: its gradients grow from layer to layer, so that "
            "its steps jump. “Zero” and “too small” stay at ln 2 = 0.693 nats.",
        ),
    ),
)
DESCENT = Exercises(
    "fundamentals.descent",
    (
        Exercise(
            "Take the bowl and SGD alone. Move the learning rate to 0.1, 0.2 and 0.5. What does each do along w2? "
            "Predict: the bowl's curvature there is 10.",
            "A step multiplies w2 by 1 − 10 η. With 0.1 that is 0: w2 arrives in one step. With 0.2 it is −1: w2 "
            "swings between two places for ever. With 0.5 it is −4: each step leaves it four times as far away.",
        ),
        Exercise(
            "Take Himmelblau's function, SGD and η = 0.01. Start at (3, 3), then at (−3, 3). Is it the same star?",
            "No: (3, 2) and (−2.81, 3.13). Gradient descent goes downhill from where it stands, so its start decides "
            "which valley it ends in. Here all four are equally deep; the valleys of a network's loss need not be.",
        ),
    ),
)
BACKPROPAGATION = Exercises(
    "fundamentals.backpropagation",
    (
        Exercise(
            "Choose the formula “Used twice” with a = 2 and b = −0.5. What is the gradient of a? Calculate, then go to "
            "the end.",
            "3.5. a acts in two ways. As a factor its slope is a + b = 1.5; within the sum it is 1, times the upstream "
            "gradient 2. What comes back on all ways adds up: 1.5 + 2.",
        ),
        Exercise(
            "Choose the sigmoid neuron and set x1 to 0. Which weight has a gradient of 0 now, and what does that mean "
            "for learning?",
            "w1. Its gradient is that of z times x1. So a weight learns nothing from a sample whose input is 0: a "
            "white pixel, or a word that does not occur.",
        ),
    ),
)
LOOP = Exercises(
    "fundamentals.loop",
    (
        Exercise(
            "With batches of 32 from 200 points, how many steps has an epoch? And with batches of 200?",
            "7: six batches of 32, and a last one with the 8 points that are left. With 200 there is a single step, "
            "which is called full batch: one exact gradient instead of seven estimates.",
        ),
        Exercise(
            "Go round the loop once. In which of the five stages do the weights change? Which stages does inference "
            "need?",
            "They change in the last one only, the update. Inference is the forward stage alone: no class is known, so "
            "there is no loss, no gradient, and the weights stay.",
        ),
    ),
)
