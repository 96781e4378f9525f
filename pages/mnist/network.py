"""The chosen network as a picture, and its layers as a table."""

import pandas as pd
import streamlit as st

from nnkit import Experiment
from nnkit import figures as draw
from nnkit.experiment.layers import layers_of
from ui.charts import show_figure


def show_network(experiment: Experiment) -> None:
    """Show the layers of the network and count its parameters."""
    layers = layers_of(experiment)
    picture, summary = st.columns([3, 2], gap="large")
    with picture:
        show_figure(draw.network_diagram(layers, inputs=784, dropout=experiment.network.dropout), "mnist.network")
    with summary:
        st.table(
            pd.DataFrame(
                {
                    "Layer (type)": [f"{layer.name} ({layer.kind})" for layer in layers],
                    "Output shape": [f"(None, {', '.join(map(str, layer.output_shape))})" for layer in layers],
                    "Param #": [f"{layer.parameters:,}" for layer in layers],
                }
            ),
            hide_index=True,
            alt="Summary of the network's layers",
        )
        total = sum(layer.parameters for layer in layers)
        st.markdown(
            f"**{total:,} parameters** to be learned: a weight for every line of the picture, were it drawn in full, "
            "and a bias for every neuron behind the inputs."
        )
