"""The remedies against overfitting that can be chosen, and the networks that have them."""

from dataclasses import replace

from nnkit import Experiment, Training
from nnkit.experiment.openings import OPENINGS
from pages.overfitting.chapter import CELL, offer_chapter
from pages.overfitting.data import PointData
from pages.overfitting.width import EPOCHS
from ui.controls import (
    choose_dropout,
    choose_epochs,
    choose_learning_rate,
    choose_optimizer,
    choose_penalty,
    choose_seed,
    choose_value,
)
from ui.descriptions import regularisation_terms

PART = "overfitting_remedy"
PLAIN, *OPENING_REMEDIES = OPENING = OPENINGS["overfitting/remedies"]
L1, L2, DROPOUT = (max(getattr(each.network, name) for each in OPENING_REMEDIES) for name in ("l1", "l2", "dropout"))
PATIENCE = next(each.training.patience for each in OPENING_REMEDIES if each.training.patience is not None)
PATIENCES = (20, 50, 100, 200, 500, 1_000, None)
RARE = tuple(f"{PART}_{name}" for name in ("optimizer", "rate", "epochs", "seed"))  # keys of rarely moved controls

Remedies = dict[str, float | int | None]  # the strengths by their names in `Network` and `Training`


def offer_chapter_remedies() -> None:
    """Offer the chapter's cells, which have L1 and dropout alone."""
    training = CELL.training
    remedies = {"l1": 0.001, "l2": 0.0, "dropout": 25, "patience": None}
    settings = {"optimizer": training.optimizer, "rate": training.learning_rate, "epochs": training.epochs}
    offer_chapter(PART, **remedies, **settings, seed=training.seed)


def choose_remedies() -> Remedies:
    """Return the strength of each remedy, by its name in `Network` or `Training`."""
    return {
        "l1": choose_penalty("l1", L1, f"{PART}_l1"),
        "l2": choose_penalty("l2", L2, f"{PART}_l2"),
        "dropout": choose_dropout(DROPOUT, f"{PART}_dropout"),
        "patience": choose_value(
            "Early stopping: patience",
            PATIENCES,
            PATIENCE,
            f"{PART}_patience",
            "Training ends when the validation loss has not fallen for this many epochs. The network then gets the "
            "weights with the lowest validation loss. “never” leaves this network out.",
            none_label="never",
        ),
    }


def choose_training() -> Training:
    preset = PLAIN.training
    return replace(
        preset,
        optimizer=choose_optimizer(preset.optimizer, f"{PART}_optimizer"),
        learning_rate=choose_learning_rate(preset.learning_rate, f"{PART}_rate"),
        epochs=choose_epochs(preset.epochs, f"{PART}_epochs", EPOCHS),
        seed=choose_seed(
            preset.seed, f"{PART}_seed", "This seed decides the initial weights. All networks have the same."
        ),
    )


def experiments_of(data: PointData, training: Training, remedies: Remedies) -> tuple[Experiment, ...]:
    """Return experiments that differ in one setting; a remedy of strength 0 is left out, as in the first one."""
    *strengths, patience = remedies.items()
    changes: list[Remedies] = [{}, *({name: strength} for name, strength in strengths if strength)]
    experiments = [Experiment(data, replace(PLAIN.network, **change), training) for change in changes]
    if patience[1] is not None:
        stopped = replace(training, patience=patience[1], restore_best=True)
        experiments.append(Experiment(data, PLAIN.network, stopped))
    return tuple(experiments)


def name_of(experiment: Experiment) -> str:
    """Name the network by its remedy against overfitting: "L1 0.001" or "no remedy"."""
    if experiment.training.patience is not None:
        return "early stopping"
    return " ".join(regularisation_terms(experiment.network)) or "no remedy"
