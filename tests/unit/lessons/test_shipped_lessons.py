"""The lessons that come with the app: complete, in plain words, and true in what the bundled runs can tell."""

import re
from math import isclose

import numpy as np
import pytest
from scipy.stats import ttest_rel

from nnkit import load
from nnkit.concepts.loss_surfaces import surface_of
from nnkit.concepts.optimizers import descend
from nnkit.concepts.perceptron import GATES, LEARNING_RATES, LIMITS, Rule, draw_clouds, learn
from nnkit.experiment.layers import layers_of
from nnkit.experiment.openings import OPENINGS
from nnkit.lessons import Lesson, read_lesson, table_of
from nnkit.lessons.outcome import COLUMNS
from nnkit.results.inference import predict
from pages.fundamentals.descent.section import Choice
from pages.fundamentals.descent.section import table_of as descent_table
from pages.overfitting.remedy_controls import name_of
from tests.forms import wrong_forms
from tests.unit.pages.runs import opening
from tests.unit.test_language import TURNS
from ui.lessons.library import FOLDER, library
from ui.training.over_seeds import known_scores

LESSONS = sorted(path.stem for path in FOLDER.glob("*.md"))


def lesson(name):
    found = library()[name]
    assert isinstance(found, Lesson), found
    return found


def texts(name, number):
    """All texts of a step, counted from 1."""
    step = lesson(name).steps[number - 1]
    parts = [step.text, step.explanation]
    parts += [step.prediction.text] if step.prediction else []
    parts += [step.question.text, step.question.answer] if step.question else []
    return "\n".join(parts).replace("\u00a0", " ")


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_complete(name):
    found = lesson(name)
    assert 5 <= len(found.steps) <= 8
    assert 15 <= found.minutes <= 45
    assert sum(step.prediction is not None for step in found.steps) >= 2
    assert sum(step.goal is not None for step in found.steps) == 1
    assert any(step.question is not None for step in found.steps)
    assert all(step.explanation for step in found.steps if step.prediction or step.goal)
    assert len(found.teacher) > 100


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_in_plain_words(name):
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8").replace(" %", "\u00a0%")
    words = "\n".join(line for line in text.splitlines() if not re.match(r"[a-z]+( \w+)?:|- .* \| ", line))
    assert not wrong_forms(words)
    assert not [turn for turn in TURNS if re.search(turn, words, re.IGNORECASE)]


def test_the_example_in_the_documents_is_a_lesson_and_all_columns_are_described():
    text = (FOLDER.parent / "docs/teaching.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    first, second = read_lesson(example).steps
    assert first.prediction is not None
    assert second.goal is not None
    assert {name for name in COLUMNS if f"`{name}`" not in text} == set()


def losses(start=None, optimizer="sgd"):
    """The loss after 50 steps in the bowl, and the share of the way that goes back, by learning rate."""
    table = descent_table(Choice("bowl", start or surface_of("bowl").start, 50, None, 0), (optimizer,))
    return {row["learning rate"]: (row["loss"], row["turning"]) for row in table.rows}


def test_the_landscape_of_the_descent():
    bowl = surface_of("bowl")
    assert bowl.start == (-1.8, 1.2)
    start = np.array(bowl.start)
    assert np.allclose(bowl.gradient(start), (-1.8, 12))
    assert isclose(float(bowl.loss(start)), 8.82)
    assert "(−1.8, 12)" in texts("descent", 1)
    assert "the loss is 8.82" in texts("descent", 2)


def test_what_the_descent_says_of_learning_rates():
    found = losses()
    up_to_best = [found[rate][0] for rate in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)]
    assert up_to_best == sorted(up_to_best, reverse=True)
    assert min(found, key=lambda rate: found[rate][0]) == 0.1
    assert f"its loss is {found[0.001][0]:.1f}" in texts("descent", 2)
    assert found[0.1][0] < 0.0001
    assert "below 0.0001" in texts("descent", 3)
    assert all(found[rate][1] == 0 for rate in (0.02, 0.05, 0.1))
    assert isclose(found[0.2][1], 1)
    assert found[0.5][0] > 1e9
    assert f"loss after 50 steps is {found[0.2][0]:.1f}" in lesson("descent").teacher


