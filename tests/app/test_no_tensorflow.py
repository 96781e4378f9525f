"""Every section runs, with results and exercises, and Streamlit's process never loads TensorFlow.

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
from tests.app.visitor import Visitor
from tests.exercises import exercises_of
from tools.sections import sections

places = [("", ""), *((page, name) for page, names in sections().items() for name in names)]
assert len(places) > 30


def check_exercises(visitor, name):
    key, texts = f"{visitor.page}.{name}.try_this", visitor.texts("markdown")
    expected = exercises_of(visitor.page)[f"{visitor.page}.{name}"]
    assert f"Try this ({len(expected)})" in [expander.label for expander in visitor.app.expander]
    assert not {exercise.answer for exercise in expected} & set(texts)
    visitor.app.session_state[key] = True  # as a click does
    texts = visitor.run().texts("markdown")
    for number, (task, answer) in enumerate(expected, 1):
        assert f"**{number}.** {task}" in texts
        assert answer in texts


try:
    for page, name in places:
        visitor = Visitor(page, name).run()
        if visitor.jobs:
            for job in visitor.jobs:
                while not job.wait(10):
                    visitor.run()  # the queue drops a job that nobody looks at
                assert None not in job.runs, job.error
            visitor.run()
            stored = Visitor(page, name).run()  # another visitor, who finds the runs
            assert stored.metrics == visitor.metrics
            assert stored.figures == visitor.figures
        if name:
            check_exercises(visitor, name)
finally:
    jobs.shutdown()
print("pages:", *sections())
print("loaded:", *sorted({name.split(".")[0] for name in sys.modules} & {"tensorflow", "keras"}))
"""


def test_every_section_runs_with_results_and_without_tensorflow():
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        cwd=ROOT,
        env={**os.environ, "NNKIT_ENGINE": "local"},
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr
    pages, loaded = done.stdout.splitlines()[-2:]
    assert pages.startswith("pages: ")
    assert loaded == "loaded:"
