"""Networks compared over several seeds: a table of means and spreads, and what can be concluded from it."""

from collections.abc import Mapping, Sequence
from itertools import islice

import pandas as pd
import streamlit as st

from nnkit import Experiment
from nnkit.experiment.repeats import repeats_of
from nnkit.jobs.bundled_scores import Scores, bundled_scores
from nnkit.results.score import score_of
from nnkit.results.spread import Difference, paired_difference, spread_of
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
    st.dataframe(scores_table(scores), hide_index=True, alt="Accuracy and loss of the networks over several seeds")


def scores_table(scores: Mapping[str, Scores]) -> pd.DataFrame:
    """Return a row for each network: mean ± standard deviation, and the difference from the first ± standard error."""
    base = next(iter(scores))
    return pd.DataFrame([_row(scores, name, base) for name in scores])


def _row(scores: Mapping[str, Scores], name: str, base: str) -> dict[str, str]:
    accuracy, loss = spread_of(_accuracies(scores[name])), spread_of([score.loss for score in scores[name]])
    difference = _difference(scores, name, base)
    compared = "" if name == base else with_minus(f"{100 * difference.mean:+.1f} ± {100 * difference.error:.1f}")
    return {
        "network": name,
        "test accuracy (%)": f"{100 * accuracy.mean:.1f} ± {100 * accuracy.deviation:.1f}",
        "lowest to highest (%)": f"{100 * accuracy.low:.1f} to {100 * accuracy.high:.1f}",
        f"difference from {base} (points)": compared,
        "test loss without penalty (nats)": f"{loss.mean:.3f} ± {loss.deviation:.3f}",
    }


def conclusion(scores: Mapping[str, Scores]) -> str:
    """Say which networks are more accurate than the first, or less, and of which the trainings do not tell."""
    base, *others = scores
    differences = {name: _difference(scores, name, base) for name in others}
    better = [name for name, each in differences.items() if each.is_clear and each.mean > 0]
    worse = [name for name, each in differences.items() if each.is_clear and each.mean < 0]
    unclear = [name for name, each in differences.items() if not each.is_clear]
    sentences = [
        f"These networks are more accurate than {base}, by more than chance explains: {_names(better)}."
        if better
        else ""
    ]
    sentences += [
        f"These networks are less accurate than {base}, by more than chance explains: {_names(worse)}." if worse else ""
    ]
    sentences += [
        f"For these networks, chance may explain the difference from {base}: {_names(unclear)}." if unclear else ""
    ]
    if len(better) > 1:
        sentences.append(_about_the_best(scores, better))
    return " ".join(filter(None, sentences))


def _about_the_best(scores: Mapping[str, Scores], names: Sequence[str]) -> str:
    """Say which of these networks has the highest mean, and which of the others may be as good."""
    best = max(names, key=lambda name: sum(_accuracies(scores[name])))
    as_good = [name for name in names if name != best and not _difference(scores, best, name).is_clear]
    if as_good:
        return f"**{best}** has the highest mean accuracy, but chance may explain its lead over {_names(as_good)}."
    return f"**{best}** has the highest mean accuracy, and chance does not explain its lead."


def _difference(scores: Mapping[str, Scores], name: str, other: str) -> Difference:
    return paired_difference(_accuracies(scores[name]), _accuracies(scores[other]))


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"**{name}**" for name in names)


def _accuracies(scores: Scores) -> list[float]:
    return [score.accuracy for score in scores]
