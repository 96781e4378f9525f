"""Curves that grow while a network trains."""

import pytest
from streamlit.testing.v1 import AppTest


def growing(data):
    from nnkit import Curve, Experiment, Network, Planar, Training
    from ui.training.growing_curves import show_growing_curves

    experiment = Experiment({"curve": Curve(), "planar": Planar()}[data], Network(), Training())
    accuracy = [None, None] if data == "curve" else [0.5, 0.6]
    history = {"epoch": [1, 2], "loss": [0.5, 0.4], "val_loss": [0.6, 0.5]}
    history |= {"accuracy": accuracy, "val_accuracy": accuracy}
    show_growing_curves("page", experiment, history)


@pytest.mark.parametrize(
    ("data", "names"), [("curve", ["mean squared error"]), ("planar", ["loss (nats)", "accuracy (%)"])]
)
def test_what_grows_is_what_is_measured(data, names):
    app = AppTest.from_function(growing, kwargs={"data": data}).run()
    assert not app.exception, app.exception
    charts = app.get("echarts_chart")
    assert [chart.proto.alt for chart in charts] == [f"The {name} so far, by epoch" for name in names]
