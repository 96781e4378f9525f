"""The view to print of a section or of a whole page: an empty sheet, which a script in the browser fills.

What a section shows exists nowhere but in the browser that has drawn it. So the script reads it there, and no section
is described a second time.
"""

from datetime import date

from nnkit.reports.paper import Imprint, sheet
from ui.components.assets import path_of
from ui.version import APP, version

PAGE = "page"  # the parameter that names the page; the others are those of its own address
_STYLE = """
img { width: 100%; max-height: 230mm; object-fit: contain; object-position: left }
.columns { display: flex; flex-wrap: wrap; gap: 0 16px }
.columns > div { min-width: 0; width: calc(33.3% - 11px) }
.columns > .half { width: calc(50% - 8px) }
.columns > .most { width: calc(66.7% - 11px) }
.columns .figures { margin: 4px 0 }
.metrics { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 8px 0 }
.metric strong { display: block; font-size: 17px; font-weight: 600 }
.metric, blockquote { margin: 0; break-inside: avoid }
blockquote { border-left: 3px solid #d8d8d8; padding-left: 12px; margin: 8px 0 }
math[display=block] { margin: 10px 0 }
.marked { white-space: pre-wrap; line-height: 1.8 }
.positive { background: rgb(40 117 210 / var(--share)); border-bottom: 2px solid rgb(40 117 210) }
.negative { background: rgb(188 90 8 / var(--share)); border-bottom: 2px dashed rgb(188 90 8) }
.unknown { border-bottom: 2px dotted currentColor }
.dropped { text-decoration: line-through }
[role=status] { font-size: 13px; border: 1px solid #d8d8d8; padding: 6px 10px }
@media print {
    body { font-size: 13px }
    dl, .metrics, table { font-size: 12px }
    [role=status] { display: none }
}
"""
_BODY = """<p role="status">Drawing …</p>
<main data-content=".{content}"></main>
<script type="module" src=".{script}"></script>"""


def make_section_view() -> str:
    """Return the document. It is the same for all sections: the address tells the script which one to draw."""
    body = _BODY.format(content=path_of("section_content.js"), script=path_of("section_paper.js"))
    return sheet(APP, Imprint(APP, version(), date.today()), body, _STYLE)
