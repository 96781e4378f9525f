"""Types of the functions that long work calls while it runs."""

from collections.abc import Callable
from enum import Enum


class Request(Enum):
    """What work that runs is asked to do. Only the first is false: the others end it early."""

    GO_ON = "go on"
    PAUSE = "pause"  # for others; it can wait until a step is over, however long that takes
    STOP = "stop"  # for good, and soon

    def __bool__(self) -> bool:
        return self is not Request.GO_ON


ShouldStop = Callable[[], bool | Request]  # True means STOP, False GO_ON; it is called several times a second
