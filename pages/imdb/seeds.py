"""The four networks over five seeds: which differences are more than chance, and for which reviews."""

from collections.abc import Mapping

import streamlit as st

from nnkit import Experiment, load
from nnkit.experiment.repeats import SEEDS_ON_REVIEWS
from nnkit.jobs.bundled_scores import Scores
from nnkit.results.spread import standard_error
from pages.imdb.experiments import PAGE
from ui.glossary import term
from ui.training.over_seeds import conclusion, follow_scores, show_scores

PART = f"{PAGE}_seeds"


def show_seeds(experiments: Mapping[str, Experiment], redraw: str) -> None:
    """Show the networks, by name, over several seeds. redraw: the fragment that does so."""
    st.markdown(f"**Each network is trained {SEEDS_ON_REVIEWS} times, with different initial weights**")
    scores = follow_scores(PART, experiments, redraw)
    if not scores:
        st.markdown("You see the table here when all of them are trained. Every other training comes first.")
        return
    show_scores(scores)
    st.markdown(what_follows(scores, len(load(next(iter(experiments.values())).data).x_test)))


def what_follows(scores: Mapping[str, Scores], reviews: int) -> str:
    """Say what the table means, and what can be concluded from it. reviews: on which all networks are tested."""
    accuracy = next(iter(scores.values()))[0].accuracy
    error = 100 * standard_error(accuracy, reviews)
    meaning = (
        f"The table shows means ± {term('standard deviation', 'standard deviations')} over the seeds. A "
        "difference is a mean over the seeds ± its standard error. It counts as clear if a t test at 5\u00a0% says so."
    )
    scope = (
        f"This holds for these {reviews:,} test reviews. An accuracy on so many reviews has a standard error of "
        f"{error:.1f} points. On other reviews, a difference of that size may come out differently."
    )
    return f"{conclusion(scores)} {scope}\n\n{meaning}" if len(scores) > 1 else f"{scope}\n\n{meaning}"