def test_what_the_descent_says_of_single_steps():
    weights = descend(surface_of("bowl"), "sgd", (0.1, 0.2, 0.5), (-1.8, 1.2), [None] * 4)
    factors = weights[1:] / np.where(weights[:-1] == 0, np.nan, weights[:-1])
    assert np.allclose(factors[:, :, 0], (0.9, 0.8, 0.5))
    assert np.allclose(factors[0, :, 1], (0, -1, -4))
    for text in ("w1 is multiplied by 0.9, w2 by 0.", "w1 by 0.8, w2 by −1.", "w1 by 0.5, w2 by −4."):
        assert text in texts("descent", 4)


def test_what_the_descent_says_of_its_goal_and_of_momentum():
    flat = losses((-1.8, 0.0))
    assert flat[0.5][0] < 0.001
    (once,) = descend(surface_of("bowl"), "sgd", (1.0,), (-1.8, 0.0), [None])[1]
    assert np.allclose(once, 0)
    momentum = losses(optimizer="momentum")
    best = min(momentum, key=lambda rate: momentum[rate][0])
    assert f"It is {best}." in texts("descent", 6)
    assert isclose(best * 20, 0.1)


def test_what_the_lesson_on_xor_says_of_forty_networks():
    finals = table_of(opening("history/hidden")).finals
    solved = {row["hidden units"]: int(row["solved"]) for row in finals}
    assert f"{solved[2]} of 10 networks with 2 units solve XOR, {solved[3]} of 10 with 3 units" in texts(
        "hidden-layer", 4
    )
    assert solved[4] == solved[8] == 10
    assert f"With tanh, {solved[2]}, {solved[3]}, {solved[4]} and {solved[8]} networks" in texts("hidden-layer", 5)
    assert f"only {solved[2]} of 10 with 2 units" in texts("hidden-layer", 6)


def test_what_the_lesson_on_digits_counts():
    (run,) = opening("mnist/train")
    experiment = run.experiment
    hidden, output = [layer.parameters for layer in layers_of(experiment) if layer.parameters]
    text = texts("digits", 2)
    assert f"{hidden:,} numbers" in text
    assert f"{output} numbers" in text
    assert f"{hidden + output:,} parameters" in text
    teacher = lesson("digits").teacher
    assert f"{784 * 15:,} without the biases and" in teacher
    assert f"{784 * 15 + 15 * 10:,} without the biases." in teacher
    assert f"costs {784 + 1 + 10} parameters" in texts("digits", 6)
    assert f"{784 * 32 + 32 + 32 * 10 + 10:,} parameters" in texts("digits", 6)
    assert f"{784 * 33 + 33 + 33 * 10 + 10:,}, which is too many" in teacher
    data = load(experiment.data)
    assert f"{len(data.x_train):,} digits" in texts("digits", 3)
    assert f"{len(data.x_val):,} other digits" in texts("digits", 3)
    assert f"{-(-len(data.x_train) // experiment.training.batch_size)} steps" in texts("digits", 3)


def test_what_the_lesson_on_digits_says_of_its_network():
    (run,) = opening("mnist/train")
    accuracies = run.history["val_accuracy"]
    assert f"it reads {accuracies[0]:.0%} of them already, after ten epochs {accuracies[-1]:.0%}.".replace(
        "%", " %"
    ) in texts("digits", 3)
    data = load(run.experiment.data)
    answers = predict(run.experiment, run.weights, data.x_test).argmax(axis=1)
    mistakes = np.zeros((10, 10), int)
    np.add.at(mistakes, (data.y_test, answers), data.y_test != answers)
    first, second = np.argsort(mistakes, axis=None)[::-1][:2]
    assert (divmod(first, 10), divmod(second, 10)) == ((4, 9), (7, 9))
    text = texts("digits", 4)
    assert f"{mistakes.flat[first]} of the fours as a 9" in text
    assert f"{mistakes.flat[second]} sevens that it reads as a 9" in text
    assert f"reads {mistakes.sum()} wrongly" in text
    for step in (5, 6):
        assert f"{run.test['accuracy']:.1%}".replace("%", " %") in texts("digits", step)


