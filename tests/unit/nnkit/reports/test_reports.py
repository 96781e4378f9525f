"""Reports: whole without a network, true to their runs, and safe with any name."""

import json
import re
from dataclasses import replace
from datetime import date
from html import escape, unescape

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings

from nnkit import Network, Training
from nnkit.code import script
from nnkit.experiment.layers import layers_of
from nnkit.experiment.openings import OPENINGS
from nnkit.reports import Chapter, Imprint, names_of, print_view, report
from nnkit.reports.document import PLOTLY
from nnkit.reports.facts import results_of
from nnkit.reports.settings import written_settings
from tests.app.visitor import array_of
from tests.oracle.code.drawn import DATA, experiments
from tests.unit.nnkit.reports.made_runs import EXPERIMENTS, made

IMPRINT = Imprint("The app", "1.2.3", date(2026, 3, 5))
LINK = "http://localhost:8501/mnist?section=train&mnist_units=4"
NASTY = "</script><script>alert(1)</script> & <b>x</b>"


def written(runs, **changes):
    """The report of the runs, without the script of Plotly."""
    text = report("A title", [Chapter("A chapter", runs, **changes)], IMPRINT)
    plotly = PLOTLY.read_text(encoding="utf-8")
    assert text.count(plotly[:1_000]) == 1
    return text.replace(plotly, "")


def figures_in(text):
    content = re.search(r'<script type="application/json" id="figures">(.*?)</script>', text)[1]
    return json.loads(content)["figures"]


def cells_of(text):
    return [unescape(cell) for cell in re.findall("<td>(.*?)</td>", text)]


