"""`make test-exports`: every preset in full, fifty drawn experiments, and notebooks that are executed whole."""

import json
import os
from dataclasses import replace

import nbformat
import pytest
from hypothesis import Phase, given, settings
from nbclient import NotebookClient

from nnkit import PRESETS, Curve, Experiment, Network, Training, train
from nnkit.code import chapter, data_file, notebook, script
from nnkit.code.comparison import AGREES, DIFFERS
from nnkit.datasets.files import FOLDER
from tests.oracle.code.drawn import DATA, experiments
from tests.oracle.code.stranger import Stranger

pytestmark = pytest.mark.exports

# Keras's loaders, without internet: the bundled digits are the same as Keras's, the reviews only look alike.
_LOADERS = f"""
import keras, numpy as np
_digits = [np.load({str(FOLDER / "mnist")!r} + f"/{{name}}.npy") for name in ("x_train", "y_train", "x_test", "y_test")]
keras.datasets.mnist.load_data = lambda: (tuple(_digits[:2]), tuple(_digits[2:]))
def _reviews(num_words):
    with np.load("reviews.npz") as file:
        reviews = np.split(np.minimum(file["words"], 9_999), file["offsets"][1:-1])
        labels = file["labels"]
    capped = np.array([np.where(words < num_words, words, 2).tolist() for words in reviews], dtype=object)
    return (capped, labels), (capped[:5_000], labels[:5_000])
keras.datasets.imdb.load_data = _reviews
"""


@pytest.fixture
def stranger(tmp_path):
    (tmp_path / "reviews.npz").write_bytes(data_file())
    stranger = Stranger(tmp_path)
    yield stranger
    stranger.close()


@pytest.mark.parametrize("name", PRESETS)
def test_the_script_of_a_preset_agrees_with_the_app(stranger, name):
    run = train(PRESETS[name])
    outcome = stranger.run(script(PRESETS[name], run))
    print("\n".join(outcome.printed.splitlines()[-6:]))
    assert AGREES in outcome.verdict, outcome.printed
    assert outcome.figures == 3


@pytest.mark.parametrize("seed", range(5))
def test_the_script_of_the_widest_preset_agrees_from_other_seeds(stranger, seed):
    experiment = replace(PRESETS["moons-50"], training=replace(PRESETS["moons-50"].training, seed=seed))
    outcome = stranger.run(script(experiment, train(experiment)))
    print("\n".join(outcome.printed.splitlines()[-6:]))
    assert AGREES in outcome.verdict, outcome.printed


@pytest.mark.parametrize("kind", DATA)
def test_scripts_of_drawn_experiments_agree_with_the_app(stranger, kind):
    @settings(max_examples=8, phases=[Phase.generate])
    @given(experiments(DATA[kind], max_epochs=40))
    def check(experiment):
        outcome = stranger.run(script(experiment, train(experiment)))
        print(f"dropout {experiment.network.dropout}: {outcome.verdict}")
        assert AGREES in outcome.verdict or (experiment.network.dropout and DIFFERS in outcome.verdict), outcome.printed

    check()


NOTEBOOKS = {
    "mnist": PRESETS["mnist"],
    "moons": PRESETS["moons-5"],
    "curve": Experiment(Curve(), Network((10,), "tanh"), Training("adam", 0.01, None, 400)),
}


def executed(book, folder):
    """Execute a notebook in a kernel that knows nothing of this project; return it with its outputs."""
    book = nbformat.from_dict(book)
    book.cells.insert(0, nbformat.v4.new_code_cell(_LOADERS))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TF_XLA"))}
    client = NotebookClient(book, timeout=3_000, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    return client.execute(env={**environment, "PLOTLY_RENDERER": "plotly_mimetype", "TF_CPP_MIN_LOG_LEVEL": "3"})


def figures_of(book):
    """The figures in a notebook's outputs, as Plotly's JSON."""
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    data = [output["data"] for output in outputs if output["output_type"] == "display_data"]
    return [each["application/vnd.plotly.v1+json"] for each in data if "application/vnd.plotly.v1+json" in each]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_whole_and_shows_its_figures(tmp_path, name):
    experiment = NOTEBOOKS[name]
    book = executed(json.loads(json.dumps(notebook(experiment, train(experiment)))), tmp_path)
    figures = figures_of(book)
    assert len(figures) == 3
    assert all(figure["data"] for figure in figures)
    printed = "".join(output.get("text", "") for cell in book.cells for output in cell.get("outputs", ()))
    assert AGREES in printed
    assert (tmp_path / "model.keras").stat().st_size > 10_000


def test_the_chapter_runs_whole_and_shows_its_figures(tmp_path):
    (tmp_path / "reviews.npz").write_bytes(data_file())
    moons = {name: train(PRESETS[name]) for name in PRESETS if name.startswith("moons")}
    book = executed(chapter(moons), tmp_path)
    printed = "".join(output.get("text", "") for cell in book.cells for output in cell.get("outputs", ()))
    assert printed.count(AGREES) == len(moons)
    # The data of each of three parts, and of every network its curves and what it has learned.
    assert len(figures_of(book)) == 3 + 2 * len(PRESETS)
