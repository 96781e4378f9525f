"""What a part of a page shows while its job is under way, and what it offers when it is over."""

import json

import pytest

from nnkit import Progress
from nnkit.jobs import BUNDLED_RUNS, InlineEngine, JobQueue, RunStore
from tests.app.visitor import Part
from tests.processes.trainings import experiment
from tests.unit.nnkit.jobs.stand_ins import TIMEOUT, DyingEngine, Gate, ThreadEngine


def panel():
    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from ui.training.jobs import training_of
    from ui.training.run_panel import offer_training, show_growing, warn_of_outcome

    (experiment,) = OPENINGS["fundamentals/neuron"]
    offer_training("part", experiment, experiment)
    show_growing("part", lambda growing: st.caption("grows" if growing else "still"))
    warn_of_outcome("part")
    for run in training_of("part").runs:
        st.markdown(f"shown: {run.test['accuracy']:.3f}")


def clicked():
    import plotly.graph_objects as go
    import streamlit as st

    from ui.charts import show_figure

    figure = go.Figure(go.Scatter(x=[1], y=[1], customdata=[[7]]), {"meta": {"alt": "One mark that can be clicked"}})
    show_figure(figure, "part.figure", on_click=lambda data: st.session_state.update(chosen=data))


def test_a_browser_that_cannot_load_our_scripts_gets_the_figure_as_streamlit_shows_it():
    ours, plain = Part(clicked), Part(clicked, **{"chart.failed": True})
    (chart,) = plain.app.get("plotly_chart")
    spec, (figure, alt) = json.loads(chart.proto.spec), ours.figures["part.figure"]
    assert not plain.figures
    assert chart.proto.alt == alt == "One mark that can be clicked"
    assert spec["data"] == figure["data"]


@pytest.fixture
def busy(use_queue):
    """A queue that trains for somebody else until the test is over."""
    gate = Gate()
    queue = JobQueue(ThreadEngine(), RunStore(None), train=gate.train)
    queue.submit(experiment(1), "somebody else")
    gate.wait_started(1)
    use_queue(queue)
    yield queue
    gate.release(1)
    queue.shutdown()


def accuracy_on(part):
    """The accuracy that the part shows."""
    (text,) = part.texts("markdown")
    return float(text.removeprefix("shown: "))


def test_a_job_that_waits_is_shown_with_its_place_and_can_be_stopped(busy):
    part = Part(panel).press("part.train")
    assert part.app.get("progress")[0].proto.text.startswith("Waiting at place 1 in the queue")
    assert not part.app.button(key="part.stop").disabled
    part.press("part.stop")
    assert part.says("The training was stopped before it began, so nothing was learned.")


def test_a_training_whose_process_ended_can_be_tried_again_where_that_is_said(use_queue):
    gate = Gate()
    gate.release(0)
    queue = JobQueue(DyingEngine(1), RunStore(None), train=gate.train)
    use_queue(queue)
    part = Part(panel).press("part.train")
    job = part.app.session_state["part.training"].job
    assert job.wait(TIMEOUT)
    part.run()
    assert [error.value for error in part.app.error] == ["it ended"]
    assert part.app.get("progress")[0].proto.text == "Training failed in epoch 2"
    job.progress = Progress(job.experiment, 0, 1.0)  # as if its process had ended before it learned
    part.run()
    assert part.app.get("progress")[0].proto.text == "Training failed"
    part.press("part.again")
    assert part.app.session_state["part.training"].job.wait(TIMEOUT)
    part.run()
    assert not part.app.error
    assert part.says("shown: 0.750")
    queue.shutdown()


def test_a_run_that_came_with_the_app_says_so_and_can_be_trained_anew(use_queue):
    use_queue(JobQueue(InlineEngine(), RunStore(None, bundled=BUNDLED_RUNS)))
    part = Part(panel).press("part.train")
    assert part.app.get("progress")[0].proto.text == "Network came with the app, already trained"
    before = accuracy_on(part)
    part.press("part.anew")
    assert part.app.get("progress")[0].proto.text.startswith("Network trained in ")
    assert accuracy_on(part) == pytest.approx(before, abs=0.01)  # another machine may have trained the bundled run
    assert "part.anew" not in [button.key for button in part.app.button]


def test_a_figure_that_can_be_clicked_says_so_to_the_browser():
    part = Part(clicked)
    assert part.figures.options["part.figure"]["clickable"]
