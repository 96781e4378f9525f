"""The pools of memory of the server's process, counted by the C library itself."""

import platform
import re
import subprocess
import sys

import pytest

from ui.memory import MAX_ARENAS

COUNT = """
import ctypes, sys, threading
from ui.memory import limit_arenas
libc = ctypes.CDLL(None)
if "limited" in sys.argv:
    limit_arenas()
together = threading.Barrier(8)
def allocate():
    libc.malloc(1_000)
    together.wait()
threads = [threading.Thread(target=allocate) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def pools(*arguments):
    """The number of pools of a process after eight threads have asked for memory at the same time."""
    script = [sys.executable, "-c", COUNT, *arguments]
    return len(re.findall("<heap nr=", subprocess.run(script, capture_output=True, text=True, check=True).stdout))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone has such pools")
def test_threads_share_few_pools_of_memory():
    assert pools("limited") <= MAX_ARENAS < pools()
