"""A worker of the cluster ends itself when it has grown too large; its nanny starts another one in its place."""

import asyncio
import logging
import shutil
from pathlib import Path

from distributed import Worker

from nnkit.jobs import programs as compiled_programs
from nnkit.jobs.worker import OUT_OF_MEMORY, CallResult

CHECK_SECONDS = 0.5  # between two checks whether the worker is free

logger = logging.getLogger(__name__)

# Set by the preload module.
programs: Path | None = None  # the folder of compiled programs
recycle_above: int | None = None  # bytes resident after a call; None: never recycled

_leaving = False  # whether this process is on its way out


def after_call(here: Worker, result: CallResult) -> None:
    """Look after the compiled programs, and after the memory of this process."""
    if programs is not None:
        if result.tensorflow_failed:
            shutil.rmtree(programs, ignore_errors=True)  # one of them may be damaged
        else:
            compiled_programs.seal(programs)
    too_large = recycle_above is not None and result.resident_bytes > recycle_above
    if too_large or result.tensorflow_failed or result.failure == OUT_OF_MEMORY:
        logger.info("this worker is recycled: it has %d MB resident", result.resident_bytes // 2**20)
        here.loop.add_callback(_leave, here)


async def _leave(here: Worker) -> None:
    """Take no more calls, hand the results over to other workers, and end when nothing runs here.

    `Client.restart_workers` would end a call that has just begun, and lose results that a server has yet to fetch.
    """
    global _leaving
    if _leaving or here.nanny is None:  # without a nanny nobody would start another one
        return
    _leaving = True
    while not await _retire(here, remove=False):  # a worker that is alone can hand over nothing
        await asyncio.sleep(CHECK_SECONDS)
    while here.state.executing_count:
        await asyncio.sleep(CHECK_SECONDS)
    await _retire(here, remove=True)
    await here.close(nanny=False, reason="recycled")


async def _retire(here: Worker, remove: bool) -> bool:
    """Have the scheduler send nothing more here. Return whether all results have gone to other workers."""
    return bool(await here.scheduler.retire_workers(workers=[here.address], close_workers=False, remove=remove))
