"""The chapter's own settings, one press away from what a section opens with."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from nnkit import PRESETS
from pages.overfitting.data import EDITS, without_features
from ui.controls.rules import in_step

CELL = PRESETS["moons-50"]
LABEL = "The chapter's settings"


def offer_chapter(part: str, **settings: Any) -> None:
    """Show the button that sets the points, and the controls of the part, to those of the chapter's cells.

    settings: the values of the part's controls, by what follows its name in their keys. A lesson does without it.
    """
    if in_step():
        return
    values = {f"{part}_{name}": value for name, value in settings.items()}
    st.button(
        LABEL,
        icon=":material/menu_book:",
        key=f"{part}.chapter",
        help="Sets the controls to the values in the chapter's own cells. The learning rate there is 1, which is so "
        "large that the curves have steps.",
        width="stretch",
        on_click=_set,
        args=(values,),
    )


def _set(values: Mapping[str, Any]) -> None:
    data = CELL.data
    st.session_state.setdefault(EDITS, {}).pop(without_features(data), None)
    st.session_state.update(
        {
            "overfitting_shape": data.shape,
            "overfitting_points": data.points,
            "overfitting_noise": data.noise,
            "overfitting_data_seed": data.seed,
            "overfitting_features": list(data.features),
            **values,
        }
    )
