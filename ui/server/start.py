"""What a server of the app does besides Streamlit's own."""

from collections.abc import Iterable

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from ui.server.downloads import wait_without_threads
from ui.server.frames import Frames
from ui.server.gate import Gate
from ui.server.headers import Headers
from ui.server.log import bound_log
from ui.server.scripts import CompressedScripts
from ui.server.settings import read_settings
from ui.server.uploads import BoundUploads
from ui.server.visitor_cookie import VisitorCookie
from ui.server.widget_states import drop_unreadable_values


def prepare() -> None:
    """Bound the log, and change what Streamlit itself does. Call it once, before the first visitor comes."""
    bound_log()
    drop_unreadable_values()
    wait_without_threads()


def middleware() -> list[Middleware]:
    """Return what every request passes, the outermost first. Raises ValueError for a setting that is none.

    Streamlit makes environment variables of its secrets, the only ones that can be set on Community Cloud. It would do
    so only after this call.
    """
    st.secrets.load_if_toml_exists()
    settings = read_settings()
    return [
        Middleware(Headers, settings=settings),
        Middleware(Gate, settings=settings),
        Middleware(CompressedScripts),
        Middleware(VisitorCookie),
        Middleware(Frames),
        Middleware(BoundUploads),
    ]


def below_base_path(routes: Iterable[Route]) -> list[Route]:
    """Return the routes below the path at which the app lies, server.baseUrlPath: Streamlit adds it to its own only."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return [Route(f"/{base}{route.path}", route.endpoint) for route in routes] if base else list(routes)
