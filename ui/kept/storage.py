"""Names and settings of the kept runs in the storage of the browser's tab, so that they outlive a reload."""

from nnkit.results.kept_file import Kept
from nnkit.results.kept_text import unpack
from ui.components.tab_storage import keep_in_tab
from ui.kept.session import kept_runs

NAME = "nnkit.kept"


def remember_kept_runs() -> None:
    """Take over what the tab has stored before, then have it store what is kept. Call it once per page."""
    kept = kept_runs()
    keep_in_tab(NAME, kept.text(), kept.heard, _take_over)


def _take_over(stored: str) -> None:
    kept = kept_runs()
    if kept.heard:
        return
    kept.heard = True
    try:
        kept.add(Kept(named, None) for named in unpack(stored))
    except ValueError:  # another version of the app has written it, or somebody else
        return
