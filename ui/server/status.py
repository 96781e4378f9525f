"""`/status`: the server in numbers, for whoever has the secret link.

It is a route of the server and no page: it needs no session, so it answers when pages do not, and a monitor can read
it. A secret decides who may see it, since behind a proxy every visitor seems to come from this machine.
"""

import logging
import os
import secrets
import time
from functools import cache
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config, runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from nnkit.jobs import default_queue
from nnkit.jobs.memory import SHARED, resident_bytes
from nnkit.jobs.statistics import MAX_ANSWERS

VARIABLE = "NNKIT_STATUS_SECRET"
REFRESH_SECONDS = 5
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds the secret
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="{seconds}">
<title>Status of the server</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 1rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.3rem }}
th {{ text-align: left; font-weight: normal; padding-right: 1rem }}
td {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }}
tr > * {{ border-bottom: 1px solid; padding-block: .2rem }}
table {{ border-collapse: collapse; width: 100% }}
li {{ overflow-wrap: anywhere }}
</style>
<h1>Status of the server</h1>
<table>
{rows}
</table>
<h2 style="font-size: 1.1rem">Last errors</h2>
{errors}
<p>This page loads itself again every {seconds} s. Add <code>&amp;format=text</code> to its address for plain text.</p>
</html>
"""
LABELS = {
    "sessions": "Open pages",
    "running": "Trainings under way",
    "waiting": "Trainings that wait",
    "finished": "Finished since the start",
    "failed": "Failed since the start",
    "stopped": "Stopped since the start",
    "refused": "Refused since the start, each attempt counted",
    "seconds_median": f"Seconds from the press to the result, median of the last {MAX_ANSWERS} trainings",
    "seconds_slowest": "Seconds from the press to the result, slowest of them",
    "server_mb": "Memory of the server (MB)",
    "kept_mb": "Runs and figures that it keeps (MB)",
    "kept_limit_mb": "Limit for these (MB)",
    "up_minutes": "Minutes since the start",
}

logger = logging.getLogger(__name__)
_start = time.monotonic()


@cache
def secret() -> str:
    """Return the secret: that of the environment, else one that is made at the start."""
    return os.environ.get(VARIABLE) or secrets.token_urlsafe(24)


def announce_link() -> None:
    """Write the link to the log, once for each start, unless the secret comes from the environment."""
    if not os.environ.get(VARIABLE):
        port, path = config.get_option("server.port"), config.get_option("server.baseUrlPath").strip("/")
        base = f"http://localhost:{port}/{path}".rstrip("/")
        print(f"  Status of the server, for you alone: {base}/status?secret={secret()}\n", flush=True)


def open_pages() -> int:
    """Return how many browsers are connected, by the tab."""
    stats = runtime.get_instance().stats_mgr.get_stats([ACTIVE_SESSIONS_FAMILY])
    return sum(stat.value for stat in stats[ACTIVE_SESSIONS_FAMILY] if isinstance(stat, GaugeStat))


def numbers() -> dict[str, str]:
    """Return what there is to say, by the names in LABELS, and a line for each worker."""
    status = default_queue().status()
    values = {
        "sessions": f"{open_pages()}",
        **{name: f"{getattr(status, name)}" for name in ("running", "waiting", "finished", "failed", "stopped")},
        "refused": f"{status.refused}",
        "seconds_median": "–" if status.median is None else f"{status.median:.1f}",
        "seconds_slowest": "–" if status.slowest is None else f"{status.slowest:.1f}",
        "server_mb": _megabytes(sum(resident_bytes([os.getpid()]).values())),
        "kept_mb": _megabytes(SHARED.bytes),
        "kept_limit_mb": _megabytes(SHARED.max_bytes),
        "up_minutes": f"{(time.monotonic() - _start) / 60:.0f}",
    }
    return values | {f"worker_{pid}_mb": _megabytes(size) for pid, size in status.workers.items()}


def errors() -> list[str]:
    """Return the last errors with their times, the latest first."""
    return [
        f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(when))} UTC: {text}"
        for when, text in default_queue().status().errors
    ]


def as_text() -> str:
    """Return a line for each number and each error, its name first."""
    lines = [f"{name} {'nan' if value == '–' else value}" for name, value in numbers().items()]
    return "\n".join([*lines, *(f"error {error}" for error in errors())]) + "\n"


def as_page() -> str:
    """Return the same as a page that loads itself again."""
    rows = [f"<tr><th>{escape(_label(name))}</th><td>{escape(value)}</td></tr>" for name, value in numbers().items()]
    items = "".join(f"<li>{escape(error)}</li>" for error in errors())
    listed = f"<ul>{items}</ul>" if items else "<p>None since the start.</p>"
    return PAGE.format(rows="\n".join(rows), errors=listed, seconds=REFRESH_SECONDS)


async def show_status(request: Request) -> Response:
    """Answer with the status; without the secret as if there were no such address."""
    given = request.query_params.get("secret", "")
    if not secrets.compare_digest(given.encode("utf-8", "surrogatepass"), secret().encode()):
        return PlainTextResponse("Not Found", 404, HEADERS)
    if request.query_params.get("format") == "text" or request.url.path.endswith(".txt"):
        return PlainTextResponse(as_text(), headers=HEADERS)
    return HTMLResponse(as_page(), headers=HEADERS)


def _label(name: str) -> str:
    return LABELS.get(name) or f"Memory of the training process {name.split('_')[1]} (MB)"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f}"


ROUTES = (Route("/status", show_status), Route("/status.txt", show_status))
