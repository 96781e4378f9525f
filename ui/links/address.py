"""The address under which other devices reach a page."""

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

import psutil

from ui.controls.domain import Texts

PARAMETER = "section"  # the name of the parameter that holds the open section
LESSON, STEP = "lesson", "step"  # the names of those that hold a lesson and the number of its open step
OWN, LESSON_TEXT = "own", "lesson_text"  # the name of a lesson that a teacher has pasted, and where its text stands
# Nothing is sent there: the address is kept free for documentation (RFC 5737), so it lies beyond every local network.
ELSEWHERE = ("192.0.2.1", 9)


def with_parameters(page: str, parameters: Mapping[str, Texts]) -> str:
    """Return the address of a page with its parameters."""
    return f"{page}?{urlencode(parameters, doseq=True)}" if parameters else page


def reachable(page: str, own: str | None) -> str | None:
    """Return the address that other devices can open, or None if there is none.

    page: the address in the visitor's browser. own: the server's address on the network, for a browser on the same
    machine. Scheme, port and path stay as they are.
    """
    parts = urlsplit(page)
    if not is_this_machine(parts.hostname or ""):
        return page
    if own is None:
        return None
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{own}{port}"))


def is_this_machine(host: str) -> bool:
    """Whether the name or the number means, on every machine, that machine itself."""
    if not host or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:  # a name
        return False
    return number.is_loopback or number.is_unspecified


def network_address() -> str | None:
    """Return the number (IPv4) of this machine on its network, or None if it has none."""
    candidates = (_routed_address(), *_interface_addresses())
    return next((number for number in candidates if number and not is_this_machine(number)), None)


def _routed_address() -> str | None:
    """Return the number from which this machine would send beyond its network; None without a way there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)  # chooses the way and sends nothing
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _interface_addresses() -> list[str]:
    """Return the numbers of all network interfaces that are up, for a network that leads nowhere else."""
    states = psutil.net_if_stats()
    return [
        each.address
        for name, addresses in psutil.net_if_addrs().items()
        for each in addresses
        if each.family == socket.AF_INET and name in states and states[name].isup
    ]
