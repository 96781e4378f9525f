"""Streamlit's process never loads TensorFlow, whatever a reader does on a page."""

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
        if (job := visitor.app.session_state.get(f"{page}.job")) is not None:
            assert job.wait(300), f"the preset of {page} has not ended"
            visitor.run()
            assert visitor.result is not None, job.error
            assert visitor.metrics
            stored = Visitor(page).run()  # another reader, who finds the run
            assert stored.metrics == visitor.metrics
            assert [name for name in stored.figures] == [name for name in visitor.figures]
finally:
    jobs.shutdown()
print("pages:", *pages)
print("loaded:", *sorted({name.split(".")[0] for name in sys.modules} & {"tensorflow", "keras"}))
"""


def test_every_page_runs_with_results_and_without_tensorflow(tmp_path):
    environment = {**os.environ, "NNKIT_ENGINE": "local", "NNKIT_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr
    pages, loaded = done.stdout.splitlines()[-2:]
    assert pages.startswith("pages: ")
    assert loaded == "loaded:"
