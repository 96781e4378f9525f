"""Chapters of finished runs as one HTML document, for the screen and for A4 paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import plotly

from nnkit.code import script
from nnkit.experiment import Experiment
from nnkit.reports.facts import SECONDS, results_of
from nnkit.reports.figure_list import FigureList
from nnkit.reports.paper import Imprint, sheet
from nnkit.reports.pictures import MAX_MAPS, comparison_of, pictures_of
from nnkit.reports.settings import MISSING, OFF, SETTINGS, Facts, setting_text, written_settings
from nnkit.results.run import Run
from nnkit.results.settings import differing, settings_of

DRAWING = Path(__file__).with_name("paper.js")
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"

NETWORK = "network"  # the head of the column or the row of names
MAX_COLUMNS = 6  # of networks in a table

_WITHOUT_PENALTIES = "Losses leave out the penalties, so that networks can be compared by them."
_NOT_TRAINED = "Not trained on this server yet:"


@dataclass(frozen=True)
class Chapter:
    """What one section of the app shows: runs by their names, and experiments that are not trained yet.

    link: to the section with its settings; "" where there is none.
    """

    title: str
    runs: Mapping[str, Run]
    missing: Mapping[str, Experiment] = field(default_factory=dict)
    link: str = ""


def report(title: str, chapters: Sequence[Chapter], imprint: Imprint) -> str:
    """Return a report with the code of each network, as one HTML file that needs no other file and no network."""
    scripts = "".join(f"<script>{_inline(path)}</script>\n" for path in (PLOTLY, DRAWING))
    return _write(title, chapters, imprint, scripts, with_code=True)


def print_view(title: str, chapters: Sequence[Chapter], imprint: Imprint, scripts: Sequence[str]) -> str:
    """Return the same without code, to be printed. scripts: the addresses of PLOTLY and of DRAWING on the server."""
    tags = "".join(f'<script src="{escape(address)}"></script>\n' for address in scripts)
    return _write(title, chapters, imprint, tags, with_code=False)


def _write(title: str, chapters: Sequence[Chapter], imprint: Imprint, scripts: str, with_code: bool) -> str:
    figures = FigureList()
    body = "\n".join(_chapter(chapter, figures, with_code, len(chapters) > 1) for chapter in chapters)
    data = f'<script type="application/json" id="figures">{figures.to_json()}</script>'
    return sheet(title, imprint, f"{body}\n{data}\n{scripts}")


def _chapter(chapter: Chapter, figures: FigureList, with_code: bool, with_title: bool) -> str:
    runs = chapter.runs
    parts = [f"<h2>{escape(chapter.title)}</h2>"] if with_title else []
    if chapter.link:
        parts.append(f'<p class="link"><a href="{escape(chapter.link)}">{escape(chapter.link)}</a></p>')
    if len(runs) == 1:
        ((name, run),) = runs.items()
        parts += [f"<h3>{escape(name)}</h3>", *_one(run, figures)]
    elif runs:
        parts += _several(runs, figures)
    parts += _missing(chapter.missing)
    parts += [_code(name, run, is_open=len(runs) == 1) for name, run in runs.items()] if with_code else []
    return "\n".join(['<section class="chapter">', *parts, "</section>"])


def _one(run: Run, figures: FigureList) -> list[str]:
    """Return results, figures and settings of a run."""
    settings = {name: text for name, text in written_settings(run.experiment).items() if text not in OFF}
    results = results_of(run)
    return [
        _table(list(results), [list(results.values())]),
        *_note([run]),
        _list("Settings", settings),
        figures.add(pictures_of(run)),
    ]


def _several(runs: Mapping[str, Run], figures: FigureList) -> list[str]:
    """Return a table of what differs and of the results, the figures, and the settings that all runs share."""
    which = differing([run.experiment for run in runs.values()])
    settings = {name: settings_of(run.experiment) for name, run in runs.items()}
    facts = {
        name: {**{SETTINGS[key]: setting_text(settings[name], key) for key in which}, **_compared(run)}
        for name, run in runs.items()
    }
    differs = {SETTINGS[key] for key in which}
    first = written_settings(next(iter(runs.values())).experiment)
    shared = {name: text for name, text in first.items() if name not in differs and text not in OFF}
    left_out = len(runs) - MAX_MAPS
    few = [f"<p>The figures show the first networks; the table has all {len(runs)}.</p>"] if left_out > 0 else []
    return [
        _side_by_side(facts),
        *_note(list(runs.values())),
        _list("Settings that all of them share", shared),
        *few,
        figures.add(comparison_of(runs)),
    ]


def _note(runs: Sequence[Run]) -> list[str]:
    networks = [run.experiment.network for run in runs]
    return [f"<p>{_WITHOUT_PENALTIES}</p>"] if any(network.l1 or network.l2 for network in networks) else []


def _missing(experiments: Mapping[str, Experiment]) -> list[str]:
    if not experiments:
        return []
    items = "".join(f"<li>{escape(name)}</li>" for name in experiments)
    return [f"<p>{_NOT_TRAINED}</p>\n<ul>{items}</ul>"]


def _code(name: str, run: Run, is_open: bool) -> str:
    opened = " open" if is_open else ""
    lines = escape(script(run.experiment, run))
    return f"<details{opened}><summary>The same in Keras: {escape(name)}</summary>\n<pre>{lines}</pre></details>"


def _compared(run: Run) -> Facts:
    """Return the results without what depends on how busy the server was."""
    return {name: text for name, text in results_of(run).items() if name != SECONDS}


def _side_by_side(facts: Mapping[str, Facts]) -> str:
    """Return a table of what holds for each name, with a column for each while they fit on paper."""
    listed = dict.fromkeys(fact for each in facts.values() for fact in each)
    if len(facts) > MAX_COLUMNS:
        rows = [[name, *(each.get(fact, MISSING) for fact in listed)] for name, each in facts.items()]
        return _table([NETWORK, *listed], rows)
    return _table([NETWORK, *facts], [[fact, *(each.get(fact, MISSING) for each in facts.values())] for fact in listed])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    heads = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "\n".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody>\n</table></div>'


def _list(heading: str, facts: Facts) -> str:
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in facts.items())
    return f'<div class="facts"><h4>{heading}</h4>\n<dl>{items}</dl></div>'


def _inline(path: Path) -> str:
    """Return a script as it may stand within a page: no text in it ends the tag."""
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script")
