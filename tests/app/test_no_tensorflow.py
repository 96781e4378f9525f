"""Every section runs, with results and exercises, in any window, and Streamlit's process never loads TensorFlow.

The store is the one that all tests share: what another test has trained already need not be trained again. That a
training in a worker process loads no TensorFlow here either is tested in tests/processes.
"""

import os
import subprocess
import sys
import textwrap

from tests.app.visitor import ROOT

SCRIPT = """
import sys
from nnkit import jobs
from tests.app.visitor import Visitor, without_links
from tests.exercises import exercises_of
from tools.sections import sections

places = [("", ""), *((page, name) for page, names in sections().items() for name in names)]
assert len(places) > 30


def check_exercises(closed, opened, name):
    exercises = exercises_of(opened.page)[name]
    assert f"Try this ({len(exercises)})" in [expander.label for expander in closed.app.expander]
    assert not {without_links(exercise.answer) for exercise in exercises} & set(closed.texts("markdown"))
    texts = opened.texts("markdown")
    for number, (task, answer) in enumerate(exercises, 1):
        assert without_links(f"**{number}.** {task}") in texts
        assert without_links(answer) in texts


try:
    for page, name in places:
        visitor = Visitor(page, name).run()
        if visitor.jobs:
            for job in visitor.jobs:
                while not job.wait(10):
                    visitor.run()  # the queue drops a job that nobody looks at
                assert None not in job.runs, job.error
            visitor.run()
        phone = Visitor(page, name)
        phone.app.session_state["window.last"] = {"narrow": True}
        phone.app.session_state[f"{page}.{name}.try_this"] = True  # the exercises are open
        phone.run()
        assert phone.metrics == visitor.metrics
        assert set(phone.figures) == set(visitor.figures)
        if name:
            check_exercises(visitor, phone, f"{page}.{name}")
finally:
    jobs.shutdown()
print("pages:", *sections())
print("loaded:", *sorted({name.split(".")[0] for name in sys.modules} & {"tensorflow", "keras"}))
"""


def test_every_section_runs_with_results_in_any_window_and_without_tensorflow():
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        cwd=ROOT,
        env={**os.environ, "NNKIT_ENGINE": "local"},
        capture_output=True,
        text=True,
        timeout=1_200,
    )
    assert done.returncode == 0, done.stderr
    pages, loaded = done.stdout.splitlines()[-2:]
    assert pages.startswith("pages: ")
    assert loaded == "loaded:"
