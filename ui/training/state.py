"""What one part of a page trains, as a state machine. It knows neither Streamlit nor the queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nnkit import Experiment, Run
from nnkit.jobs import Job

Experiments = tuple[Experiment, ...]


class State(StrEnum):
    """Where a part stands.

    idle ─ settings ─▶ training ─ the job ends ─▶ done
      └─ settings from the address that may not start ─▶ unconfirmed ─ confirmed, or changed ─▶ training
    done ─ other settings ─▶ training
    """

    IDLE = "idle"  # nothing has been submitted
    UNCONFIRMED = "unconfirmed"  # settings from the page's address wait for the visitor
    TRAINING = "training"  # a job is under way
    DONE = "done"  # the last job is over


@dataclass(frozen=True)
class Refusal:
    """A submission that the queue has refused.

    reason: a sentence for the visitor. for_now: whether it is submitted again by itself once there is room.
    The rest is what was submitted.
    """

    reason: str
    for_now: bool
    experiments: Experiments
    names: tuple[str, ...]
    anew: bool
    background: bool


@dataclass
class PartTraining:
    """The training of one part of a page in one session. It changes only through its methods.

    job: the job that the part follows, or followed last.
    experiments: what that job trains; names: what to call each of them.
    shown: the runs on screen, None where an experiment has none. While a job trains, they are those of the job before.
    arrived: the settings with which the part was first drawn; confirmed: whether the visitor asked to train these.
    asked: the settings that wait for the visitor's yes, since they take long; agreed: those that got it last.
    refused: what the queue has refused, until it takes something.
    """

    state: State = State.IDLE
    job: Job | None = None
    experiments: Experiments = ()
    names: tuple[str, ...] = ("",)
    shown: list[Run | None] = field(default_factory=list)
    arrived: Experiments = ()
    confirmed: bool = False
    asked: Experiments = ()
    agreed: Experiments = ()
    refused: Refusal | None = None

    @property
    def runs(self) -> list[Run]:
        """What there is to show: the runs on screen, or before there are any, those that the first job has so far."""
        runs = self.shown or (self.job.runs if self.job is not None else [])
        return [run for run in runs if run is not None]

    @property
    def shows_former(self) -> bool:
        """Whether the runs on screen are those of a former job, while another one trains."""
        return self.state is State.TRAINING and bool(self.shown)

    def receive(
        self, experiments: Experiments, preset: Experiments, may_start: Callable[[Experiments], bool] = lambda _: False
    ) -> bool:
        """Take the settings of this drawing; return whether to submit them.

        Settings that came with the page's address, and differ from the preset, wait until the visitor confirms them or
        changes any, unless they may start: opening a link alone must not start a long training.
        """
        self.arrived = self.arrived or experiments
        if self.asked != experiments:
            self.asked = ()
        if self.job is None:
            waits = self.are_from_address(experiments, preset) and not self.confirmed and not may_start(experiments)
            self.state = State.UNCONFIRMED if waits else State.IDLE
        return experiments != self.experiments and self.state is not State.UNCONFIRMED

    def are_from_address(self, experiments: Experiments, preset: Experiments) -> bool:
        """Whether these settings came with the page's address, and nothing has been trained in the part yet."""
        return self.job is None and experiments == self.arrived != preset

    def confirm(self) -> None:
        """The visitor asks for the settings that came with the address."""
        self.confirmed = True

    def ask(self, experiments: Experiments) -> None:
        """Have these settings wait for the visitor's yes."""
        self.asked = experiments

    def has_yes(self, experiments: Experiments) -> bool:
        """Whether the visitor has said yes to these settings, however long they take."""
        return experiments == self.agreed or (self.confirmed and experiments == self.arrived)

    def agree(self) -> None:
        """The visitor says yes to what was asked."""
        self.agreed, self.asked = self.asked, ()

    def submitted(self, job: Job, experiments: Experiments, names: Sequence[str]) -> None:
        """The queue has taken the experiments on."""
        self.job, self.experiments, self.names, self.refused = job, experiments, tuple(names), None
        self.state = State.TRAINING
        self.observe()

    def observe(self) -> None:
        """Look whether the job is over. Its runs then replace those on screen, unless it failed or has none."""
        if self.state is not State.TRAINING or self.job is None or not self.job.done:
            return
        self.state = State.DONE
        if self.job.run is not None and (not self.shown or self.job.error is None):
            self.shown = self.job.runs
