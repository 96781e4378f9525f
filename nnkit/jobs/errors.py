"""Exceptions of jobs. The message of each one is a sentence for the visitor."""

SHUTTING_DOWN = "The server is shutting down."
WORKER_DIED = "The training process ended unexpectedly. It may have run out of memory. A new process has been started."
WORKER_HUNG = (
    "The training process no longer answered, so a new one has been started. What the network had learned is lost."
)
REFUSED = (
    "Training the network with {} has ended its process twice, most likely for lack of memory. The server does not "
    "try it again for an hour. Choose a smaller network or fewer samples."
)


class JobFailed(Exception):
    """A call ended without a result."""


class WorkerDied(JobFailed):
    """The process that the call ran in has ended; another one has taken its place."""


class QueueFull(Exception):
    """The waiting list has no room for another training."""


class LostRun(Exception):
    """The values of a run are neither in memory nor on disk any more."""


class WorkersBusy(TimeoutError):
    """No worker was free for a short call in time."""
