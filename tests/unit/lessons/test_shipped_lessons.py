"""The lessons that come with the app: complete, in plain words, and true in what the bundled runs can tell."""

import re
from itertools import product
from math import isclose

import numpy as np
import pytest
from scipy.stats import ttest_rel

from nnkit import load
from nnkit.concepts.activations import CATALOGUE
from nnkit.concepts.autodiff import finite_difference, forward
from nnkit.concepts.expressions import EXPRESSIONS
from nnkit.concepts.formal_neuron import FormalNeuron, try_every_neuron
from nnkit.concepts.formal_tasks import TASKS
from nnkit.concepts.hebb import HebbConfig, alignment, apply_rule
from nnkit.concepts.hebb import learn as learn_by_hebb
from nnkit.concepts.linear_layers import furthest_from_one_layer
from nnkit.concepts.loss_surfaces import surface_of
from nnkit.concepts.optimizers import descend
from nnkit.concepts.perceptron import GATES, LEARNING_RATES, LIMITS, Rule, draw_clouds, learn
from nnkit.experiment.layers import layers_of
from nnkit.experiment.openings import OPENINGS
from nnkit.lessons import Lesson, read_lesson, table_of
from nnkit.lessons.outcome import COLUMNS
from nnkit.results.inference import predict
from pages.fundamentals.initialisation.signals import spreads_of
from pages.fundamentals.initialisation.training import losses_of
from pages.overfitting.remedy_controls import name_of
from tests.forms import wrong_forms
from tests.unit.pages.runs import opening
from tests.unit.test_language import TURNS
from ui.lessons.computed.descent import Choice
from ui.lessons.computed.descent import table_of as descent_table
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
    return {row["learning rate"]: (row["loss"], row["way back"]) for row in table.rows}


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
        "overfitting", 2
    )
    listed = [f"{rows[units]['validation loss']:.2f}" for units in (1, 3, 5, 20, 50)]
    assert f"{', '.join(listed[:-1])} and {listed[-1]}" in lesson("overfitting").teacher
    assert f"the gap is {rows[3]['gap']:.2f}" in lesson("overfitting").teacher
    new = [f"{rows[units]['validation accuracy']:.1%}".replace("%", " %") for units in (best, 50)]
    assert f"the network with {best:.0f} units gets {new[0]} right and the one with 50 units {new[1]}" in texts(
        "overfitting", 3
    )
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
    assert f"With seed 0 and a strip of 0.3, the rule needs {len(wide.updates)} updates." in text
    assert f"With seed 0 and 0.02, it needs {len(narrow.updates)}." in text
    assert LIMITS["margin"][0] == 0.02


def test_what_the_lesson_on_the_formal_neuron_counts():
    by_threshold = [sum(FormalNeuron((1, 1), threshold).answers) for threshold in range(4)]
    assert by_threshold == [4, 3, 1, 0]  # always, OR, AND, never
    assert FormalNeuron((1, 1), 1).answers == TASKS[2]["OR"].wanted
    assert FormalNeuron((1, 1), 2).answers == TASKS[2]["AND"].wanted
    fires = [str(sum(sum(row) >= threshold for row in product((0, 1), repeat=4))) for threshold in range(6)]
    listed = f"{', '.join(fires[:-1])} and {fires[-1]}"
    assert f"It fires in {listed} rows." in texts("formal-neuron", 2)
    assert f"The numbers are {listed}." in lesson("formal-neuron").teacher
    rows = list(product((0, 1), repeat=4))
    absolute = sum(sum(row[:3]) >= 1 and not row[3] for row in rows)
    relative = sum(sum(row[:3]) - row[3] >= 1 for row in rows)
    assert f"With absolute inhibition, it fires in {absolute} rows." in texts("formal-neuron", 3)
    assert f"With relative inhibition, it fires in {relative} rows." in texts("formal-neuron", 3)
    assert f"{relative - absolute} more rows" in texts("formal-neuron", 3)


