"""The memory of the server's process."""

import ctypes

_M_ARENA_MAX = -8  # of glibc's malloc.h
MAX_ARENAS = 2


def limit_arenas() -> bool:
    """Let all threads share MAX_ARENAS pools of memory; return whether the C library knows of such pools.

    Each run of a script is a thread of its own. By default glibc gives such threads up to eight pools for each core,
    and a pool keeps most of what its threads have freed: 60 MB after a thousand visits.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, MAX_ARENAS))
    except (AttributeError, OSError, TypeError):  # another C library, or Windows
        return False
