"""The states of a part's training and what leads from one to the next, without Streamlit and without a queue."""

from dataclasses import dataclass

import pytest

from nnkit import Experiment, Network, Planar, Training
from ui.training.state import PartTraining, State


def settings(*units):
    return tuple(Experiment(Planar(), Network((number,)), Training(epochs=1)) for number in units)


PRESET, OTHER, THIRD = settings(1), settings(2), settings(3)


@dataclass
class FakeJob:
    """What a part reads of a job."""

    runs: list
    done: bool = False
    error: str | None = None

    @property
    def run(self):
        return self.runs[0]


def job(runs, **state):
    return FakeJob(list(runs), **state)


def trained(experiments=PRESET, runs=("a run",)):
    """A part that has trained these."""
    part = PartTraining()
    assert part.receive(experiments, experiments)
    part.submitted(job(runs, done=True), experiments, ("",))
    return part


def test_a_new_part_is_idle_and_shows_nothing():
    part = PartTraining()
    part.observe()
    assert (part.state, part.runs) == (State.IDLE, [])


def test_the_preset_is_to_be_submitted_at_once():
    part = PartTraining()
    assert part.receive(PRESET, PRESET)
    assert part.state is State.IDLE


def test_settings_from_the_address_wait():
    part = PartTraining()
    for _ in range(2):  # also when the page is drawn again
        assert not part.receive(OTHER, PRESET)
        assert part.state is State.UNCONFIRMED


def test_confirming_submits_the_settings_of_the_address():
    part = PartTraining()
    part.receive(OTHER, PRESET)
    part.confirm()
    assert part.receive(OTHER, PRESET)
    assert part.state is State.IDLE


@pytest.mark.parametrize("changed", [PRESET, THIRD])
def test_moving_a_control_confirms_too(changed):
    part = PartTraining()
    part.receive(OTHER, PRESET)
    assert part.receive(changed, PRESET)


def test_moved_settings_that_the_queue_refused_are_submitted_again():
    part = PartTraining()
    part.receive(PRESET, PRESET)  # refused: nothing is submitted
    assert part.receive(OTHER, PRESET)
    assert part.receive(OTHER, PRESET)


def test_a_part_trains_until_its_job_is_over():
    part, under_way = PartTraining(), job([None])
    part.receive(PRESET, PRESET)
    part.submitted(under_way, PRESET, ("one",))
    assert (part.state, part.names, part.runs) == (State.TRAINING, ("one",), [])
    assert not part.receive(PRESET, PRESET)
    under_way.runs[0], under_way.done = "a run", True
    assert part.state is State.TRAINING, "the state changes only when the part looks"
    part.observe()
    assert (part.state, part.runs) == (State.DONE, ["a run"])


def test_a_stored_run_is_done_at_once():
    assert trained().state is State.DONE


def test_the_first_job_shows_what_it_has_so_far():
    part = PartTraining()
    part.submitted(job(["first", None]), settings(1, 2), ("one", "two"))
    assert part.runs == ["first"]


def test_the_runs_before_stay_while_the_next_job_trains():
    part, under_way = trained(), job([None])
    assert part.receive(OTHER, PRESET)
    part.submitted(under_way, OTHER, ("",))
    assert (part.state, part.runs) == (State.TRAINING, ["a run"])
    under_way.runs[0], under_way.done = "another", True
    part.observe()
    assert part.runs == ["another"]


@pytest.mark.parametrize("runs", [[None], ["half", None]])
def test_a_job_that_failed_leaves_the_runs_before(runs):
    part = trained()
    part.submitted(job(runs, done=True, error="a sentence"), OTHER, ("", ""))
    assert (part.state, part.runs) == (State.DONE, ["a run"])


def test_a_first_job_that_failed_half_way_shows_the_half():
    part = PartTraining()
    part.submitted(job(["half", None], done=True, error="a sentence"), settings(1, 2), ("", ""))
    assert part.runs == ["half"]


def test_a_job_stopped_before_it_learned_anything_leaves_the_runs_before():
    part = trained()
    part.submitted(job([None], done=True), OTHER, ("",))
    assert part.runs == ["a run"]


def test_other_settings_after_a_job_are_to_be_submitted_and_the_same_are_not():
    part = trained()
    assert part.receive(OTHER, PRESET)
    assert not part.receive(PRESET, PRESET)
    assert part.state is State.DONE


@pytest.mark.parametrize("quick", [True, False])
def test_settings_from_the_address_that_may_start_are_submitted_on_arrival(quick):
    part, asked = PartTraining(), []
    assert part.receive(OTHER, PRESET, lambda experiments: asked.append(experiments) or quick) is quick
    assert (part.state is State.IDLE) is quick
    assert asked == [OTHER]


def test_only_settings_from_the_address_need_a_permission_to_start():
    part = PartTraining()
    assert part.receive(PRESET, PRESET, lambda _: pytest.fail("nobody has to ask"))


def test_runs_are_former_ones_only_while_another_job_trains():
    part = trained()
    assert not part.shows_former
    part.submitted(job([None]), OTHER, ("",))
    assert part.shows_former
    part.job.done = True
    part.observe()
    assert not part.shows_former
    assert not PartTraining().shows_former
