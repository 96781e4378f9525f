"""Finished runs on paper: a report in one HTML file, a view to print, and event files for TensorBoard."""

from nnkit.reports.document import Chapter, print_view, report
from nnkit.reports.event_files import event_files
from nnkit.reports.names import names_of
from nnkit.reports.paper import Imprint

__all__ = ["Chapter", "Imprint", "event_files", "names_of", "print_view", "report"]
