"""Widgets whose values the address of the page holds, and the list of those that the open section shows."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import streamlit as st

from ui.controls.domain import SWITCHES, Domain, Texts, domain_of
from ui.controls.reading import reader_of
from ui.controls.rules import StepRules, current_rules

DEFAULTS = ("value", "default", "index")  # the names by which Streamlit's widgets take what they begin with
SHOWN = "controls.shown"  # in the session
NO_OLD_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Control:
    """A widget that is bound to the address.

    write: gives the texts of a value. default: the texts of its default. domain: what it can be. renamed: options by
    the names they once had.
    """

    write: Callable[[Any], Texts]
    default: Texts
    domain: Domain
    renamed: Mapping[str, str]

    def read(self, texts: Texts) -> Texts:
        """Return the texts of an address with the names that options have now."""
        return tuple(self.write(self.renamed[text])[0] if text in self.renamed else text for text in texts)


@dataclass
class Shown:
    """What the open section shows.

    controls: by their keys, which are the names of their parameters. left_out: what no address can hold, in words, with
    the key of the control that stands for it, if there is one.
    complete: False while a training or a button stands where more controls may appear.
    hints: what each control does, by its label.
    """

    controls: dict[str, Control] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    complete: bool = True
    hints: dict[str, str] = field(default_factory=dict)


def bound(
    widget: Callable[..., Any],
    label: str,
    *args: Any,
    key: str,
    help: str = "",
    renamed: Mapping[str, str] = NO_OLD_NAMES,
    **options: Any,
) -> Any:
    """Show a widget whose value the address holds; return its value.

    widget: a function of Streamlit, or of a container, such as `st.slider`; the other arguments are its own. help: what
    it does, for the list that `show_hints` shows. renamed: options by the names they once had, which old links hold.
    """
    arguments = _signature(getattr(widget, "__func__", widget)).bind_partial(None, label, *args, **options).arguments
    write = _writer(arguments.get("options"), arguments.get("format_func", str))
    domain, default = domain_of(widget.__name__, arguments, write), _default(arguments)
    rules = current_rules()
    if rules is not None:
        begins_with = False if default is None and widget.__name__ in SWITCHES else default
        value = _value_in_step(key, begins_with, reader_of(widget.__name__, arguments, write, domain), rules)
        if rules.rule_of(key) != "open":
            _fix(key, value)
        if rules.rule_of(key) == "hidden":
            return value
    section = shown()
    if help:
        section.hints[label] = help
    section.controls[key] = Control(write, write(default), domain, renamed)
    if rules is not None and rules.rule_of(key) == "locked":
        return _show_locked(widget, label, args, key, value, options)
    if rules is not None:
        _begin_in_step(key, value, rules)
    return widget(label, *args, key=key, bind=_read_address(key, domain, renamed), **options)


def _value_in_step(key: str, default: Any, read: Callable[[str], Any], rules: StepRules) -> Any:
    """Return the value that a control has when the step begins."""
    rules.drawn.add(key)
    if key not in rules.values:
        return default
    try:
        return read(rules.values[key])
    except ValueError:
        rules.wrong.add(key)
        return default


def _show_locked(
    widget: Callable[..., Any], label: str, args: tuple[Any, ...], key: str, value: Any, options: dict[str, Any]
) -> Any:
    """Show a widget with a value that neither the reader nor an address can change; return this value."""
    widget(label, *args, key=key, **{**options, "disabled": True, "on_change": None})
    return value


def _fix(key: str, value: Any) -> None:
    """Set a control that the reader can't move, whatever the session or the address holds for it."""
    st.session_state[key] = value  # sections look for some of their controls there
    if key in st.query_params:
        del st.query_params[key]


def _begin_in_step(key: str, value: Any, rules: StepRules) -> None:
    """Give an open control the value with which the step begins, once."""
    if key in rules.begun:
        return
    rules.begun.add(key)
    if key in st.query_params and rules.respects_address:
        rules.from_address.add(key)
    else:
        _fix(key, value)


def _read_address(key: str, domain: Domain, renamed: Mapping[str, str]) -> Literal["query-params"] | None:
    """Look at what the address holds for a control that is about to be drawn, and take away what it cannot be.

    Return whether Streamlit may read it: in this run of the script, it would read even what was taken away.
    """
    if key not in st.query_params:
        return "query-params"
    texts = tuple(st.query_params.get_all(key))
    if texts[-1] in renamed:
        st.session_state[key] = renamed[texts[-1]]
    elif domain.usable(texts) or key in st.session_state:  # what it has become since then, Streamlit changes itself
        return "query-params"
    del st.query_params[key]
    return None


def shown() -> Shown:
    """Return what the open section shows, as far as it has been drawn."""
    found: Shown = st.session_state.setdefault(SHOWN, Shown())
    return found


def start_section() -> None:
    """Forget the controls of the drawing before. Call it where a section begins to draw itself."""
    st.session_state[SHOWN] = Shown()


def leave_out(what: str, key: str = "") -> None:
    """Note that the section shows something that no address can hold.

    what: such as "the points that you edited". key: of a control whose value means something in this session only.
    """
    shown().left_out[what] = key


def current_texts() -> dict[str, Texts]:
    """Return by its key the value of each control of the open section, as an address writes it."""
    values = st.session_state.to_dict()  # a look into the session for each control would take twice as long
    return {key: control.write(values[key]) for key, control in shown().controls.items() if key in values}


def changed_texts() -> dict[str, Texts]:
    """Return the values that differ from their defaults and mean the same in another session, by their keys."""
    controls, left_out = shown().controls, shown().left_out.values()
    texts = {key: texts for key, texts in current_texts().items() if texts != controls[key].default}
    return {key: values for key, values in texts.items() if key not in left_out}


@cache
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def _default(arguments: Mapping[str, Any]) -> Any:
    """Return the value that a widget begins with."""
    name = next((name for name in DEFAULTS if name in arguments), None)
    if name is None and "options" in arguments:
        return [] if arguments.get("selection_mode") == "multi" else next(iter(arguments["options"]))
    given = arguments[name] if name is not None else None
    return list(arguments["options"])[given] if name == "index" and given is not None else given


def _writer(options: Any, format_option: Callable[[Any], str]) -> Callable[[Any], Texts]:
    """Return the function that writes a value as Streamlit does: an option by its text in the menu."""
    one = _plain if options is None else format_option

    def write(value: Any) -> Texts:
        several = value if isinstance(value, list | tuple) else [value]
        return tuple("" if each is None and options is None else str(one(each)) for each in several) or ("",)

    return write


def _plain(value: Any) -> str:
    """Write a number, a switch or a text."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
