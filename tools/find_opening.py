"""Search for what the page of overfitting opens with: settings at which overfitting is plain, and typical data.

`python -m tools.find_opening` trains some thousand networks in a few minutes and prints the two tables that
`nnkit/experiment/openings.py` follows.

Settings. Each combination of SETTINGS trains the five widths on the data seeds of DATA_SEEDS, for 5,000 epochs from
training seed 0. A combination is accepted if all of this holds for the median over the data seeds:

- memorised: the widest network is right on at least 5 percentage points more of its training points than the best
  possible classifier is on new points;
- cost: the best narrower width is right on at least 3 points more of the validation points than the widest;
- rise: the widest network's validation loss ends at least 0.1 nats above its lowest value;

and if in no training the training loss rises visibly, by 0.001 nats from one recorded epoch to the next, in more than
1 % of the second half: then curves do not hop.
Of those accepted, the one that changes fewest of the chapter's settings is taken, then the one with the largest cost.

Data seed. Not the seed with the largest effect is taken, but the most typical: the one whose three values are nearest
to their medians. Distances are measured in median absolute deviations, and the largest of the three counts.

Remedies. With these settings each remedy trains the widest network at every strength on all data seeds. The strength
with the highest median of the validation accuracies is taken. The page judges remedies by test points.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from nnkit import Experiment, Network, Planar, Run, Training, load, train
from nnkit.datasets.planar.bayes import bayes_accuracy
from nnkit.experiment import PRESETS
from nnkit.results.inference import evaluate

DATA_SEEDS = range(9)
WIDTHS = (1, 3, 5, 20, 50)
CHAPTER = PRESETS["moons-50"]
POINTS, NOISES = (200, 100), (0.4, 0.3)
STEPS = (("sgd", 1.0), ("sgd", 0.3), ("momentum", 0.1), ("momentum", 0.03), ("adam", 0.01), ("adam", 0.003))
MEMORISED, COST, RISE, JUMPS = 0.05, 0.03, 0.1, 0.01
TINY = 1e-9
VISIBLE = 0.001  # nats from one recorded epoch to the next
STRENGTHS: dict[str, tuple[float, ...]] = {
    "l1": (1e-4, 3e-4, 0.001, 0.003, 0.01),
    "l2": (1e-4, 3e-4, 0.001, 0.003, 0.01),
    "dropout": (0.1, 0.25, 0.5),
    "patience": (20, 100, 500),
}


@dataclass(frozen=True)
class Setting:
    """What a combination of SETTINGS chooses."""

    points: int
    noise: float
    optimizer: str
    learning_rate: float

    def experiment(self, data_seed: int, width: int) -> Experiment:
        data = Planar("moons", self.points, self.noise, data_seed)
        training = Training(self.optimizer, self.learning_rate, None, CHAPTER.training.epochs)
        return Experiment(data, Network((width,), "tanh"), training)

    @property
    def changes(self) -> int:
        """How many of the chapter's settings it changes."""
        chapter = (CHAPTER.data.points, CHAPTER.data.noise, CHAPTER.training.optimizer, CHAPTER.training.learning_rate)
        mine = (self.points, self.noise, self.optimizer, self.learning_rate)
        return sum(one != other for one, other in zip(mine, chapter, strict=True))


SETTINGS = [Setting(points, noise, *step) for points, noise, step in product(POINTS, NOISES, STEPS)]


@dataclass(frozen=True)
class Effect:
    """What a setting shows, for each data seed: (data seeds,) shares, shares, nats and shares."""

    memorised: np.ndarray
    cost: np.ndarray
    rise: np.ndarray
    jumps: np.ndarray

    @property
    def values(self) -> np.ndarray:
        return np.stack([self.memorised, self.cost, self.rise])

    @property
    def medians(self) -> np.ndarray:
        return np.median(self.values, axis=1)

    @property
    def accepted(self) -> bool:
        return bool((self.medians >= (MEMORISED, COST, RISE)).all() and self.jumps.max() <= JUMPS)

    @property
    def typical(self) -> int:
        """The place of the data seed whose values are nearest to the medians."""
        distances = np.abs(self.values - self.medians[:, None])
        typical = np.maximum(np.median(distances, axis=1), TINY)  # 0 where most seeds agree
        return int((distances / typical[:, None]).max(axis=0).argmin())