def test_what_the_lesson_on_the_formal_neuron_says_of_all_truth_tables():
    assert FormalNeuron((1, -1, -1), 1).answers == TASKS[3]["x1 AND NOT (x2 OR x3)"].wanted
    two, relative, four = (try_every_neuron(*kind) for kind in ((2, True), (2, False), (4, True)))
    assert two.max_correct(TASKS[2]["XOR"].wanted) == relative.max_correct(TASKS[2]["XOR"].wanted) == 3
    text = texts("formal-neuron", 6)
    assert f"{len(two.found)} of 16. With relative inhibition, it can compute {len(relative.found)}:" in text
    assert f"it can compute {len(four.found)} of {2**16:,}" in text
    missing = {name for name, task in TASKS[2].items() if task.wanted not in two.found}
    assert missing == {"XOR", "XNOR", "NAND", "x1 implies x2", "x2 implies x1"}
    assert {name for name, task in TASKS[2].items() if task.wanted not in relative.found} == {"XOR", "XNOR"}
    first, second, third = FormalNeuron((1, -1), 1), FormalNeuron((-1, 1), 1), FormalNeuron((1, 1), 1)
    xor = tuple(third.fires((first.fires(row), second.fires(row))) for row in product((0, 1), repeat=2))
    assert xor == TASKS[2]["XOR"].wanted


def test_what_the_lesson_on_hebb_calculates():
    weights = apply_rule(np.ones((2, 2)), np.array([0.1, 0.1]), 0.1, False)
    assert np.allclose(weights[:, 0], (0.1, 0.12, 0.144))
    result = learn_by_hebb(HebbConfig())
    lengths = np.linalg.norm(result.hebb, axis=1)[::100]
    said = [f"{length:.2f}" for length in lengths[:3]] + [f"{lengths[3]:.1f}"] + [f"{each:.0f}" for each in lengths[4:]]
    assert f"It is {', '.join(said[:-1])} and {said[-1]}." in texts("hebb", 1)
    assert f"Its length is {np.linalg.norm(result.oja[-1]):.2f}." in texts("hebb", 3)
    ends = [f"{weight:.2f}" for weight in result.oja[-1]]
    assert f"They end at {ends[0]} and {ends[1]}," in texts("hebb", 4)
    assert f"the |cos| of the angle is {float(alignment(result.oja[-1], result.component)):.4f}" in texts("hebb", 4)
    assert any((learn_by_hebb(HebbConfig(seed=seed)).oja[-1] < -0.5).all() for seed in range(10))


def test_what_the_lesson_on_hebb_says_of_learning_rates():
    def end(rate, steps=500):
        result = learn_by_hebb(HebbConfig(learning_rate=rate, moments=steps))
        return np.linalg.norm(result.hebb[-1]), float(alignment(result.oja[-1], result.component))

    (length, cosine), (_, slow), (late, _) = end(0.003), end(0.001), end(0.003, 2_000)
    text = texts("hebb", 5)
    assert f"the length is {length:.2f} and the |cos| is {cosine:.2f}" in text
    assert f"With η = 0.001, the |cos| is only {slow:.2f}" in text
    assert f"under Hebb's rule is {late:,.0f}" in text
    assert f"With η = 0.01, the length is {end(0.01)[0]:.0f}" in lesson("hebb").teacher


def test_what_the_lesson_on_activations_says_of_slopes():
    def slope(z, tiny=1e-5):
        value = CATALOGUE["sigmoid"].value
        return float((value(np.array(z + tiny)) - value(np.array(z - tiny))) / (2 * tiny))

    text = texts("activations", 1)
    assert f"its slope is only {slope(0.0):.2f}" in text
    assert f"At z = 4 and −4, it is {slope(4.0):.3f}, at 6 and −6 it is {slope(6.0):.4f}" in text
    assert f"0.25⁵ = {0.25**5:.5f}" in texts("activations", 2)
    assert f"{slope(2.0):.3f}⁵ = {slope(2.0) ** 5:.6f}" in texts("activations", 2)
    assert slope(3.0) ** 5 < 1e-6
    left = {name: float(each.derivative(np.array(3.0))) ** 5 for name, each in CATALOGUE.items()}
    kept = {name for name, share in left.items() if 0.9 <= share <= 1}
    assert kept == {"relu", "leaky_relu", "elu", "linear"}
    assert {name for name, share in left.items() if share > 1} == {"gelu", "silu"}
    assert f"softplus leaves {left['softplus']:.2f}" in lesson("activations").teacher
    assert furthest_from_one_layer("linear", 0) < 1e-9
    assert min(furthest_from_one_layer(name, 0) for name in ("relu", "tanh", "sigmoid")) > 0.1


