"""Streamlit's process never loads TensorFlow, on any page.

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
from pathlib import Path
from nnkit import jobs
from tests.app.visitor import Visitor

pages = sorted(path.parent.name for path in Path("pages").glob("*/page.py"))
assert pages
try:
    for page in pages:
        visitor = Visitor(page).run()
        if visitor.jobs:
            for job in visitor.jobs:
                while not job.wait(10):
                    visitor.run()  # the queue drops a job that nobody looks at
                assert None not in job.runs, job.error
            visitor.run()
            figures = visitor.figures
            assert len(figures) > 5
            stored = Visitor(page).run()  # another visitor, who finds the runs
            assert stored.metrics == visitor.metrics
            assert stored.figures == figures
finally:
    jobs.shutdown()
print("pages:", *pages)
print("loaded:", *sorted({name.split(".")[0] for name in sys.modules} & {"tensorflow", "keras"}))
"""


def test_every_page_runs_with_results_and_without_tensorflow():
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
