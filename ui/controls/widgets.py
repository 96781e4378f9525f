"""Widgets for one value, each kept in the address of the page."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnkit.experiment.limits import LIMITS
from ui.controls.binding import bound


def choose_name(
    label: str,
    options: dict[str, str],
    preset: str,
    key: str,
    hint: str,
    disabled: bool = False,
    format_name: Callable[[str], str] = str,
) -> str:
    """Choose a key of `options`, whose values are sentences for the help; `format_name` gives the text in the menu.

    An address holds the text of the menu. One that holds the key itself is understood too.
    """
    names = list(options)
    renamed = {name: name for name in names if format_name(name) != name}
    details = "\n".join(f"- {sentence}" for sentence in options.values())
    help_ = f"{hint}\n\n{details}"
    return bound(
        st.selectbox,
        label,
        names,
        names.index(preset),
        format_name,
        key=key,
        help=help_,
        renamed=renamed,
        disabled=disabled,
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
    return bound(st.select_slider, label, values, preset, format_func=text.get, key=key, help=hint, disabled=disabled)


def choose_share(
    label: str, limits: tuple[float, float], preset: float, key: str, hint: str, disabled: bool = False
) -> float:
    """Choose a share of 1 on a slider in percent."""
    low, high = (round(limit * 100) for limit in limits)
    options: dict[str, Any] = {"step": 5, "format": "%d %%", "disabled": disabled}
    return bound(st.slider, label, low, high, round(preset * 100), key=key, help=hint, **options) / 100


def choose_seed(preset: int, key: str, hint: str, label: str = "Seed", disabled: bool = False) -> int:
    low, high = map(int, LIMITS["seed"])
    return bound(st.number_input, label, low, high, preset, key=key, help=hint, disabled=disabled)
