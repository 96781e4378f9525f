"""The networks of a comparison, each trained ten times on other points: which differences are more than chance."""

from collections.abc import Mapping

import streamlit as st

from nnkit import Experiment, load
from nnkit.experiment.repeats import SEEDS_ON_POINTS
from nnkit.jobs.bundled_scores import Scores
from ui.training.over_seeds import conclusion, follow_scores, show_scores

PART = "overfitting_draws"


def show_draws(experiments: Mapping[str, Experiment], redraw: str) -> None:
    """Show the networks, by name, over ten seeds of points and weights. redraw: the fragment that does so."""
    data = next(iter(experiments.values())).data
    edited = bool(getattr(data, "edited", ()))
    st.markdown(
        f"**Each network trained {SEEDS_ON_POINTS} times, with different initial weights**"
        if edited
        else f"**Each network trained {SEEDS_ON_POINTS} times, with different points and initial weights**"
    )
    scores = follow_scores(PART, experiments, redraw)
    if not scores:
        st.markdown("The table appears here as soon as all networks are trained. All other trainings come first.")
        return
    show_scores(scores)
    st.markdown(what_follows(scores, len(load(data).x_test), edited))


def what_follows(scores: Mapping[str, Scores], points: int, edited: bool) -> str:
    """Say what the table means, and what can be concluded from it.

    points: the number of test points. edited: whether the training points stay the same.
    """
    meaning = f"The table has means ± standard deviations on {points:,} test points."
    if len(scores) == 1:
        return meaning
    scope = (
        "This holds for the points that you edited and for these settings."
        if edited
        else "This holds for points of this kind and for these settings. For others, the result can be different."
    )
    differences = (
        "A difference is a mean over the draws ± its standard error. It is more than chance explains if a t test finds "
        "it significant at 5\u00a0%."
    )
    return f"{conclusion(scores)} {scope}\n\n{meaning} {differences}"