def facts_in(text):
    return {unescape(name): unescape(value) for name, value in re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", text)}


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_a_report_needs_no_other_file_and_has_all_of_a_run(kind):
    run = made(EXPERIMENTS[kind])
    text = written({"my network": run}, link=LINK)
    assert not re.search(r"<(link|img|iframe|object)\b|@import|url\(|\bsrc=", text)
    assert f'<a href="{escape(LINK)}">' in text
    assert "The app, version 1.2.3 · 5 March 2026" in text
    assert escape(script(run.experiment, run)) in text
    assert {each.strip() for each in cells_of(text)} >= {"3", "1.5 s"}
    assert cells_of(text) == list(results_of(run).values())
    for figure in figures_in(text):
        go.Figure(figure)  # Plotly checks every name and every value
    assert len(figures_in(text)) == text.count('class="plot"') >= 2


def test_the_curves_are_those_of_the_run():
    run = made(EXPERIMENTS["planar"])
    loss, accuracy, *_ = figures_in(written({"my network": run}))
    for figure, measure, scale in ((loss, "loss", 1), (accuracy, "accuracy", 100)):
        for trace, key in zip(figure["data"], (measure, f"val_{measure}"), strict=True):
            assert array_of(trace["y"]).tolist() == [scale * value for value in run.history[key]]
            assert array_of(trace["x"]).tolist() == [1, 2, 3]


def test_what_the_table_says_is_what_the_run_has():
    run = made(EXPERIMENTS["planar"])
    assert results_of(run) == {
        "test accuracy": "56.2\u00a0%",
        "test loss (nats)": "0.656",
        "lowest validation loss (nats)": "0.625 at epoch 2",
        "epochs done": "3",
        "parameters": str((2 * 4 + 4) + (4 * 1 + 1)),
        "time to train": "1.5 s",
    }
    stopped = replace(run, outcome="stopped", epochs_done=2.4, test={"loss": None, "accuracy": None})
    assert results_of(stopped)["epochs done"] == "3 (stopped)"
    assert not any(name.startswith("test") for name in results_of(stopped))


def test_the_loss_of_a_regression_is_no_number_of_nats():
    text = written({"one": made(EXPERIMENTS["curve"])}) + written(
        {name: made(EXPERIMENTS["curve"]) for name in ("one", "other")}
    )
    assert "test loss (mean squared error)" in text
    assert "nats" not in text.split("<pre>")[0]
    assert not [figure for figure in figures_in(text) if "nats" in json.dumps(figure)]


def test_losses_leave_out_the_penalties():
    experiment = EXPERIMENTS["imdb"]
    penalties = {"loss": [0.25, 0.125, 0.125], "val_loss": [0.25, 0.125, 0.125]}
    run = made(experiment, penalties=penalties, test={"loss": 5.0, "accuracy": 0.5})
    extra = 0.001 * sum(np.square(kernel).sum() for kernel in run.weights[:-2:2])
    assert results_of(run)["test loss (nats)"] == f"{5 - extra:.3g}"
    assert results_of(run)["lowest validation loss (nats)"] == "0.5 at epoch 2"
    loss, *_ = figures_in(written({"one": run}))
    assert [array_of(trace["y"]).tolist() for trace in loss["data"]] == [[0.5, 0.375, 0.125], [0.625, 0.5, 0.5625]]


def test_a_comparison_marks_what_differs_and_lists_the_rest_once():
    base = EXPERIMENTS["planar"]
    wide = replace(base, network=Network((8,), "tanh", l2=0.01))
    text = written({"narrow": made(base), "wide": made(wide)})
    assert re.findall("<th>(.*?)</th>", text) == ["network", "narrow", "wide"]
    assert cells_of(text)[:6] == ["hidden units", "4", "8", "L2 penalty", "none", "0.01"]
    assert cells_of(text)[6:9] == ["test accuracy", *[results_of(made(base))["test accuracy"]] * 2]
    shared = facts_in(text)
    assert not shared.keys() & {"hidden units", "L2 penalty", "dropout"}
    assert (shared["training points"], shared["noise"], shared["optimizer"]) == ("40", "0.4", "RMSprop")
    assert text.count("Losses leave out the penalties") == 1
    assert "Losses leave out the penalties" not in written({"narrow": made(base)})
    for each in (made(base), made(wide)):
        assert escape(script(each.experiment, each)) in text
    names = {trace["name"] for figure in figures_in(text)[:2] for trace in figure["data"]}
    assert names == {"narrow", "wide"}


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_names_are_texts_wherever_they_stand(kind):
    runs = {NASTY: made(EXPERIMENTS[kind]), "other": made(EXPERIMENTS[kind])}
    text = report(NASTY, [Chapter(NASTY, runs, {NASTY: EXPERIMENTS[kind]}, 'javascript:"')] * 2, IMPRINT)
    text = text.replace(PLOTLY.read_text(encoding="utf-8"), "")
    assert "<script>alert" not in text
    assert text.count("<script") == text.count("</script") == 3  # figures, Plotly and what draws them
    for figure in figures_in(text):
        assert "<script" not in json.dumps(figure)
        go.Figure(figure)


def test_many_runs_are_in_the_table_and_some_of_them_in_figures():
    base = EXPERIMENTS["planar"]
    seeds = [replace(base, training=Training(seed=seed)) for seed in range(40)]
    text = written(dict(zip(names_of(seeds), map(made, seeds), strict=True)))
    assert [cell for cell in cells_of(text) if cell.startswith("seed of")] == [
        f"seed of the network: {seed}" for seed in range(40)
    ]
    assert "the table has all 40" in text
    assert len(figures_in(text)) == 2 + 12


def test_a_view_to_print_names_what_is_not_trained_and_has_no_code():
    run = made(EXPERIMENTS["planar"])
    chapters = [Chapter("First", {"one": run}), Chapter("Second", {}, {"two <3": EXPERIMENTS["curve"]}, LINK)]
    text = print_view("A page", chapters, IMPRINT, ["./assets/plotly.js", "./assets/paper.js"])
    assert re.findall("<h2>(.*?)</h2>", text) == ["First", "Second"]
    assert "Not trained on this server yet:" in text.split("<h2>Second")[1]
    assert "<li>two &lt;3</li>" in text
    assert "<pre>" not in text
    assert re.findall('src="(.*?)"', text) == ["./assets/plotly.js", "./assets/paper.js"]
    assert not re.search("<(button|input|select|form)", text)


@pytest.mark.parametrize("kind", DATA)
def test_settings_are_written_for_every_experiment_and_tell_them_apart(kind):
    @settings(max_examples=15)
    @given(experiments(DATA[kind]))
    def check(experiment):
        facts = written_settings(experiment)
        assert all(name and text for name, text in facts.items())
        assert facts["seed of the network"] == str(experiment.training.seed)
        other = replace(experiment, training=replace(experiment.training, seed=experiment.training.seed + 1))
        assert names_of([experiment, other]) == [
            f"seed of the network: {each.training.seed}" for each in (experiment, other)
        ]

    check()


def test_what_sections_open_with_has_names_of_its_own():
    for opening in OPENINGS.values():
        names = names_of(opening)
        assert len(set(names)) == len(opening)
        assert all(names)
    assert names_of(OPENINGS["overfitting/remedies"])[:3] == ["plain", "L1 penalty: 0.001", "L2 penalty: 0.003"]


def test_equal_experiments_are_numbered():
    assert names_of([EXPERIMENTS["planar"]] * 2) == ["plain (1)", "plain (2)"]


def test_parameters_are_those_of_the_layers():
    for experiment in EXPERIMENTS.values():
        weights = made(experiment).weights
        assert results_of(made(experiment))["parameters"] == f"{sum(np.size(each) for each in weights):,}"
        assert sum(layer.parameters for layer in layers_of(experiment)) == sum(np.size(each) for each in weights)


@pytest.mark.parametrize("kind", EXPERIMENTS)
def test_a_training_that_ended_before_its_first_epoch_has_a_report(kind):
    empty = {key: [] for key in ("epoch", "loss", "accuracy", "val_loss", "val_accuracy")}
    nothing = {"history": empty, "test": {"loss": None, "accuracy": None}, "outcome": "diverged", "epochs_done": 0}
    run = made(EXPERIMENTS[kind], **nothing)
    for runs in ({"one": run}, {"one": run, "other": made(EXPERIMENTS[kind])}):
        text = written(runs)
        assert "0 (the loss became too large for a number)" in cells_of(text)
        for figure in figures_in(text):
            go.Figure(figure)
