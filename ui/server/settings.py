"""The settings of a server that others reach, from environment variables. docs/server.md describes them."""

import os
import re
from dataclasses import dataclass

ALLOWED_HOSTS, ALLOWED_ORIGINS = "NNKIT_ALLOWED_HOSTS", "NNKIT_ALLOWED_ORIGINS"
FRAME_ANCESTORS, METRICS = "NNKIT_FRAME_ANCESTORS", "NNKIT_METRICS"


@dataclass(frozen=True)
class Settings:
    """hosts: names by which the server may be called, all if there are none. origins: other sites that may connect.

    frame_ancestors: other sites that may show the app in a frame. metrics: whether /_stcore/metrics answers.
    """

    hosts: tuple[str, ...] = ()
    origins: frozenset[str] = frozenset()
    frame_ancestors: tuple[str, ...] = ()
    metrics: bool = False


def read_settings() -> Settings:
    """Return the settings of the environment. Raises ValueError, with the variable's name, for a value that is none."""
    return Settings(
        hosts=tuple(name.lower() for name in _names(ALLOWED_HOSTS)),
        origins=frozenset(_site(name, ALLOWED_ORIGINS) for name in _names(ALLOWED_ORIGINS)),
        frame_ancestors=tuple(_site(name, FRAME_ANCESTORS, wildcard=True) for name in _names(FRAME_ANCESTORS)),
        metrics=_is_on(METRICS),
    )


def _names(variable: str) -> list[str]:
    return [name.strip() for name in os.environ.get(variable, "").split(",") if name.strip()]


def _site(text: str, variable: str, wildcard: bool = False) -> str:
    """Return a site as browsers write it, such as https://lms.example.org. wildcard: whether * may stand for a part."""
    name = rf"{'([*][.])?' if wildcard else ''}[a-z0-9.-]+(:[0-9]+)?"
    if not re.fullmatch(rf"https?://{name}/?", text.lower()):
        raise ValueError(f"{variable} must list sites such as https://lms.example.org, with commas; got {text!r}")
    return text.lower().rstrip("/")


def _is_on(variable: str) -> bool:
    text = os.environ.get(variable, "0")
    if text not in ("0", "1"):
        raise ValueError(f"{variable} must be 0 or 1; got {text!r}")
    return text == "1"
