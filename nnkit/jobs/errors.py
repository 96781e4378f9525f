"""Exceptions of jobs. The message of each one is a sentence for the visitor."""

SHUTTING_DOWN = "The server is shutting down."
WORKER_DIED = "The training process ended unexpectedly (it may have run out of memory). A new one has been started."
WORKER_HUNG = (
    "The training process no longer answered. A new one has been started; what the network had learned is lost."
)
REFUSED = (
    "Training the network with {} has ended its process twice, most likely for lack of memory. It is not tried again "
    "for an hour: choose a smaller network, or fewer samples."
)


class JobFailed(Exception):
    """A call ended without a result."""


class WorkerDied(JobFailed):
    """The process that the call ran in has ended; another one has taken its place."""


class QueueFull(Exception):
    """The waiting list has no room for another training."""


class WorkersBusy(TimeoutError):
    """No worker was free for a short call in time."""
