"""Widgets for one value, each kept in the address of the page."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnkit.experiment.limits import LIMITS
from ui.controls.hints import explained

BIND: dict[str, Any] = {"bind": "query-params"}


def choose_name(
    label: str,
    options: dict[str, str],
    preset: str,
    key: str,
    hint: str,
    disabled: bool = False,
    format_name: Callable[[str], str] = str,
) -> str:
    """Choose a key of `options`, whose values are sentences for the help; `format_name` gives the text in the menu."""
    names = list(options)
    details = "\n".join(f"- {sentence}" for sentence in options.values())
    help_ = f"{hint}\n\n{details}"
    return st.selectbox(
        explained(label, help_), names, names.index(preset), format_name, key=key, disabled=disabled, **BIND
    )


def choose_value(
    label: str,
    values: Sequence[Any],
    preset: Any,
    key: str,
    hint: str,
    disabled: bool = False,
    none_label: str = "all",
) -> Any:
    """Choose one of the values, which need not be evenly spaced; `none_label` is the text for None.

    A preset that is not among the values is added to them.
    """
    if preset not in values:
        values = sorted((*values, preset), key=lambda value: float("inf") if value is None else value)
    text = {value: none_label if value is None else f"{value:g}" for value in values}
    return st.select_slider(
        explained(label, hint), values, preset, format_func=text.get, key=key, disabled=disabled, **BIND
    )


def choose_share(
    label: str, limits: tuple[float, float], preset: float, key: str, hint: str, disabled: bool = False
) -> float:
    """Choose a share of 1 on a slider in percent."""
    low, high = (round(limit * 100) for limit in limits)
    options = {"step": 5, "format": "%d %%", "disabled": disabled, **BIND}
    return st.slider(explained(label, hint), low, high, round(preset * 100), key=key, **options) / 100


def choose_seed(preset: int, key: str, hint: str, label: str = "Seed", disabled: bool = False) -> int:
    low, high = map(int, LIMITS["seed"])
    return st.number_input(explained(label, hint), low, high, preset, key=key, disabled=disabled, **BIND)
