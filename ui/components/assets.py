"""The scripts that browsers load: Plotly as it is installed, and our own."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nnkit.reports.document import DRAWING, PLOTLY

SCRIPTS = {
    "plotly.min.js": PLOTLY,
    **{name: Path(__file__).with_name(name) for name in ("chart.js", "section_paper.js", "section_content.js")},
    "paper.js": DRAWING,
}
FOLDER = "/assets"
# The address of a script names its content, so that a browser never has to ask again.
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@cache
def path_of(name: str) -> str:
    """Return the path of a script below the app's address. It changes with the script's content."""
    return f"{FOLDER}/{hashlib.sha256(SCRIPTS[name].read_bytes()).hexdigest()[:12]}/{name}"


@cache
def compressed(name: str) -> bytes:
    """Return the script as it travels. The first call takes half a second for Plotly."""
    return gzip.compress(SCRIPTS[name].read_bytes(), 9)


def _send(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in SCRIPTS:
        return Response(status_code=404)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(SCRIPTS[name].read_bytes(), media_type="text/javascript", headers=HEADERS)
    headers = {**HEADERS, "Content-Encoding": "gzip"}
    return Response(compressed(name), media_type="text/javascript", headers=headers)


ROUTES = (Route(f"{FOLDER}/{{version}}/{{name}}", _send),)
