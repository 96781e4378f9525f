"""What a step of a lesson says about the controls of its section: their values, and which of them can be moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

Rule = Literal["open", "locked", "hidden"]
RULES = "controls.rules"  # in the session


@dataclass
class StepRules:
    """values: of controls at the beginning of the step, by key, as an address writes them; others have their defaults.

    rules: of the controls that the step names; others: the rule of all that it does not name.
    respects_address: whether an address may set the open controls, as after a page was loaded again.
    from_server: whether the lesson is one of the server's own; anybody can have written another one.
    begun: controls that were set to the step's value already. drawn: all that were there. wrong: keys of controls that
    can't be what the step says. from_address: keys of open controls that the address has set.
    """

    values: Mapping[str, str]
    rules: Mapping[str, Rule]
    others: Rule = "open"
    respects_address: bool = False
    from_server: bool = True
    begun: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    from_address: set[str] = field(default_factory=set)

    def rule_of(self, key: str) -> Rule:
        return self.rules.get(key, self.others)

    def unknown(self) -> list[str]:
        """Return the controls that the step names and the section does not have. Call it once the section is drawn."""
        return sorted({*self.values, *self.rules} - self.drawn)


def current_rules() -> StepRules | None:
    """Return the rules of the step that is open; None outside lessons."""
    found: StepRules | None = st.session_state.get(RULES)
    return found


def in_step() -> bool:
    """Whether the step of a lesson is open: what changes controls or data by other ways than controls is left out."""
    return current_rules() is not None


def all_hidden(keys: tuple[str, ...]) -> bool:
    """Whether the step that is open hides all these controls."""
    rules = current_rules()
    return rules is not None and all(rules.rule_of(key) == "hidden" for key in keys)
