"""The memory of the server's process."""

import asyncio
import ctypes

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3  # of glibc's malloc.h
MAX_ARENAS = 2
MIN_MAPPED_BYTES = 2**20  # of an allocation with pages of its own
RETURN_SECONDS = 20.0  # between two calls of `return_memory`; one takes some milliseconds


def limit_arenas() -> bool:
    """Let all threads share MAX_ARENAS pools of memory; return whether the C library knows of such pools.

    Each run of a script is a thread of its own. By default glibc gives such threads up to eight pools for each core,
    and a pool keeps most of what its threads have freed: 60 MB after a thousand visits. Large arrays get pages of
    their own, which go back to the system at once; by default glibc stops doing so after the first 32 MB.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
        return bool(mallopt(_M_ARENA_MAX, MAX_ARENAS) and mallopt(_M_MMAP_THRESHOLD, MIN_MAPPED_BYTES))
    except (AttributeError, OSError, TypeError):  # another C library, or Windows
        return False


async def return_memory() -> None:
    """Return freed memory to the system time and again, as long as the server runs."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    while True:
        await asyncio.sleep(RETURN_SECONDS)
        await asyncio.to_thread(trim, 0)
