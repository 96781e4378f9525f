"""Exceptions of jobs. The message of each one is a sentence for the visitor."""

SHUTTING_DOWN = "The server is shutting down."
WORKER_DIED = (
    "The training process ended unexpectedly (it may have run out of memory). "
    "A new one has been started: press Train again."
)


class JobFailed(Exception):
    """A call ended without a result."""


class WorkerDied(JobFailed):
    """The process that the call ran in has ended; another one has taken its place."""


class QueueFull(Exception):
    """The waiting list has no room for another training."""


class WorkersBusy(TimeoutError):
    """No worker was free for a short call in time."""
