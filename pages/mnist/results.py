"""What a training run has reached: test scores and curves."""

import streamlit as st

from nnkit import Experiment, Run
from nnkit import figures as draw
from ui.charts import show_figure
from ui.descriptions import regularisation_terms


def show_results(run: Run) -> None:
    experiment = run.experiment
    st.markdown(
        "The loss is what training brings down: how surprised the network is by the right answers, in nats (guessing "
        "among ten costs ln 10 ≈ 2.3). Accuracy is the share it gets right. The test digits were never trained on: "
        "only they tell how well it reads."
    )
    test_accuracy, test_loss, epochs, seconds = st.columns(4)
    test_accuracy.metric("Test accuracy", f"{run.test['accuracy']:.2%}")
    test_loss.metric("Test loss (nats)", f"{run.test['loss']:.4g}")
    epochs.metric("Epochs", f"{run.epochs_done:g}")
    seconds.metric("Training time", f"{run.seconds:.1f} s")
    st.caption(describe(experiment))
    loss, accuracy = st.columns(2)
    with loss:
        show_figure(draw.loss_curve(run.history), "mnist.loss")
    with accuracy:
        show_figure(draw.accuracy_curve(run.history), "mnist.accuracy")
    if experiment.data.validation_share:
        st.caption(
            "Training values are averages over an epoch in which the weights still change, with dropout at work; "
            "validation is measured at its end, without dropout. So validation can look better than training. L1 and "
            "L2 penalties are part of both losses."
        )


def describe(experiment: Experiment) -> str:
    """Write all settings that led to a result in one line."""
    data, network, training = experiment.data, experiment.network, experiment.training
    widths = "-".join(map(str, (784, *network.hidden, 10)))
    kept = f", {data.validation_share:.0%} of them for validation" if data.validation_share else ""
    parts = [
        f"{data.train_size:,} digits{kept}",
        f"{widths} {network.activation}" if network.hidden else widths,
        f"{training.optimizer}, learning rate {training.learning_rate:g}",
        f"batch {training.batch_size or 'of all'}",
        f"seed {training.seed}",
    ]
    return " · ".join(parts + regularisation_terms(network))
