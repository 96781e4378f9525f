"""Stored runs become invalid exactly when code that makes runs changes."""

import shutil

import pytest

from nnkit.jobs.version import ENTRY_POINT, ROOT, code_version, sources_of


@pytest.fixture
def copy(tmp_path):
    """A copy of the kit and the manifest of the data."""
    shutil.copytree(ROOT / "nnkit", tmp_path / "nnkit", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "data" / "manifest.json", tmp_path / "data")
    return tmp_path


def version_of(folder):
    code_version.cache_clear()
    return code_version(folder)


@pytest.fixture(autouse=True)
def forget_versions():
    yield
    code_version.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        "nnkit/training/model.py",
        "nnkit/training/program.py",
        "nnkit/results/inference.py",  # from which test scores come
        "nnkit/datasets/mnist.py",
        "nnkit/datasets/planar/features.py",
        "nnkit/experiment/layers.py",
        "nnkit/__init__.py",  # sets the compiler's options
        "data/manifest.json",
    ],
)
def test_what_a_run_depends_on_changes_the_version(copy, name):
    before = version_of(copy)
    path = copy / name
    path.write_text(path.read_text() + "\n")
    assert version_of(copy) != before


@pytest.mark.parametrize(
    "name",
    [
        "nnkit/concepts/optimizers.py",
        "nnkit/figures/style.py",
        "nnkit/jobs/queue.py",
        "nnkit/results/word_effects.py",
        "nnkit/training/export.py",
        "nnkit/datasets/own_points/table_file.py",
    ],
)
def test_code_that_makes_no_runs_does_not_change_the_version(copy, name):
    before = version_of(copy)
    path = copy / name
    path.write_text(path.read_text() + "\n")
    assert version_of(copy) == before


def test_a_new_module_counts_only_if_training_imports_it(copy):
    before = version_of(copy)
    (copy / "nnkit" / "datasets" / "fresh.py").write_text("")
    assert version_of(copy) == before
    package = copy / "nnkit" / "datasets" / "__init__.py"
    package.write_text(package.read_text() + "\nfrom nnkit.datasets import fresh\n")
    changed = version_of(copy)
    (copy / "nnkit" / "datasets" / "fresh.py").write_text("x = 1\n")
    assert version_of(copy) not in (before, changed)


def test_other_versions_of_libraries_change_the_version(copy, monkeypatch):
    before = version_of(copy)
    monkeypatch.setattr("nnkit.jobs.version._version", lambda library: "0")
    assert version_of(copy) != before


def test_only_training_and_the_packages_below_it_are_hashed():
    folders = {path.relative_to(ROOT / "nnkit").parts[0] for path in sources_of(ENTRY_POINT)}
    assert folders == {"__init__.py", "experiment", "datasets", "results", "training"}
