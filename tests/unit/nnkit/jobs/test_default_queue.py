"""The queue of the process, and its settings from environment variables."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from nnkit import jobs
from nnkit.jobs import default_queue, shutdown


def test_all_threads_get_the_same_default_queue(monkeypatch, tmp_path):
    monkeypatch.setenv("NNKIT_ENGINE", "inline")
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path / "cache"))
    with ThreadPoolExecutor(8) as pool:
        queues = set(pool.map(lambda _: default_queue(), range(8)))
    assert len(queues) == 1
    shutdown()
    assert default_queue() not in queues
    shutdown()


def test_without_write_access_the_cache_folder_is_a_private_one(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way of a folder")
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = jobs._cache_folder()
    assert folder.parent == tmp_path
    assert os.name != "posix" or folder.stat().st_mode & 0o077 == 0
    shutdown()
    assert not folder.exists()


def test_a_script_that_ends_without_shutdown_leaves_no_temporary_folder(tmp_path):
    (tmp_path / "file").write_text("in the way of a folder")
    code = "from nnkit import jobs; folder = jobs._cache_folder(); print(folder, folder.exists())"
    environment = {**os.environ, "NNKIT_CACHE": str(tmp_path / "file" / "cache"), "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.endswith(" True\n")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_unknown_engine_is_an_error_that_names_it(monkeypatch):
    monkeypatch.setenv("NNKIT_ENGINE", "abacus")
    with pytest.raises(ValueError, match="NNKIT_ENGINE must be local or inline; got 'abacus'"):
        default_queue()


def test_a_scheduler_that_others_can_reach_without_encryption_is_refused(monkeypatch):
    monkeypatch.setenv("NNKIT_DASK_SCHEDULER", "tcp://10.0.0.5:8786")
    with pytest.raises(ValueError, match=r"NNKIT_DASK_SCHEDULER must be tls://.* got 'tcp://10\.0\.0\.5:8786'"):
        default_queue()


def test_without_dask_a_scheduler_is_an_error_that_says_what_to_install(monkeypatch):
    monkeypatch.setenv("NNKIT_DASK_SCHEDULER", "tls://10.0.0.5:8786")
    monkeypatch.setitem(sys.modules, "nnkit.jobs.cluster.engine", None)  # an import of it fails
    with pytest.raises(ValueError, match=r"pip install -r requirements-dask\.txt"):
        default_queue()


def test_importing_loads_neither_tensorflow_nor_streamlit_nor_dask():
    modules = {"tensorflow", "keras", "streamlit", "dask", "distributed"}
    code = f"import sys, nnkit.jobs; sys.exit(bool({modules} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