def test_what_the_lesson_on_activations_says_of_ten_layers():
    sigmoid, relu = (spreads_of(name, 0)[1] for name in ("sigmoid", "relu"))
    left = {name: spreads[0] / spreads[-1] for name, spreads in sigmoid.items()}
    best = max(left, key=left.get)
    assert best == "too large"
    assert f"it is {left[best]:.3f}, with weights that are called “{best}” here" in texts("activations", 5)
    assert f"With Glorot's weights, it is {left['Glorot (Xavier)']:.6f}" in texts("activations", 5)
    left = {name: spreads[0] / spreads[-1] for name, spreads in relu.items()}
    text = texts("activations", 6)
    assert f"is multiplied by {left['He']:.1f} from layer 10 to layer 1" in text
    assert f"With Glorot's, it is {left['Glorot (Xavier)']:.3f}" in text
    assert f"about {round(left['too large'], -5):,.0f}" in text
    tanh, sigmoid = (
        {name: losses[-1] for name, losses in losses_of(activation, 0.1, 0).training.items()}
        for activation in ("tanh", "sigmoid")
    )
    said = "with He's weights ({:.2f} nats), with Glorot's ({:.2f}) and with weights that are too large ({:.2f})"
    text = texts("activations", 7)
    assert said.format(tanh["He"], tanh["Glorot (Xavier)"], tanh["too large"]) in text
    assert f"has a lower loss ({sigmoid['too large']:.2f})" in text
    others = [*(tanh[name] for name in ("zero", "too small")), *(sigmoid[name] for name in sigmoid if name != best)]
    assert {f"{loss:.3f}" for loss in others} == {"0.693"}
    assert not np.isfinite(losses_of("relu", 0.1, 0).training["too large"][-1])


def test_what_the_lesson_on_backpropagation_calculates():
    z = 0.5 * 1 + 0.8 * (-2) + 0.2
    loss, p = np.log1p(np.exp(z)) - z, 1 / (1 + np.exp(-z))
    assert f"= {z:.1f}. L =".replace("-", "−") in texts("backpropagation", 1)
    assert f"{np.log1p(np.exp(z)):.3f} + 0.9 = {loss:.3f}" in texts("backpropagation", 1)
    text = texts("backpropagation", 2)
    assert f"σ(−0.9) = {p:.3f}" in text
    assert f"{p:.3f} − 1 = {p - 1:.3f}.".replace("-", "−") in text
    assert f"= {-2 * (p - 1):.2f}." in text
    a, b = 2.0, -0.5
    assert f"It is {2 * a + b}." in texts("backpropagation", 3)
    for delta in (0.3, 0.1):
        real = (a + delta + b) * (a + delta) - (a + b) * a
        assert isclose(real - (2 * a + b) * delta, delta**2)
    assert "the prediction is 1.05, and the real change is 1.14" in texts("backpropagation", 4)
    assert isclose((2.3 - 0.5) * 2.3 - 3, 1.14)


def test_what_the_lesson_on_backpropagation_says_of_a_network():
    expression = EXPRESSIONS["network"]
    values = forward(expression.output, expression.inputs)
    text = texts("backpropagation", 5)
    said = f"gives p = {values['p']:.3f}, a₁ = {values['a1']:.3f} and a₂ = {values['a2']:.3f}"
    assert said.replace("-", "−") in text
    slopes = {name: finite_difference(expression.output, expression.inputs, name) for name in expression.inputs}
    by_p = 2 * (values["p"] - 1)
    by_z = by_p * values["p"] * (1 - values["p"])
    numbers = (f"{by_p:.3f}", f"{by_z:.4f}", f"{slopes['v1']:.4f}", f"{slopes['w11']:.4f}")
    for number in (each.replace("-", "−") for each in numbers):
        assert f"= {number}." in text
        assert number in lesson("backpropagation").teacher
    assert isclose(slopes["c"], by_z, rel_tol=1e-4)
    signs = f"{slopes['v1']:.3f} for v₁, {slopes['v2']:.3f} for v₂ and {slopes['c']:.4f} for c"
    assert signs.replace("-", "−") in lesson("backpropagation").teacher
    moved = forward(expression.output, {**expression.inputs, "c": 1.3})["L"]
    assert f"The loss is {values['L']:.3f}." in texts("backpropagation", 6)
    assert f"the loss is {moved:.3f}" in texts("backpropagation", 6)
