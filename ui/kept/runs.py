"""The kept runs of one session. They know neither Streamlit nor the queue."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nnkit import Experiment, Run
from nnkit.results.kept_file import Kept
from nnkit.results.kept_text import MAX_NAME, MAX_ROWS, MAX_RUNS, Named, checked_name, pack
from nnkit.results.settings import rows_in


class NoRoom(ValueError):
    """The run can't be kept; the text is a sentence for the visitor."""


class KeptAlready(NoRoom):
    """The same run is kept."""


@dataclass(eq=False)
class KeptRun:
    """A run that the visitor has kept.

    run: None where only the settings are known, as after a reload. shown: whether curves and table show it.
    """

    named: Named
    run: Run | None = None
    shown: bool = True

    @property
    def name(self) -> str:
        return self.named.name

    @property
    def experiment(self) -> Experiment:
        return self.named.experiment


@dataclass
class KeptRuns:
    """All kept runs of a session, in the order in which they were kept. They change through the methods alone.

    removed: those that were removed last, until they are brought back. heard: whether the browser has told what its
    storage holds from before.
    """

    items: list[KeptRun] = field(default_factory=list)
    removed: list[KeptRun] = field(default_factory=list)
    heard: bool = False
    _text: str | None = None

    def keep(self, name: str, experiment: Experiment, run: Run | None = None) -> KeptRun:
        """Keep a run under the name, with a number behind it where another one has it. Raises NoRoom."""
        if run is not None and (same := next((each for each in self.items if _is_same(each, run)), None)):
            raise KeptAlready(f"You have kept this run already, as “{same.name}”.")
        self._check_room([experiment])
        item = KeptRun(Named(self._free_name(checked_name(name)), experiment), run)
        self.items.append(item)
        self._text = None
        return item

    def add(self, found: Iterable[Kept], store: Callable[[Run], Run] = lambda run: run) -> tuple[int, str]:
        """Keep several, of which some may be there already; return how many are new, and why others have no room.

        store: takes a result, and returns what the session holds of it.
        """
        count, known = 0, {each.named: each for each in self.items}
        for each in found:
            if (item := known.get(each.named)) is None:
                try:
                    item = self.keep(*each.named)
                except NoRoom as error:
                    return count, str(error)
                count += 1
            if item.run is None and each.run is not None:
                item.run = store(each.run)
        return count, ""

    def rename(self, item: KeptRun, name: str) -> None:
        """Give the run another name. Raises ValueError for one that is empty or too long."""
        name = checked_name(name)
        if name != item.name:
            item.named = Named(self._free_name(name), item.experiment)
            self._text = None

    def remove(self, items: Iterable[KeptRun]) -> None:
        """Take the runs out; `bring_back` undoes it."""
        gone = list(items)
        self.removed = [item for item in self.items if item in gone]
        self.items = [item for item in self.items if item not in gone]
        self._text = None

    def bring_back(self) -> None:
        """Keep again what was removed last. Raises NoRoom where others have taken the room."""
        self._check_room([each.experiment for each in self.removed])
        for item in self.removed:
            item.named = Named(self._free_name(item.name), item.experiment)
            self.items.append(item)
        self.removed = []
        self._text = None

    def text(self) -> str:
        """Return names and settings as a text for the browser's own storage. What is too large for it is left out."""
        if self._text is None:
            self._text, _ = pack([each.named for each in self.items])
        return self._text

    def _check_room(self, experiments: Sequence[Experiment]) -> None:
        if len(self.items) + len(experiments) > MAX_RUNS:
            raise NoRoom(f"You can keep {MAX_RUNS} runs. Remove one first.")
        rows = sum(rows_in(each) for each in (*experiments, *(item.experiment for item in self.items)))
        if rows > MAX_ROWS:
            raise NoRoom(f"Kept runs can hold {MAX_ROWS:,} points of your own together. Remove one first.")

    def _free_name(self, name: str) -> str:
        taken, number, free = {each.name for each in self.items}, 1, name
        while free in taken:
            number += 1
            ending = f" ({number})"
            free = name[: MAX_NAME - len(ending)] + ending
        return free


def _is_same(item: KeptRun, run: Run) -> bool:
    """Whether the item has this run, or one with the same settings and the same curves: they would hide each other."""
    return item.run is not None and item.experiment == run.experiment and item.run.history == run.history
