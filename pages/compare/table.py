"""The table of kept runs: what differs in their settings, their last and best values; to rename, hide and remove."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from nnkit.reports.settings import SETTINGS, setting_text
from nnkit.results.kept_text import MAX_NAME
from nnkit.results.settings import NAMES, differing, settings_of
from pages.compare.messages import forget_said, say
from pages.compare.results import NAME, RESULTS, predicts_numbers, result_columns, result_of
from ui.kept.runs import KeptRun
from ui.kept.session import kept_runs
from ui.tables import MISSING, harmless, room_for_toolbar

SHOW, REMOVE = "show", "remove"
SETTING = "setting "  # no run has this name: names end with no space
MARK, MARKED = "≠", "rgba(90, 169, 230, 0.25)"  # a colour behind text of both themes
VERSION = "compare.table"  # in the session: how often the table has begun anew


def show_table(items: Sequence[KeptRun]) -> None:
    """Show the runs to the reader, who may change their names, hide them and remove them."""
    frame, columns = table_of(items), result_columns(items)
    key = f"{VERSION}.{st.session_state.setdefault(VERSION, 0)}"
    formats = {name: st.column_config.NumberColumn(format=f"%.{RESULTS[name][2]}f") for name in columns}
    room_for_toolbar().data_editor(
        frame,
        key=key,
        hide_index=True,
        placeholder=MISSING,
        disabled=[name for name in frame if name not in (SHOW, NAME, REMOVE)],
        column_config={
            SHOW: st.column_config.CheckboxColumn(width="small"),
            NAME: st.column_config.TextColumn(required=True, max_chars=MAX_NAME),
            REMOVE: st.column_config.CheckboxColumn(width="small"),
            **formats,
        },
        on_change=_take_changes,
        args=(key, tuple(items)),
        alt="Your kept runs: what differs in their settings, and their results",
    )
    unit = "mean squared errors" if predicts_numbers(items[0].experiment) else "in nats"
    st.caption(f"Losses are {unit} and leave out the penalties.")


def table_of(items: Sequence[KeptRun]) -> pd.DataFrame:
    """Return a row for each run: its name, the settings that differ, and its results."""
    names = differing([item.experiment for item in items])
    rows = []
    for item in items:
        settings = settings_of(item.experiment)
        written = {SETTINGS[name]: setting_text(settings, name) for name in names}
        results = {column: result_of(item, column) for column in result_columns(items)}
        rows.append({SHOW: item.shown, NAME: item.name, REMOVE: False, **written, **results})
    return pd.DataFrame(rows)


def show_settings(items: Sequence[KeptRun]) -> None:
    """Show all settings of all runs, closed at first; what is not the same in all of them is marked."""
    place = st.expander("All settings", key="compare.settings", on_change="rerun")
    if place.open:
        place.caption(f"{MARK} and the colour mark the settings that are not the same in all these runs.")
        place.dataframe(settings_table(items), hide_index=True, alt="All settings of your kept runs")


def settings_table(items: Sequence[KeptRun]) -> Styler:
    """Return a row for each setting that one of the runs has, and a column for each run."""
    all_settings = {item.name: settings_of(item.experiment) for item in items}
    marked = {SETTINGS[name] for name in differing([item.experiment for item in items])}
    rows = [
        {
            "": MARK if SETTINGS[name] in marked else "",
            SETTING: SETTINGS[name],
            **{run: setting_text(settings, name) for run, settings in all_settings.items()},
        }
        for name in NAMES
        if any(name in settings for settings in all_settings.values())
    ]

    def mark(row: pd.Series) -> list[str]:
        return [f"background-color: {MARKED}" if row[SETTING] in marked else ""] * len(row)

    return pd.DataFrame(rows).style.apply(mark, axis=1)


def _take_changes(key: str, items: tuple[KeptRun, ...]) -> None:
    """Apply what the reader has changed in the table, which then begins anew."""
    changes = (st.session_state.get(key) or {}).get("edited_rows", {})
    st.session_state[VERSION] += 1
    forget_said()
    removed = []
    for row, cells in changes.items():
        if not (isinstance(row, int) and 0 <= row < len(items) and isinstance(cells, dict)):
            continue  # as only a forged message has it
        item = items[row]
        _change(item, cells)
        if cells.get(REMOVE) is True:
            removed.append(item)
    if removed:
        kept_runs().remove(removed)


def _change(item: KeptRun, cells: dict[str, Any]) -> None:
    if isinstance(cells.get(SHOW), bool):
        item.shown = cells[SHOW]
    if isinstance(cells.get(NAME), str):
        try:
            kept_runs().rename(item, cells[NAME])
        except ValueError:
            say(f"A name has 1 to {MAX_NAME} characters.")


def as_csv(items: Sequence[KeptRun]) -> str:
    """Return all settings and all results, a row for each run."""
    all_settings = [settings_of(item.experiment) for item in items]
    names = [name for name in NAMES if any(name in settings for settings in all_settings)]
    rows = [
        {
            NAME: harmless(item.name),
            **{SETTINGS[name]: setting_text(settings, name).replace("−", "-") for name in names},
            **{column: result_of(item, column) for column in RESULTS},
        }
        for item, settings in zip(items, all_settings, strict=True)
    ]
    return pd.DataFrame(rows).to_csv(index=False)
