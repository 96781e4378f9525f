"""Trainings that take long are asked about first; what the queue refuses is submitted again once there is room."""

from dataclasses import replace

import pytest

from nnkit import Progress
from nnkit.jobs import InlineEngine, JobQueue, RunStore
from nnkit.jobs.budget import Budget
from tests.app.visitor import Part
from tests.processes.trainings import experiment, run_of
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT, Gate, ThreadEngine

FULL = "1 trainings are waiting already. This one is submitted by itself as soon as there is room."


def with_button():
    from dataclasses import replace

    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from ui.training.jobs import training_of
    from ui.training.run_panel import offer_training

    (opening,) = OPENINGS["fundamentals/neuron"]
    chosen = replace(opening, training=replace(opening.training, epochs=st.session_state["epochs"]))
    offer_training("part", chosen, chosen)
    for run in training_of("part").runs:
        st.markdown(f"shown: {run.experiment.training.epochs} epochs")


def with_sliders():
    from dataclasses import replace

    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from ui.training.former import show_former
    from ui.training.live import follow_sliders

    (opening,) = OPENINGS["fundamentals/neuron"]
    chosen = replace(opening, training=replace(opening.training, epochs=st.session_state["epochs"]))
    runs = follow_sliders("part", [chosen], [chosen])
    show_former("part")
    for run in runs:
        st.markdown(f"shown: {run.experiment.training.epochs} epochs")


@pytest.fixture(params=[with_button, with_sliders])
def script(request):
    return request.param


def choose(part, epochs):
    """Choose so many epochs, and press Train where there is such a button."""
    part.app.session_state["epochs"] = epochs
    part.run()
    if "part.train" in {button.key for button in part.app.button}:
        part.press("part.train")
    return part


def finish(part):
    """Wait for the job of the part, and draw it again."""
    assert part.app.session_state["part.training"].job.wait(TIMEOUT)
    return part.run()


def reporting(experiment, on_progress, should_stop):
    """Report an epoch, so that the time of the others is known."""
    on_progress(Progress(experiment, 1, 0.0))
    return replace(run_of(experiment), epochs_done=experiment.training.epochs)


@pytest.fixture
def impatient(use_queue):
    """A queue that asks before whatever is known to take any time; what it has trained."""
    trained = []

    def train(experiment, **hooks):
        trained.append(experiment.training.epochs)
        return reporting(experiment, **hooks)

    use_queue(JobQueue(InlineEngine(), RunStore(None), train=train, budget=Budget(0.0, 0.0)))
    return trained


def test_settings_that_take_long_train_after_a_yes(impatient, script):
    part = choose(Part(script, epochs=3), 3)
    assert part.says("shown: 3 epochs")  # nobody could know how long these take
    choose(part, 500)
    assert part.says("These settings take about")
    assert part.says("shown: 3 epochs")
    assert impatient == [3]
    part.press("part.agree")
    assert part.says("shown: 500 epochs")
    assert impatient == [3, 500]
    assert not part.says("These settings take about")


def test_a_question_goes_with_the_settings_that_it_was_about(impatient, script):
    part = choose(choose(Part(script, epochs=3), 3), 500)
    choose(part, 3)
    assert not part.says("These settings take about")
    assert part.says("shown: 3 epochs")
    choose(part, 500)
    assert part.says("These settings take about")  # nobody has said yes to them
    assert impatient == [3]


def test_settings_that_once_got_a_yes_wait_for_a_press_when_they_are_chosen_again(impatient):
    part = choose(choose(Part(with_button, epochs=3), 3), 500).press("part.agree")
    assert part.says("shown: 500 epochs")
    choose(part, 3)
    part.app.session_state["epochs"] = 500
    assert part.run().says("shown: 3 epochs")
    assert not part.says("shown: 500 epochs")
    assert part.says("Press Train")


def test_old_results_say_that_the_new_settings_wait_for_an_answer(impatient):
    part = choose(choose(Part(with_sliders, epochs=3), 3), 500)
    assert part.says("New ones wait for your answer.")


def test_what_the_button_leads_to_is_said_before_it_is_pressed(use_queue):
    use_queue(JobQueue(InlineEngine(), RunStore(None), train=reporting))
    part = choose(Part(with_button, epochs=3), 3)
    assert not part.says("Press Train")
    part.app.session_state["epochs"] = 500
    assert part.run().says("Press Train: it takes about ")
    choose(part, 500)
    part.app.session_state["epochs"] = 3
    assert part.run().says("Press Train: the result is there already.")


def test_what_nobody_has_measured_is_said_to_be_unknown(use_queue):
    gate = Gate()
    gate.release(0)
    use_queue(JobQueue(InlineEngine(), RunStore(None), train=gate.train))
    part = choose(Part(with_button, epochs=3), 3)
    part.app.session_state["epochs"] = 500
    assert part.run().says("Press Train: this server does not know yet how long it takes.")


def test_what_a_full_queue_refuses_is_submitted_by_itself_once_there_is_room(use_queue, script):
    gate = Gate()
    queue = JobQueue(ThreadEngine(), RunStore(None), train=gate.train, max_waiting=1)
    use_queue(queue)
    queue.submit(experiment(1), "one")
    gate.wait_started(1)
    waiting = queue.submit(experiment(2), "two")
    part = choose(Part(script, epochs=3), 3)
    assert part.says(FULL)
    part.run()
    assert part.says(FULL)
    queue.stop(waiting, "two")
    part.run()  # the page does so by itself, every moment
    assert not part.says("waiting already")
    gate.release(0, 1)
    assert finish(part).says("shown: 3 epochs")
    queue.shutdown()
