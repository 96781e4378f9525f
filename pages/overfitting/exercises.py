"""What to try in the sections of the page."""

from ui.try_this import Exercise, Exercises

WIDTH = Exercises(
    "overfitting.width",
    (
        Exercise(
            "Take the networks that the section opens with. Which width has the lowest training loss, and which the "
            "lowest validation loss? Guess, then open “Accuracy and loss”.",
            "The network with 50 units has the lowest training loss, 0.005 nats. The network with 3 units has the "
            "lowest validation loss, 0.359 nats. The wide network gets all of its 200 noisy training points right and "
            "is worse on new points. This is overfitting.",
        ),
        Exercise(
            "With x1 and x2 as inputs, can the boundary of a network with 1 hidden unit have a bend?",
            "No, it is a straight line, however long you train the network. One unit has one weighted sum. As this sum "
            "grows, the network's answer only rises or only falls. Each further unit adds a line of its own.",
        ),
    ),
)
DEPTH = Exercises(
    "overfitting.depth",
    (
        Exercise(
            "Take the network that the section opens with. Drag the slider to the epoch with the lowest validation "
            "loss. How does the boundary there differ from the boundary at the end?",
            "The validation loss is lowest near epoch 300, at 0.34 nats. At epoch 5,000 it is 2.92 nats. In the "
            "meantime, the training loss falls from 0.31 to 0.01. So the boundary at the end fits the training points "
            "better, and new points worse.",
        ),
        Exercise(
            "Set the hidden layers to 0, with x1 and x2 as inputs. Which boundaries are possible?",
            "Only straight lines. The network is now one neuron, and its answer is ½ where w1 x1 + w2 x2 + b = 0. If "
            "you add the inputs x1² and x2² under “The points”, the boundary can be a circle or an ellipse.",
        ),
    ),
)
REMEDIES = Exercises(
    "overfitting.remedies",
    (
        Exercise(
            "Which remedy brings the most weights to 0? Predict, then open “Weights” with the settings that the "
            "section opens with.",
            "L1: 90\u00a0% of the weights into the hidden layer are within ±0.01 of 0. With L2, it is 32\u00a0%. L1 "
            "pulls every weight towards 0 with the same force, however small the weight is. The pull of L2 is "
            "proportional to the weight, so it fades.",
        ),
        Exercise(
            "Does dropout add anything to the loss? Predict, then open “Loss terms”.",
            "No. L1 and L2 add a penalty to the loss. Dropout sets outputs to 0 at random while the network trains, "
            "and does nothing afterwards. The page compares networks by the loss without the penalty.",
        ),
        Exercise(
            "Take the settings that the section opens with. One run of each network gives a ranking of the remedies. "
            "Which part of it holds on other points too? Predict, then open “Ten draws”.",
            "All four remedies are more accurate than no remedy, by 5.7 to 7.2 percentage points on average. This is "
            "far more than chance explains. Early stopping has the highest mean, but its difference from dropout is "
            "not clear.",
        ),
    ),
)
POINTS = Exercises(
    "overfitting.points",
    (
        Exercise(
            "Choose Moons and change the noise from 0.4 to 0.2. How much does the best possible accuracy rise? Does "
            "the number of points change it?",
            "It rises from 86.3\u00a0% to 97.1\u00a0%. With less noise, the classes overlap less. The number of points "
            "changes nothing: this is the accuracy of the best classifier there can be on new points.",
        ),
        Exercise(
            "Choose Moons and give one point the other class in the table. Does the dotted line move? Does the "
            "boundary of a network move?",
            "The dotted line stays. It depends on how likely each class is in each place, not on the points that were "
            "drawn. A network learns from nothing but the points, so its boundary can move: look at it in “One "
            "network”.",
        ),
    ),
)