def effect_of(setting: Setting) -> Effect:
    """Train all widths on all data seeds."""
    runs = [[train(setting.experiment(seed, width)) for width in WIDTHS] for seed in DATA_SEEDS]
    validation = np.array([[run.history["val_accuracy"][-1] for run in row] for row in runs])
    widest = [row[-1] for row in runs]
    best = bayes_accuracy(widest[0].experiment.data)
    losses = np.array([run.history["val_loss"] for run in widest])
    return Effect(
        memorised=np.array([run.history["accuracy"][-1] for run in widest]) - best,
        cost=validation[:, :-1].max(axis=1) - validation[:, -1],
        rise=losses[:, -1] - losses.min(axis=1),
        jumps=np.array([max(map(share_of_rises, row)) for row in runs]),
    )


def share_of_rises(run: Run) -> float:
    """Return in which share of the second half of the recorded epochs the training loss rises visibly."""
    losses = np.array(run.history["loss"])
    return float(np.mean(np.diff(losses[len(losses) // 2 :]) > VISIBLE))


def choose(effects: Mapping[Setting, Effect]) -> Setting:
    """Return the accepted setting that is nearest to the chapter's. Raises ValueError if none is accepted."""
    accepted = [setting for setting, effect in effects.items() if effect.accepted]
    return min(accepted, key=lambda setting: (setting.changes, -effects[setting].medians[1]))


def with_remedy(plain: Experiment, name: str, strength: float) -> Experiment:
    """Return the experiment with one remedy; patience restores the best weights."""
    if name == "patience":
        return replace(plain, training=replace(plain.training, patience=int(strength), restore_best=True))
    return replace(plain, network=replace(plain.network, **{name: strength}))


def final_accuracy(run: Run) -> float:
    """Return the validation accuracy of the weights that the run ends with."""
    data = load(run.experiment.data)
    return float(evaluate(run.experiment, run.weights, data.x_val, data.y_val)["accuracy"] or 0.0)


def remedy_accuracies(setting: Setting) -> Iterator[tuple[str, float, float]]:
    """Yield each remedy, its strength, and the median of its validation accuracies over the data seeds."""
    plain = [setting.experiment(seed, WIDTHS[-1]) for seed in DATA_SEEDS]
    yield "none", 0.0, float(np.median([final_accuracy(train(each)) for each in plain]))
    for name, strengths in STRENGTHS.items():
        for strength in strengths:
            accuracies = [final_accuracy(train(with_remedy(each, name, strength))) for each in plain]
            yield name, strength, float(np.median(accuracies))


def report(effects: Mapping[Setting, Effect]) -> Iterable[str]:
    """Write the table of the settings."""
    yield "points noise optimizer  rate  | medians: memorised   cost   rise | most jumps | accepted, typical data seed"
    for setting, effect in effects.items():
        memorised, cost, rise = effect.medians
        verdict = f"yes, {DATA_SEEDS[effect.typical]}" if effect.accepted else "no"
        yield (
            f"{setting.points:6} {setting.noise:5} {setting.optimizer:9} {setting.learning_rate:6} |          "
            f"{memorised:9.1%} {cost:6.1%} {rise:6.2f} | {effect.jumps.max():10.1%} | {verdict}"
        )


def main() -> None:
    effects = {setting: effect_of(setting) for setting in SETTINGS}
    print("\n".join(report(effects)))
    chosen = choose(effects)
    print(f"\nchosen: {chosen}, data seed {DATA_SEEDS[effects[chosen].typical]}\n\nremedy strength median accuracy")
    for name, strength, accuracy in remedy_accuracies(chosen):
        print(f"{name:8} {strength:8g} {accuracy:.1%}", flush=True)


if __name__ == "__main__":
    main()
