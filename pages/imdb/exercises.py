"""What to try in the sections of the page."""

from ui.glossary import term
from ui.try_this import Exercise, Exercises

WRITE = Exercises(
    "imdb.write",
    (
        Exercise(
            "Write “The film is not good, it is bad”. Then swap “good” and “bad”. Does the answer change?",
            "Not at all. Both reviews hold the same words, and the network gets a 1 for each word that occurs. The "
            "order is lost, so it cannot know which word “not” belongs to.",
        ),
        Exercise(
            "Write “wonderful” once, then ten times. Does the network become surer?",
            "No. A word that occurs ten times gives the same 1 as a word that occurs once. Only another word changes "
            "the answer.",
        ),
        Exercise(
            "Write “Not good at all. I expected a great movie but it was not great.” What does the baseline say? Then "
            "press “Shuffle the words”.",
            "It says positive, in every order of the words. “Great” and “good” speak for the film, and the network "
            "cannot know that each of them follows a “not”. Negation is a matter of order, and the order is lost.",
        ),
    ),
)
NETWORKS = Exercises(
    "imdb.networks",
    (
        Exercise(
            "The baseline has 160,305 parameters: layers of 16, 16 and 1. How many has the network with layers of 8, 8 "
            "and 1? Guess, then read the table.",
            "80,089, almost exactly half. Nearly all of them lie between the 10,000 inputs and the first layer: "
            "10,000 · 16 + 16, or 10,000 · 8 + 8. The other layers add only 289 and 81.",
        ),
        Exercise(
            "Where is the baseline's validation loss lowest? What does its training loss do from there on?",
            "On the bundled reviews it is lowest within the first 10 of 20 epochs, and the training loss goes on "
            "falling to the end. From there on the network learns what helps with its training reviews only. That is "
            "overfitting.",
        ),
    ),
)
OWN = Exercises(
    "imdb.own",
    (
        Exercise(
            "Two hidden layers of 16 units: how many parameters does the network lose if you set the vocabulary from "
            "10,000 to 1,000?",
            "144,000: each of 9,000 inputs had 16 weights. 16,305 are left of 160,305. What it can no longer read are "
            "the rarer words, which it learns from few reviews.",
        ),
        Exercise(
            "Set the hidden layers to 0, under “More”. What kind of network is that, and what is a word's effect in "
            "it?",
            f"One neuron, which is {term('logistic regression')}: with 10,000 inputs it has 10,001 parameters. A word "
            "adds its own weight to the sum, the same in every review. With hidden layers, the effect of a word "
            "depends on the other words.",
        ),
    ),
)
LEARNED = Exercises(
    "imdb.learned",
    (
        Exercise(
            "Adding 1 to a sum of 0 turns 50\u00a0% into 73\u00a0%. What does adding 1 make of 95\u00a0%? Guess first.",
            "98\u00a0%. The sigmoid is steepest at 50\u00a0% and flat near 0\u00a0% and 100\u00a0%. So the same effect "
            "changes the probability less, the surer the network is already.",
        ),
        Exercise(
            "Find a word in the lists that says nothing about a film, and point at its bar. In how many training "
            "reviews does it occur?",
            "If they are few, it may be chance. Of the 1,584 words that are in at most 20 of the bundled training "
            "reviews, 44 are in positive ones only and 25 in negative ones only. The network knows nothing else about "
            "a word, so it takes this for a meaning.",
        ),
    ),
)
READ = Exercises(
    "imdb.read",
    (
        Exercise(
            "Open “Indices”. Which word has index 4, and why is it not index 1?",
            "“the”, the most frequent word of the bundled reviews: rank 1. An index is the rank + 3, because 0 to 3 "
            "stand for no word: padding, start, unknown and unused.",
        ),
        Exercise(
            "Bundled training review 8 has 117 words. Are there more ones in its row, or fewer?",
            "Fewer: 83. A word that occurs again sets the same cell once more, and all unknown words share one cell. "
            "Only the start mark adds a one without being a word.",
        ),
    ),
)
