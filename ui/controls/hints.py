"""What the controls of a section do, in one list below them.

The icon of Streamlit's own `help` comes before its control in the order of the Tab key, so that every control would
take two presses.
"""

from contextvars import ContextVar

from streamlit.delta_generator import DeltaGenerator

TITLE = "What the controls do"


class _Hints:
    """The hints of a section by label, and the container where their list goes."""

    def __init__(self, container: DeltaGenerator):
        self._container = container
        self._list: DeltaGenerator | None = None
        self._hints: dict[str, str] = {}

    def add(self, label: str, hint: str) -> None:
        self._hints[label] = hint
        if self._list is None:
            self._list = self._container.expander(TITLE).empty()
        self._list.markdown("\n\n".join(f"**{label}:** {hint}" for label, hint in self._hints.items()))


_current: ContextVar[_Hints | None] = ContextVar("hints", default=None)


def place_hints(container: DeltaGenerator) -> None:
    """Show the list of hints of the controls that are drawn from now on in this container."""
    _current.set(_Hints(container))


def explained(label: str, hint: str) -> str:
    """Return the label of a control, and add what it does to the list of its section."""
    if hints := _current.get():
        hints.add(label, hint)
    return label