def test_what_the_lesson_on_overfitting_says_of_five_widths():
    rows = {row["hidden units"]: row for row in table_of(opening("overfitting/width")).finals}
    training = f"from {rows[1]['training loss']:.2f} with one unit to {rows[50]['training loss']:.3f} with 50 units"
    assert training in texts("overfitting", 2)
    assert rows[50]["training accuracy"] == 1
    best = min(rows, key=lambda units: rows[units]["validation loss"])
    low, high = (f"{rows[units]['validation loss']:.2f}" for units in (best, 50))
    assert f"With {best:.0f} units, the validation loss is {low}. With 50 units, it is {high}" in texts(
        "overfitting", 3
    )
    listed = [f"{rows[units]['validation loss']:.2f}" for units in (1, 3, 5, 20, 50)]
    assert f"{', '.join(listed[:-1])} and {listed[-1]}" in lesson("overfitting").teacher
    assert f"the gap is {rows[3]['gap']:.2f}" in lesson("overfitting").teacher
    text = texts("overfitting", 6)
    assert f"and {rows[50]['validation accuracy']:.1%} of new points".replace("%", " %") in text
    own, new = (f"{rows[3][name]:.1%}".replace("%", " %") for name in ("training accuracy", "validation accuracy"))
    assert f"{own} of its own points right, and {new} of new ones" in text


def test_what_the_lesson_on_overfitting_says_of_long_training():
    table = table_of(opening("overfitting/depth"))
    best = min(table.rows, key=lambda row: row["validation loss"])
    (last,) = table.finals
    assert abs(best["epoch"] - 300) < 10
    text = texts("overfitting", 4)
    assert f"near epoch 300, with {best['validation loss']:.2f}" in text
    assert f"to {last['validation loss']:.2f} at the end" in text
    assert f"the gap between validation and training loss is {last['gap']:.1f} nats" in texts("overfitting", 5)
    assert len(load(OPENINGS["overfitting/depth"][0].data).x_train) == 200


def test_what_the_lesson_on_remedies_says_of_one_run():
    runs = opening("overfitting/remedies")
    none, l1, l2, dropout, stopped = table_of(runs).finals
    losses = [f"{row['validation loss']:.3f}" for row in (l2, stopped, l1, dropout)]
    assert losses == sorted(losses)
    said = "L2 has the lowest validation loss, {}. Early stopping has {}, L1 has {} and dropout has {}."
    assert said.format(*losses) in texts("remedies", 1)
    assert f"the validation loss is {none['validation loss']:.2f}" in texts("remedies", 1)
    shares = [np.mean(np.abs(runs[place].weights[0]) < 0.01) for place in (1, 2)]
    said = [f"{share:.0%}".replace("%", " %") for share in shares]
    assert f"L1: {said[0]} of the weights into the hidden layer are within ±0.01 of 0." in texts("remedies", 2)
    assert f"With L2, it is {said[1]}." in texts("remedies", 2)
    assert f"gets {l2['training accuracy']:.1%} of its training points right".replace("%", " %") in texts("remedies", 3)
    tested = [f"{row['test accuracy']:.1%}".replace("%", " %") for row in (l1, l2, dropout, stopped)]
    assert f"between {min(tested)} and {max(tested)}" in texts("remedies", 4)
    assert f"the validation loss is then {l2['validation loss']:.3f}" in texts("remedies", 6)


def test_what_the_lesson_on_remedies_says_of_luck():
    points = len(load(OPENINGS["overfitting/depth"][0].data).x_test)
    error = (0.86 * 0.14 / points) ** 0.5
    text = texts("remedies", 4)
    assert f"√(0.86 · 0.14 / {points}) = {error:.3f}, which is {100 * error:.1f} percentage points" in text
    assert f"twice as much, {200 * error:.1f} points" in text
    assert 30 < 2 * (1000 * 0.5 * 0.5) ** 0.5 < 32  # two standard errors of 1,000 tosses


