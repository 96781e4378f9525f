"""Scripts and notebooks: complete, in order, and written as people write Python."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import PRESETS, Experiment, Imdb, Network, Planar, Training
from nnkit.code import chapter, data_file_name, notebook, script
from nnkit.code.cell import text as written_text
from nnkit.code.training import epochs_in_a_block, train_samples
from nnkit.datasets import load
from nnkit.experiment.openings import OPENINGS
from nnkit.jobs import BUNDLED_RUNS, RunStore
from tests.oracle.code.drawn import DATA, experiments

ROOT = Path(__file__).resolve().parents[4]
KERAS_REVIEWS = replace(PRESETS["imdb-l2"], data=Imdb(source="keras"))
RUNS = RunStore(None, bundled=BUNDLED_RUNS)
OPENED = {f"{name}-{number}": each for name, some in OPENINGS.items() for number, each in enumerate(some)}


@pytest.mark.parametrize("kind", DATA)
def test_every_script_is_valid_python_without_this_project(kind):
    @settings(max_examples=20)
    @given(experiments(DATA[kind]))
    def check(experiment):
        tree = ast.parse(script(experiment))
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert imported <= {"keras", "math", "numpy", "plotly", "sklearn"}

    check()


def test_scripts_with_a_comparison_are_formatted_as_ruff_formats_them(tmp_path):
    for name, experiment in {**PRESETS, "keras": KERAS_REVIEWS, **OPENED}.items():
        text = script(experiment, RUNS.get(experiment))
        (tmp_path / f"{name.replace('/', '_')}_.py").write_text(text, encoding="utf-8")
    options = ["--config", str(ROOT / "pyproject.toml"), "--config", "line-length=88", "--no-cache", str(tmp_path)]
    for command in (("check",), ("format", "--check")):
        ruff = [sys.executable, "-m", "ruff", *command, *options]
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", PRESETS)
def test_a_notebook_has_the_lines_of_the_script(name):
    book = nbformat.from_dict(notebook(PRESETS[name]))
    nbformat.validate(book)
    code = "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")
    lines = [line for line in script(PRESETS[name]).partition('"""\n\n')[2].splitlines() if not line.startswith("#")]
    assert [line for line in code.splitlines() if line and not line.startswith("#")] == [line for line in lines if line]


def test_the_chapter_is_a_notebook_of_all_presets_and_repeats_no_definition():
    book = nbformat.from_dict(chapter())
    nbformat.validate(book)
    code = [cell.source for cell in book.cells if cell.cell_type == "code"]
    assert sum("keras.Sequential" in cell for cell in code) == len(PRESETS)
    assert sum("def draw(" in cell for cell in code) == 1
    assert sum("class Repeated" in cell for cell in code) == 1
    ast.parse("\n".join(code))


@pytest.mark.parametrize("kind", DATA)
def test_the_number_of_training_samples_is_that_of_the_data(kind):
    @settings(max_examples=10)
    @given(experiments(DATA[kind]))
    def check(experiment):
        assert train_samples(experiment.data) == len(load(experiment.data).y_train)

    check()


@given(st.integers(1, 20_000))
def test_blocks_cover_all_epochs_after_the_first_sixty(epochs):
    block = epochs_in_a_block(Training(epochs=epochs))
    assert bool(block) == (epochs > 300)
    if block:
        assert (epochs - 60) / block <= 100


def test_early_stopping_needs_every_epoch():
    assert epochs_in_a_block(Training(epochs=5_000, patience=3)) == 0
    text = script(Experiment(Planar(), Network(), Training(epochs=5_000, patience=3, restore_best=True)))
    assert "patience=3" in text
    assert "restore_best_weights=True" in text
    assert "epochs=5_000" in text


@given(st.text())
def test_a_text_is_written_so_that_python_reads_the_same(value):
    written = written_text(value)
    assert ast.literal_eval(written) == value
    assert "\n" not in written
    assert written.startswith('"') or '"' in value


def test_only_the_bundled_reviews_need_a_file():
    assert data_file_name(PRESETS["imdb-l2"].data) == "reviews.npz"
    assert all(data_file_name(data) is None for data in (KERAS_REVIEWS.data, PRESETS["mnist"].data, Planar()))


def test_a_run_of_another_experiment_is_refused():
    class Other:
        experiment = PRESETS["moons-1"]

    with pytest.raises(ValueError, match="run must be one of"):
        script(PRESETS["moons-3"], Other())
