"""Which addresses of a scheduler are accepted."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def check_address(address: str) -> str:
    """Return the address if nobody on the network can read or change what is sent to it. Raise ValueError if not."""
    parts = urlsplit(address)
    if parts.scheme == "tls" and parts.hostname and parts.port:
        return address
    if parts.scheme == "tcp" and parts.port and _is_loopback(parts.hostname or ""):
        return address
    raise ValueError(
        "NNKIT_DASK_SCHEDULER must be tls://host:port, or tcp://127.0.0.1:port for a scheduler on this machine: "
        f"without encryption, everybody who can reach a scheduler can run programs on all machines; got {address!r}"
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # another name
        return False