def test_what_the_lesson_on_remedies_says_of_ten_draws():
    experiments = {name_of(run.experiment): run.experiment for run in opening("overfitting/remedies")}
    none, *others = ([score.accuracy for score in scores] for scores in known_scores(experiments).values())
    gains = [100 * (np.mean(each) - np.mean(none)) for each in others]
    assert f"by {min(gains):.1f} to {max(gains):.1f} percentage points on average" in texts("remedies", 5)
    assert all(ttest_rel(each, none).pvalue < 0.001 for each in others)
    _, _, dropout, stopped = others
    assert int(np.argmax(gains)) == others.index(stopped)
    assert ttest_rel(stopped, dropout).pvalue > 0.05  # its lead may be luck


def test_what_the_lesson_on_words_says_of_four_networks():
    rows = table_of(opening("imdb/networks")).finals
    layers = [layer.parameters for layer in layers_of(opening("imdb/networks")[0].experiment) if layer.parameters]
    text = texts("words", 2)
    assert all(f"= {parameters:,}" in text for parameters in layers[:2])
    assert f"= {layers[2]} in the output" in text
    assert f"Together these are {sum(layers):,}." in text
    gaps = [f"{row['gap']:.2f}" for row in rows]
    assert f"{', '.join(gaps[:-1])} and {gaps[-1]} nats" in lesson("words").teacher
    text = texts("words", 3)
    assert f"The gap of the baseline is {gaps[0]} nats, that of the network with L2 and dropout {gaps[3]}." in text
    assert f"gets {rows[0]['training accuracy']:.1%} of its own".replace("%", " %") in text
    tested = [f"{row['test accuracy']:.1%}".replace("%", " %") for row in rows]
    assert f"between {min(tested)} and {max(tested)} of the test reviews" in text
    assert f"{2_000 * 8 + 8 + 8 * 8 + 8 + 8 + 1:,} parameters" in lesson("words").teacher


def taught(samples, rate="1"):
    return learn(samples, Rule(LEARNING_RATES[rate], "zero", "fixed", 1, 100, 0))


def test_what_the_lesson_on_the_perceptron_calculates():
    trace = taught(GATES["OR"])
    text = texts("perceptron", 1)
    for number in range(4):
        step = trace.step(number)
        point = ", ".join(str(value) for value in step.x[1:])
        assert f"- ({point}): z = {step.z}, so the output is {step.output}".replace("= -", "= −") in text
        weights = ", ".join(str(value) for value in step.after).replace("-", "−")
        if step.before == step.after:
            assert f"so the output is {step.output}, which is right" in text
        else:
            assert f"It should be {step.y}. The weights become ({weights})." in text
    assert f"The weights are ({weights}), and {trace.errors[0]} outputs were wrong" in text


def test_what_the_lesson_on_the_perceptron_says_of_its_end():
    trace = taught(GATES["AND"])
    errors = [str(number) for number in trace.errors]
    assert f"The errors are {', '.join(errors[:-1])} and {errors[-1]}." in texts("perceptron", 2)
    assert f"After {len(trace.updates)} updates" in texts("perceptron", 2)
    slow = taught(GATES["AND"], "0.1")
    assert f"It needs {len(slow.updates)} again" in texts("perceptron", 3)
    assert len(slow.updates) == len(trace.updates)
    assert [10 * weight for weight in slow.weights(-1)] == list(trace.weights(-1))
    never = taught(GATES["XOR"])
    assert never.outcome == "cycle"
    assert f"After {len(never.updates)} updates in {never.epochs} epochs" in texts("perceptron", 4)


def test_what_the_lesson_on_the_perceptron_says_of_a_strip():
    wide, narrow = (taught(draw_clouds(100, margin, 0)) for margin in (0.3, 0.02))
    assert {wide.outcome, narrow.outcome} == {"converged"}
    text = texts("perceptron", 5)
    assert f"With a strip of 0.3, the rule needs {len(wide.updates)} updates." in text
    assert f"With 0.02, it needs {len(narrow.updates)}." in text
    assert LIMITS["margin"][0] == 0.02
