"""Change one thing: a copy of a kept run with one other setting and the same seed, beside the run itself."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from nnkit import Curve, Experiment, Groups, Imdb
from nnkit.experiment import ACTIVATIONS, CURVES, FEATURES, GROUP_SHAPES, OPTIMIZERS, PLANAR_SHAPES, REVIEW_SOURCES
from nnkit.experiment.limits import LIMITS
from nnkit.reports.settings import SETTINGS, setting_text
from nnkit.results.kept_text import MAX_NAME
from nnkit.results.settings import DATA_NAME, differing, settings_of, with_setting
from pages.compare.curves import show_curves
from pages.compare.messages import forget_said, say
from pages.compare.results import RESULTS, result_columns, result_of
from pages.compare.training import want
from ui.invalid_input import show_invalid_input
from ui.kept.runs import KeptRun, NoRoom
from ui.kept.session import kept_runs
from ui.numbers import fixed
from ui.tables import MISSING

POINTS = (DATA_NAME, "data.rows", "data.edited", "data.corners")  # what cannot be chosen here
FIRST = "training.learning_rate"  # the setting that is chosen at first
NO_VALUE = {"training.batch_size": "all samples", "training.patience": "none"}


def show_change(items: Sequence[KeptRun], measure: str, validation_only: bool) -> None:
    """Let the reader choose a run, a setting and its new value; show run and copy side by side."""
    left, middle, right = st.columns(3)
    numbers = range(len(items))
    if st.session_state.get("compare.base", 0) not in numbers:
        st.session_state["compare.base"] = 0
    base = items[left.selectbox("Run", numbers, format_func=lambda number: items[number].name, key="compare.base")]
    settings = [name for name in settings_of(base.experiment) if name not in POINTS]
    start = settings.index(FIRST)
    name = middle.selectbox("Setting", settings, start, format_func=SETTINGS.__getitem__, key="compare.setting")
    with right:
        copy = _choose_copy(base, name)
    if copy is not None:
        st.button(
            "Train the copy",
            icon=":material/play_arrow:",
            key="compare.copy",
            disabled=copy == base.experiment,
            help="The copy is kept too. All other settings, the seed included, stay as they are.",
            on_click=_keep_copy,
            args=(base, copy, name),
        )
        if copy == base.experiment:
            st.caption("Choose another value: with this one, the copy would be the run itself.")
    if (beside := copy_of(base, items)) is not None:
        # The names are no Markdown.
        st.text(f"This run: “{base.name}”. The other: “{beside.name}”, kept last of those that differ in one setting.")
        _show_pair(base, beside, measure, validation_only)


def copy_of(base: KeptRun, items: Sequence[KeptRun]) -> KeptRun | None:
    """Return the copy that was kept last of those that differ from the run in one setting; None without one."""
    copies = [item for item in kept_runs().items if item in items]
    copies = [item for item in copies if len(differing([base.experiment, item.experiment])) == 1]
    return copies[-1] if copies else None


def _choose_copy(base: KeptRun, name: str) -> Experiment | None:
    """Show the field of the new value; return the copy, or None where the value is not allowed."""
    key = f"compare.value.{name}.{base.name}"
    try:
        return with_setting(base.experiment, name, _choose_value(base.experiment, name, key))
    except ValueError as error:
        show_invalid_input("This value", error)
        return None


def _choose_value(experiment: Experiment, name: str, key: str) -> Any:
    value, field = settings_of(experiment)[name], name.split(".")[1]
    if (options := _options(experiment, name)) is not None:
        names = list(options)
        return st.selectbox(
            "New value", names, names.index(value), format_func=lambda each: options[each].partition(":")[0], key=key
        )
    if name == "network.hidden":
        return _read_units(st.text_input("New value", ", ".join(map(str, value)), max_chars=40, key=key))
    if name == "data.features":
        return tuple(st.multiselect("New value", list(FEATURES), list(value), key=key))
    if isinstance(value, bool):
        return st.toggle("New value", value, key=key)
    low, high = LIMITS["reviews" if isinstance(experiment.data, Imdb) and field == "train_size" else field]
    kind: Callable[[float], float] = float if isinstance(value, float) else int
    form, step = ("%g", 0.001) if kind is float else ("%d", 1)
    empty = NO_VALUE.get(name)
    return st.number_input("New value", kind(low), kind(high), value, step, form, key=key, placeholder=empty)


def _options(experiment: Experiment, name: str) -> dict[str, str] | None:
    """Return the names from which the setting is chosen; None where it is something else."""
    shapes = PLANAR_SHAPES
    if isinstance(experiment.data, Curve):
        shapes = {shape: text for shape, text in CURVES.items() if shape != "corners"}
        shapes |= {"corners": CURVES["corners"]} if experiment.data.corners else {}
    elif isinstance(experiment.data, Groups):
        shapes = GROUP_SHAPES
    return {
        "network.activation": ACTIVATIONS,
        "training.optimizer": OPTIMIZERS,
        "data.shape": shapes,
        "data.source": REVIEW_SOURCES,
    }.get(name)


def _read_units(text: str) -> tuple[int, ...]:
    """Read whole numbers such as "16, 16"; none means no hidden layer. Raises ValueError for another text."""
    words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
    if not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words):
        raise ValueError(f"Write the units of each hidden layer, such as 16, 16; got “{text}”.")
    return tuple(map(int, words))


def _keep_copy(base: KeptRun, copy: Experiment, name: str) -> None:
    forget_said()
    text = f"{SETTINGS[name]} {setting_text(settings_of(copy), name)}"
    try:
        kept_runs().keep(f"{base.name}, {text}"[:MAX_NAME], copy)
    except NoRoom as error:
        say(str(error))
        return
    want([copy])


def _show_pair(base: KeptRun, copy: KeptRun, measure: str, validation_only: bool) -> None:
    if any(item.run is not None for item in (base, copy)):
        show_curves([base, copy], measure, validation_only)
    st.markdown(side_by_side(base, copy))


def side_by_side(base: KeptRun, copy: KeptRun) -> str:
    """Return settings and results of a run and of its copy as a table in Markdown; what was changed is bold."""
    pair, changed = (base, copy), differing([base.experiment, copy.experiment])
    settings = [settings_of(item.experiment) for item in pair]
    rows = [(SETTINGS[name], *(setting_text(each, name) for each in settings)) for name in changed]
    rows = [tuple(f"**{text}**" for text in row) for row in rows]
    same = [name for name in settings[0] if name not in changed]
    rows += [(column, *(_written(item, column) for item in pair)) for column in result_columns(pair)]
    rows += [(SETTINGS[name], *(setting_text(each, name) for each in settings)) for name in same]
    lines = [" | ".join(row) for row in [("", "This run", "The other"), ("---", "---", "---"), *rows]]
    return "\n".join(f"| {line} |" for line in lines)


def _written(item: KeptRun, column: str) -> str:
    value = result_of(item, column)
    return MISSING if value is None else fixed(value, RESULTS[column][2])
