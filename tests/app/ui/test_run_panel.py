"""Curves that grow while a network trains, and the plots that stay when it is done."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.visitor import Session, array_of

HISTORY = {"epoch": [1, 2], "loss": [0.5, 0.4], "accuracy": [0.5, 0.6]}
HISTORIES = {
    "nothing yet": {},
    "without validation": {**HISTORY, "val_loss": [None, None], "val_accuracy": [None, None]},
    "with validation": {**HISTORY, "val_loss": [0.6, 0.5], "val_accuracy": [0.4, 0.5]},
}
EPOCHS, HEIGHT = 7, 200


def growing(history, epochs, height):
    from nnkit import Experiment, Network, Planar, Training
    from ui.training.curves import show_growing_curves

    show_growing_curves("part", Experiment(Planar(), Network(), Training(epochs=epochs)), history, height)


@pytest.mark.parametrize(("history", "curves"), [*zip(HISTORIES.values(), (0, 1, 2), strict=True)], ids=HISTORIES)
def test_curves_grow_towards_the_last_epoch_in_a_plot_of_the_same_size(history, curves):
    app = AppTest.from_function(growing, kwargs={"history": history, "epochs": EPOCHS, "height": HEIGHT})
    figures = Session(app).run().figures
    assert set(figures) == {"part.loss", "part.accuracy"}
    for name in figures:
        figure, _ = figures[name]
        assert len(figure["data"]) == curves
        assert figure["layout"]["xaxis"]["range"] == [0, EPOCHS]
        assert figure["layout"]["height"] == figures.options[name]["height"] == HEIGHT
        assert not figure["layout"].get("annotations")
    if curves == 2:
        losses, accuracies = (figures[name][0]["data"] for name in ("part.loss", "part.accuracy"))
        assert array_of(losses[1]["y"]) == pytest.approx([0.6, 0.5])
        assert array_of(accuracies[0]["y"]) == pytest.approx([50, 60])
