"""The run that all sections show, and the digits."""

from dataclasses import replace

import streamlit as st

from nnkit import PRESETS, Run
from nnkit.datasets import Dataset
from ui.data import load_or_explain
from ui.training.run_panel import follow_run, train_unasked

PAGE = "mnist"
CHAPTER = PRESETS["mnist"]
OPENING = replace(CHAPTER, data=replace(CHAPTER.data, validation_share=0.1))  # so that there are two curves to compare


def load_digits() -> Dataset:
    """Load all digits, none of them kept for validation."""
    return load_or_explain(CHAPTER.data)


def find_run() -> Run | None:
    """Return the last run of the page; train the opening if there was none, and show the progress of a training."""
    train_unasked(PAGE, OPENING)
    run = follow_run(PAGE)
    if run is None:
        st.markdown(
            "The answer appears here as soon as a network has been trained. In the section “Train” you can choose one."
        )
    return run
