"""What to try in the sections of the page."""

from ui.glossary import term
from ui.try_this import Exercise, Exercises

WRITE = Exercises(
    "imdb.write",
    (
        Exercise(
            "Write “The film is not good, it is bad”. Then swap “good” and “bad”. Does the answer change?",
            "No. Both reviews have the same words, and the network gets a 1 for each word that occurs. The order is "
            "lost, so the network cannot know which word “not” belongs to.",
        ),
        Exercise(
            "Write “wonderful” once, then ten times. Does the probability rise?",
            "No. A word that occurs ten times gives the same 1 as a word that occurs once. Only a different "
            "word changes the answer.",
        ),
        Exercise(
            "Write “Not good at all. I expected a great movie but it was not great.” What does the baseline say? Then "
            "press “Shuffle the words”.",
            "It says positive, in every order of the words. “Great” and “good” raise the probability, and the network "
            "cannot know that “not” stands before them. Negation depends on the order, and the order is lost.",
        ),
    ),
)
NETWORKS = Exercises(
    "imdb.networks",
    (
        Exercise(
            "The baseline has 160,305 parameters in layers of 16, 16 and 1 units. How many parameters does the network "
            "with layers of 8, 8 and 1 have? Guess, then read the table.",
            "80,089, almost exactly half. Nearly all parameters are in the first layer, which reads the 10,000 inputs: "
            "10,000 · 16 + 16, or 10,000 · 8 + 8. The other layers add only 289 and 81.",
        ),
        Exercise(
            "At which epoch is the baseline's validation loss lowest? What does its training loss do after that?",
            "On the bundled reviews it is lowest within the first 10 of 20 epochs. The training loss keeps falling to "
            "the end. After the lowest point, the network learns what helps only with its training reviews. That is "
            "overfitting.",
        ),
    ),
)
OWN = Exercises(
    "imdb.own",
    (
        Exercise(
            "A network has two hidden layers of 16 units. How many parameters does it lose if you reduce the "
            "vocabulary from 10,000 to 1,000 words?",
            "144,000: each of the 9,000 lost inputs had 16 weights. 16,305 are left of 160,305. The network can no "
            "longer read the rarer words, which it learns from few reviews.",
        ),
        Exercise(
            "Under “More”, set the hidden layers to 0. What kind of network is this, and what is the effect of a word "
            "in it?",
            f"It is a single neuron: {term('logistic regression')}. With 10,000 inputs it has 10,001 parameters. A "
            "word adds its weight to the sum, the same in every review. With hidden layers, the effect of a word "
            "depends on the other words.",
        ),
    ),
)
LEARNED = Exercises(
    "imdb.learned",
    (
        Exercise(
            "Adding 1 to a sum of 0 turns 50\u00a0% into 73\u00a0%. What does it turn 95\u00a0% into? Guess first.",
            "98\u00a0%. The sigmoid is steepest at 50\u00a0% and flat near 0\u00a0% and 100\u00a0%. So the same effect "
            "changes the probability less if the network is already certain.",
        ),
        Exercise(
            "Find a word in the lists that says nothing about a film, and point at its bar. In how many training "
            "reviews does it occur?",
            "If there are only a few, the effect may be due to chance. Of the 1,584 words that are in at most 20 of "
            "the bundled training reviews, 44 are in positive ones only and 25 in negative ones only. The network "
            "knows nothing else about a word, so it learns this as its meaning.",
        ),
    ),
)
READ = Exercises(
    "imdb.read",
    (
        Exercise(
            "Open “Indices”. Which word has index 4, and why is it not index 1?",
            "It is “the”, the most frequent word of the bundled reviews, so its rank is 1. An index is the rank + 3, "
            "because 0 to 3 stand for no word: padding, start, unknown and unused.",
        ),
        Exercise(
            "Bundled training review 8 has 117 words. Does its row have more ones than that, or fewer?",
            "Fewer: 83. A word that occurs again sets the same cell to 1 again, and all unknown words share one cell. "
            "Only the start mark adds a one although it is not a word.",
        ),
    ),
)
