"""The networks of a comparison, each trained ten times on other points: which differences are more than chance."""

from collections.abc import Mapping

import streamlit as st

from nnkit import Experiment
from nnkit.experiment.repeats import SEEDS_ON_POINTS
from nnkit.jobs.bundled_scores import Scores
from ui.training.over_seeds import conclusion, follow_scores, show_scores

PART = "overfitting_draws"


def show_draws(experiments: Mapping[str, Experiment], redraw: str) -> None:
    """Show the networks, by name, over ten seeds of points and weights. redraw: the fragment that does so."""
    st.markdown(f"**Each network trained {SEEDS_ON_POINTS} times, on other points and from other initial weights**")
    scores = follow_scores(PART, experiments, redraw)
    if not scores:
        st.markdown("You see the table here as soon as all of them are trained. Every other training comes first.")
        return
    show_scores(scores)
    data = next(iter(experiments.values())).data
    st.markdown(what_follows(scores, bool(getattr(data, "edited", ()))))


def what_follows(scores: Mapping[str, Scores], edited: bool) -> str:
    """Say what the table means, and what can be concluded from it. edited: whether the training points stay."""
    meaning = (
        "Means ± standard deviations on 1,000 test points. A difference is a mean over the draws ± its standard error; "
        "it counts as clear if a t test at 5 % says so."
    )
    scope = (
        "This holds for the points that you edited, from other initial weights."
        if edited
        else "This holds for points of this kind and these settings; for others it may be otherwise."
    )
    return f"{conclusion(scores)} {scope}\n\n{meaning}" if len(scores) > 1 else meaning
