"""Which networks have memorised training points: those that are right on more of them than luck explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from nnkit import Run, load
from nnkit.results.spread import binomial_tail, probability_of_luck
from pages.overfitting.findings import best_possible, scores_of
from ui.memoize import memoize_per_run
from ui.numbers import percent

MAX_LUCK = 0.025  # the probability up to which luck is no explanation


@dataclass(frozen=True)
class Memorisation:
    """What shows that a network has memorised training points; shares and probabilities from 0 to 1.

    luck: the probability that luck alone makes the difference between its training points and new points.
    best: what the best possible classifier gets right on average, if that is known. luck_of_best: the probability that
    it gets as many of the training points right; None if luck may explain that, or if the best one is not known.
    """

    accuracy: float
    points: int
    new_accuracy: float
    new: int
    luck: float
    best: float | None
    luck_of_best: float | None

    @property
    def counts(self) -> str:
        return (
            f"{percent(self.accuracy)} of its {self.points:,} training points right, but only "
            f"{percent(self.new_accuracy)} of {self.new:,} new points"
        )


@memoize_per_run
def memorisation_of(run: Run) -> Memorisation | None:
    """Return what shows that the network has memorised training points, or None.

    It is compared with itself on new points, by Fisher's exact test, which also holds for 20 points that are all right.
    Points that a reader has edited are of another kind than the new ones, so that nothing follows.
    """
    data, scores = load(run.experiment.data), scores_of(run)
    points, new = len(data.x_train), len(data.x_val)
    if getattr(run.experiment.data, "edited", ()) or not new:
        return None
    right, right_of_new = round(scores.accuracy * points), round(scores.val_accuracy * new)
    if (luck := probability_of_luck(right, points, right_of_new, new)) >= MAX_LUCK:
        return None
    best = best_possible(run.experiment)
    luck_of_best = None if best is None else binomial_tail(right, points, best)
    if luck_of_best is not None and luck_of_best >= MAX_LUCK:
        luck_of_best = None
    return Memorisation(scores.accuracy, points, scores.val_accuracy, new, luck, best, luck_of_best)


def show_memorisation(runs: Mapping[str, Run]) -> None:
    """Say in one box which of the networks have memorised training points. runs: by the name of the network."""
    if text := memorisation_text(runs):
        st.info(text, icon=":material/psychology_alt:")


def memorisation_text(runs: Mapping[str, Run]) -> str:
    """Say which of the networks have memorised training points; "" if none has. The name "" is left out."""
    found = {name: each for name, run in runs.items() if (each := memorisation_of(run))}
    if not found:
        return ""
    if len(found) > 1:
        return _text_of_several(found)
    ((name, only),) = found.items()
    text = (
        f"The network gets {only.counts}. The probability that luck alone makes this difference is "
        f"{_probability(only.luck)}: the network has memorised training points."
    )
    if only.best is not None and only.luck_of_best is not None:
        text += (
            f" The best possible classifier gets {percent(only.best)} right on average. The probability that it gets "
            f"as many of {only.points:,} points right is {_probability(only.luck_of_best)}: part of what the network "
            "has learned is memorised noise."
        )
    return f"**{name}.** {text}" if name else text


def _text_of_several(found: Mapping[str, Memorisation]) -> str:
    """The reasons stand once for all networks, and the numbers of each in a list."""
    lines = [f"- **{name}:** {each.counts}" for name, each in found.items()]
    luck = max(each.luck for each in found.values())
    paragraphs = [
        "**These networks have memorised training points:**\n\n" + "\n".join(lines),
        f"For each of them, the probability that luck alone makes the difference is {_at_most(luck)}.",
    ]
    noisy = {name: each.luck_of_best for name, each in found.items() if each.luck_of_best is not None}
    best = next(iter(found.values())).best
    if noisy and best is not None:
        which = "each of them" if len(noisy) == len(found) else _listed(list(noisy))
        paragraphs[1] += (
            f" The best possible classifier gets {percent(best)} right on average. The probability that it gets as "
            f"many training points right as {which} is {_at_most(max(noisy.values()))}: part of what "
            f"{'these networks have' if len(noisy) > 1 else 'this network has'} learned is memorised noise."
        )
    return "\n\n".join(paragraphs)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _probability(share: float) -> str:
    return "less than 0.1\u00a0%" if share < 0.001 else percent(share)


def _at_most(share: float) -> str:
    written = _probability(share)
    return written if written.startswith("less") else f"at most {written}"
