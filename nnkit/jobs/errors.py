"""What can go wrong with a job. The text of each is a sentence for the visitor."""

SHUTTING_DOWN = "The server is shutting down."
WORKER_DIED = (
    "The training process ended unexpectedly (it may have run out of memory). "
    "A new one has been started: press Train again."
)


class JobFailed(Exception):
    """A call ended without a result."""


class WorkerDied(JobFailed):
    """The process that the call ran in is gone; another has taken its place."""


class QueueFull(Exception):
    """As many trainings wait already as the server takes on."""


class WorkersBusy(TimeoutError):
    """No worker came free for a short call in time."""
