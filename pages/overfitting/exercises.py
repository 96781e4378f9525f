"""What to try in the sections of the page."""

from ui.try_this import Exercise, Exercises

WIDTH = Exercises(
    "overfitting.width",
    (
        Exercise(
            "Take the networks that the section opens with. Which width has the lowest training loss, and which the "
            "lowest validation loss? Guess, then open “Accuracy and loss”.",
            "50 units have the lowest training loss, 0.005 nats, and 3 units the lowest validation loss, 0.359. The "
            "wide network is right on every one of its 200 noisy points and worse on fresh ones. That is overfitting.",
        ),
        Exercise(
            "With x1 and x2 as inputs, can the boundary of a network with 1 hidden unit have a bend?",
            "No, it is a straight line, however long it is trained. One unit has one weighted sum, and the network's "
            "answer only ever rises, or only ever falls, as that sum grows. Each further unit brings a line of its "
            "own.",
        ),
    ),
)
DEPTH = Exercises(
    "overfitting.depth",
    (
        Exercise(
            "Take the network that the section opens with. Drag the slider over the figure to where its validation "
            "loss is lowest. How does the boundary differ from that at the end?",
            "It is lowest near epoch 300, with 0.34 nats, and 2.92 at epoch 5,000. In between, the training loss "
            "has fallen from 0.31 to 0.01. So the boundary has come to suit the training points better, and fresh "
            "points worse.",
        ),
        Exercise(
            "Set the hidden layers to 0, with x1 and x2 as inputs. Which boundaries are left?",
            "Straight lines only. The network is now one neuron: its answer is ½ where w1 x1 + w2 x2 + b = 0. Give it "
            "x1² and x2² too, under “The points”, and it can draw circles and ellipses.",
        ),
    ),
)
REMEDIES = Exercises(
    "overfitting.remedies",
    (
        Exercise(
            "Which remedy brings the most weights to 0? Predict, then open “Weights” with the settings that the "
            "section opens with.",
            "L1: 90\u00a0% of the weights into the hidden layer are within ±0.01 of 0, and 32\u00a0% with L2. L1 "
            "pulls every "
            "weight with the same force, however small it is. The pull of L2 is proportional to the weight, so it "
            "fades.",
        ),
        Exercise(
            "Does dropout add anything to the loss? Predict, then open “Loss terms”.",
            "No. L1 and L2 add a penalty to the loss. Dropout sets outputs to 0 at random while the network trains, "
            "and does nothing afterwards. So the page compares networks by the loss without its penalty.",
        ),
        Exercise(
            "Take the settings that the section opens with. One run on one draw of the points puts the remedies in an "
            "order. Which part of it would hold on other points? Predict, then open “Ten draws”.",
            "All four remedies are more accurate than no remedy, by 5.7 to 7.2 percentage points on average: far more "
            "than chance explains. Early stopping has the highest mean, but it can't be told apart from dropout.",
        ),
    ),
)
POINTS = Exercises(
    "overfitting.points",
    (
        Exercise(
            "Choose Moons and set the noise from 0.4 to 0.2. How far does the best possible accuracy rise? Does the "
            "number of points change it?",
            "From 86.3\u00a0% to 97.1\u00a0%, whatever the number of points. With less noise the classes overlap less. "
            "It tells how well anybody can answer for new points, however many there were to learn from.",
        ),
        Exercise(
            "Choose Moons and give one point the other class in the table. Does the dotted line move? Would the "
            "boundary of a network?",
            "The dotted line stays. It follows from how likely each class is in each place, not from the points that "
            "were drawn. A network knows nothing but the points: look at it in “One network”.",
        ),
    ),
)
