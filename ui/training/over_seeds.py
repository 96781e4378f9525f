"""Networks compared over several seeds: a table of means and spreads, and what can be concluded from it."""

from collections.abc import Mapping, Sequence
from itertools import islice

import pandas as pd
import streamlit as st

from nnkit import Experiment
from nnkit.experiment.repeats import repeats_of
from nnkit.jobs.bundled_scores import Scores, bundled_scores
from nnkit.results.score import score_of
from nnkit.results.spread import paired_difference, spread_of
from ui.numbers import with_minus
from ui.training.background import follow_in_background


def known_scores(experiments: Mapping[str, Experiment]) -> dict[str, Scores]:
    """Return the scores over seeds of those experiments, by name, that came with the app."""
    found = {name: bundled_scores(experiment) for name, experiment in experiments.items()}
    return {name: scores for name, scores in found.items() if scores is not None}


def follow_scores(part: str, experiments: Mapping[str, Experiment], redraw: str) -> dict[str, Scores]:
    """Return the scores over seeds of the experiments, by name. What did not come with the app is trained.

    All are there, or none while the part trains in the background. redraw: the fragment that shows them.
    """
    known = known_scores(experiments)
    missing = {name: repeats_of(each) for name, each in experiments.items() if name not in known}
    if not missing:
        return known
    runs = iter(follow_in_background(part, [one for repeats in missing.values() for one in repeats], redraw))
    trained = {name: tuple(map(score_of, islice(runs, len(repeats)))) for name, repeats in missing.items()}
    if not all(trained.values()):
        return {}
    return {name: known.get(name) or trained[name] for name in experiments}


def show_scores(scores: Mapping[str, Scores]) -> None:
    """Show the table, the first network being the one that all others are compared with."""
    st.dataframe(scores_table(scores), hide_index=True, alt="The networks over several seeds")


def scores_table(scores: Mapping[str, Scores]) -> pd.DataFrame:
    """Return a row for each network: mean ± standard deviation, and the difference from the first ± standard error."""
    base = next(iter(scores))
    return pd.DataFrame([_row(name, each, scores[base], base) for name, each in scores.items()])


def _row(name: str, scores: Scores, base: Scores, base_name: str) -> dict[str, str]:
    accuracy, loss = spread_of(_accuracies(scores)), spread_of([score.loss for score in scores])
    difference = paired_difference(_accuracies(scores), _accuracies(base))
    compared = "" if scores is base else with_minus(f"{100 * difference.mean:+.1f} ± {100 * difference.error:.1f}")
    return {
        "network": name,
        "test accuracy (%)": f"{100 * accuracy.mean:.1f} ± {100 * accuracy.deviation:.1f}",
        "lowest to highest (%)": f"{100 * accuracy.low:.1f} to {100 * accuracy.high:.1f}",
        f"difference from {base_name} (points)": compared,
        "test loss without penalty (nats)": f"{loss.mean:.3f} ± {loss.deviation:.3f}",
    }


def conclusion(scores: Mapping[str, Scores]) -> str:
    """Say which networks are more accurate than the first, or less, and of which the trainings do not tell."""
    base, *others = scores
    differences = {name: paired_difference(_accuracies(scores[name]), _accuracies(scores[base])) for name in others}
    better = [name for name, each in differences.items() if each.is_clear and each.mean > 0]
    worse = [name for name, each in differences.items() if each.is_clear and each.mean < 0]
    open_ = [name for name, each in differences.items() if not each.is_clear]
    sentences = [f"More accurate than {base}, by more than chance explains: {_names(better)}." if better else ""]
    sentences += [f"Less accurate than {base}, by more than chance explains: {_names(worse)}." if worse else ""]
    sentences += [f"Whether better or worse than {base} can't be concluded: {_names(open_)}." if open_ else ""]
    return " ".join(filter(None, sentences))


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"**{name}**" for name in names)


def _accuracies(scores: Scores) -> list[float]:
    return [score.accuracy for score in scores]
