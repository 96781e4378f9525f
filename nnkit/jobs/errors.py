"""Exceptions of jobs. The message of each one is a sentence for the visitor."""

SHUTTING_DOWN = "The server is shutting down."
WORKER_DIED = "The training process ended unexpectedly. It may have run out of memory. A new process has been started."
WORKER_HUNG = (
    "The training process no longer answered, so a new one has been started. What the network had learned is lost."
)
CLUSTER_LOST = (
    "The connection to the computers that train the networks is lost, and with it what the network had learned. "
    "Networks are trained on this server for now. Try again."
)
TRAINED_FOR_OTHERS = "The training goes on, since others wait for the same network."
REFUSED = (
    "Training the network with {} has ended its process twice, most likely for lack of memory. The server does not "
    "try it again for an hour. Choose a smaller network or fewer samples."
)


class JobFailed(Exception):
    """A call ended without a result."""


class WorkerDied(JobFailed):
    """The process that the call ran in has ended; another one has taken its place."""


class ClusterLost(JobFailed):
    """The cluster that the call ran in can't be reached any more."""


class TrainingLeft(JobFailed):
    """The call was told to stop and left without a result: it goes on for another server, or never began."""


class QueueFull(Exception):
    """The waiting list has no room for another training."""


class LostRun(Exception):
    """The values of a run are neither in memory nor on disk any more."""


class WorkersBusy(TimeoutError):
    """No worker was free for a short call in time."""
