"""The perceptron rule against worked examples, scikit-learn, brute force and Novikoff's theorem."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.linear_model import Perceptron
from sklearn.svm import SVC

from nnkit.concepts.perceptron import (
    GATES,
    LEARNING_RATES,
    Rule,
    Samples,
    draw_clouds,
    draw_overlapping,
    learn,
    novikoff,
    pocket,
    separate,
)
from nnkit.concepts.perceptron.separation import _root

SETS = {
    **GATES,
    "clouds": draw_clouds(60, 0.1, 1),
    "overlapping": draw_overlapping(60, 0.6, 2),
    "product": Samples(draw_overlapping(40, 0.5, 3).rows, product=True),
}
RATES = tuple(LEARNING_RATES.values())
coordinates = st.integers(-3_000, 3_000).map(lambda whole: whole / 1_000)
rows = st.lists(st.tuples(coordinates, coordinates, st.integers(0, 1)), min_size=2, max_size=12)
rules = st.builds(
    Rule,
    learning_rate=st.sampled_from(RATES),
    initial=st.sampled_from(("zero", "random")),
    order=st.sampled_from(("fixed", "shuffled")),
    at_zero=st.integers(0, 1),
    epochs=st.integers(1, 30),
    seed=st.integers(0, 1_000),
)
line = st.tuples(*[st.integers(-5, 5)] * 3)


def samples_of(drawn, product=False):
    assume(len({label for _, _, label in drawn}) == 2)
    return Samples(tuple(drawn), product)


def exact_inputs(samples):
    """(1, x1, x2[, x1·x2]) as exact fractions of the decimal numbers."""
    places = [(Fraction(str(x1)), Fraction(str(x2))) for x1, x2, _ in samples.rows]
    return [(Fraction(1), x1, x2, *([x1 * x2] if samples.product else [])) for x1, x2 in places]


def spelled_out(samples, rule, epochs, weights):
    """All steps by the rule as textbooks write it, in fractions: [(weights after the step, z, output)]."""
    inputs, steps = exact_inputs(samples), []
    for epoch in range(epochs):
        for sample in rule.order_of(len(inputs), epoch):
            z = sum(weight * x for weight, x in zip(weights, inputs[sample], strict=True))
            output = int(z > 0 or (z == 0 and rule.at_zero == 1))
            error = samples.rows[sample][2] - output
            weights = tuple(w + rule.learning_rate * error * x for w, x in zip(weights, inputs[sample], strict=True))
            steps.append((weights, z, output))
    return steps


def some_line_separates(samples):
    """By a linear programme: is there w with s w·x ≥ 1 for all samples?"""
    signs = 2 * np.array(samples.labels) - 1
    signed = signs[:, None] * np.array(exact_inputs(samples), float)
    found = linprog(np.zeros(signed.shape[1]), A_ub=-signed, b_ub=-np.ones(len(signed)), bounds=(None, None))
    return found.status == 0


def test_the_steps_of_and_are_those_worked_out_by_hand():
    trace = learn(GATES["AND"], Rule())
    by_hand = [
        *[(0, 0, 0), (-1, 0, 0), (0, 1, 1)],  # epoch 1 corrects 00 and 11
        *[(-1, 1, 1), (-2, 1, 0), (-1, 2, 1)],  # epoch 2 corrects 00, 01 and 11
        *[(-2, 2, 0), (-3, 1, 0), (-2, 2, 1)],  # epoch 3 corrects 01, 10 and 11
        *[(-3, 1, 1), (-2, 2, 2)],  # epoch 4 corrects 10 and 11
        (-3, 2, 1),  # epoch 5 corrects 01
    ]
    assert [trace.weights(number) for number in range(12)] == by_hand
    assert trace.updates.tolist() == [0, 3, 4, 5, 7, 9, 10, 11, 14, 15, 17]
    assert trace.errors.tolist() == [2, 3, 3, 2, 1, 0]
    assert (trace.outcome, trace.epochs, trace.steps) == ("converged", 6, 24)


def test_a_step_has_all_its_numbers():
    step = learn(GATES["AND"], Rule(Fraction(1, 2))).step(5)
    assert (step.epoch, step.sample, step.x, step.y) == (1, 1, (1, 0, 1), 0)
    # On paper, half of the weights above: (-1, 1, 1) before, z = -1 + 1 = 0, which gives 1.
    assert step.before == (Fraction(-1, 2), Fraction(1, 2), Fraction(1, 2))
    assert (step.z, step.output, step.error) == (0, 1, -1)
    assert step.after == (-1, Fraction(1, 2), 0)


def test_the_output_at_zero_decides_the_first_step():
    # From zero weights, z = 0 for 00 of AND, which is of class 0.
    assert learn(GATES["AND"], Rule(at_zero=1)).step(0).error == -1
    assert learn(GATES["AND"], Rule(at_zero=0)).step(0).error == 0
    assert learn(GATES["AND"], Rule(at_zero=0)).outcome == "converged"


@settings(max_examples=200, deadline=None)
@given(drawn=rows, rule=rules, product=st.booleans())
def test_every_step_follows_the_rule_as_written_in_books(drawn, rule, product):
    samples = samples_of(drawn, product)
    trace = learn(samples, rule)
    steps = [trace.step(place) for place in range(trace.steps)]
    assert steps[0].before == trace.weights(0)
    assert [(s.after, s.z, s.output) for s in steps] == spelled_out(samples, rule, trace.epochs, trace.weights(0))
    assert all(one.after == other.before for one, other in pairwise(steps))
    errors = [sum(step.error != 0 for step in steps if step.epoch == epoch) for epoch in range(trace.epochs)]
    assert trace.errors.tolist() == errors
    assert 0 not in errors[:-1]
    assert (errors[-1] == 0) == (trace.outcome == "converged")


@pytest.mark.parametrize("at_zero", [0, 1])
@pytest.mark.parametrize("rate", [Fraction(1), Fraction(1, 3), Fraction(997, 991)])  # the last outgrows floats
@pytest.mark.parametrize("seed", range(4))
def test_signs_that_floats_leave_in_doubt_are_those_of_fractions(seed, rate, at_zero):
    # Between corners of the allowed square, products of weights and inputs cancel all but their last digits.
    random = np.random.default_rng(seed)
    near = (100 - random.integers(0, 3, (12, 2)) / 1_000) * random.choice([-1, 1], (12, 2))
    places = [*near.tolist(), *(-near).tolist()]
    samples = Samples(tuple((x1, x2, place % 2) for place, (x1, x2) in enumerate(places)), product=True)
    trace = learn(samples, Rule(rate, "random", at_zero=at_zero, epochs=1_000, seed=seed))
    steps = spelled_out(samples, trace.rule, 15, trace.weights(0))
    assert [trace.step(place).after for place in range(len(steps))] == [weights for weights, _, _ in steps]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("order", ["fixed", "shuffled"])
def test_from_zero_weights_the_learning_rate_changes_nothing_but_the_scale(name, order):
    traces = [learn(SETS[name], Rule(rate, order=order, epochs=40)) for rate in RATES]
    for trace in traces:
        assert trace.updates.tolist() == traces[0].updates.tolist()
        assert (trace.outcome, trace.epochs) == (traces[0].outcome, traces[0].epochs)
        scaled = [weight * trace.rule.learning_rate for weight in traces[0].weights(-1)]
        assert list(trace.weights(-1)) == scaled


def test_from_random_weights_the_learning_rate_matters():
    counts = {len(learn(SETS["clouds"], Rule(rate, "random", seed=1)).updates) for rate in RATES}
    assert len(counts) > 1


def test_random_weights_have_three_decimals_and_follow_the_seed():
    starts = [learn(SETS["clouds"], Rule(initial="random", seed=seed)).weights(0) for seed in range(50)]
    assert len(set(starts)) == 50
    drawn = np.array(starts, float)
    assert np.abs(drawn).max() <= 1
    assert np.abs(drawn).mean() == pytest.approx(0.5, abs=0.1)
    assert all(1000 % weight.denominator == 0 for start in starts for weight in start)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rate", [Fraction(1), Fraction(1, 2)])
@pytest.mark.parametrize(
    "draw", [lambda seed: draw_clouds(60, 0.05, seed), lambda seed: draw_overlapping(60, 0.7, seed)]
)
def test_scikit_learn_finds_the_same_weights(draw, rate, seed):
    # It counts z = 0 as an error of either class: so here only the very first step may have it, where it is one.
    samples = Samples(tuple(sorted(draw(seed).rows, key=lambda row: row[2])))
    trace = learn(samples, Rule(rate, epochs=7))
    assert [place for place in range(trace.steps) if trace.step(place).z == 0] == [0]
    theirs = Perceptron(tol=None, shuffle=False, eta0=float(rate), max_iter=trace.epochs)
    theirs.fit(samples.points, samples.labels)
    ours = np.array(trace.weights(-1), float)
    assert theirs.intercept_ == pytest.approx(ours[:1], abs=1e-9)
    assert theirs.coef_[0] == pytest.approx(ours[1:], abs=1e-9)


@settings(max_examples=300, deadline=None)
@given(drawn=rows, w=line, rule=rules)
def test_novikoffs_bound_is_never_exceeded(drawn, w, rule):
    drawn = [(x1, x2, int(w[0] + w[1] * x1 + w[2] * x2 > 0)) for x1, x2, _ in drawn]
    samples = samples_of(drawn)
    separation, trace = separate(samples), learn(samples, rule)
    assert separation.separable
    bound = novikoff(trace, separation)
    assert len(trace.updates) <= bound.updates
    if rule.initial == "zero":
        assert bound.updates == bound.radius_squared / bound.margin_squared


def test_novikoffs_bound_by_hand():
    # x = ±1 on a line at height 0: (1, -1, 0) of class 0, (1, 1, 0) of class 1. Best u = (0, 1, 0): γ = 1, R² = 2.
    samples = Samples(((-1, 0, 0), (1, 0, 1)))
    bound = novikoff(learn(samples, Rule()), separate(samples))
    assert (bound.radius_squared, bound.margin_squared, bound.updates) == (2, 1, 2)


@settings(max_examples=150, deadline=None)
@given(drawn=rows, rule=rules)
def test_the_bound_from_other_initial_weights_is_the_largest_count_that_the_proof_allows(drawn, rule):
    samples = samples_of(drawn)
    separation, trace = separate(samples), learn(samples, rule)
    assume(separation.separable)
    direction, start = (np.array(w, float) for w in (separation.direction, trace.weights(0)))
    unit, rate = direction / np.linalg.norm(direction), float(rule.learning_rate)
    gamma, radius = np.linalg.norm(direction), max(np.linalg.norm(np.array(x, float)) for x in exact_inputs(samples))

    def allowed(count):
        return start @ unit + count * rate * gamma <= np.sqrt(start @ start + count * (rate * radius) ** 2)

    bound = float(novikoff(trace, separation).updates)
    assert allowed(bound * 0.999_999)
    assert not allowed(bound * 1.000_001 + 1e-6)


@settings(max_examples=200, deadline=None)
@given(drawn=rows, product=st.booleans())
def test_separability_is_decided_as_a_linear_programme_does_and_proved(drawn, product):
    samples = samples_of(drawn, product)
    separation = separate(samples)
    signs = [2 * label - 1 for *_, label in samples.rows]
    signed = [[sign * value for value in x] for sign, x in zip(signs, exact_inputs(samples), strict=True)]
    if separation.separable:
        products = [sum(u * v for u, v in zip(separation.direction, x, strict=True)) for x in signed]
        assert min(products) == separation.margin_squared > 0
    else:
        total = [
            sum(count * signed[place][axis] for place, count in separation.multiples) for axis in range(len(signed[0]))
        ]
        assert not any(total)
        assert all(count > 0 for _, count in separation.multiples)
    margin = float(separation.margin_squared)
    assume(not 0 < margin < 1e-7)  # too fine for floating point
    assert separation.separable == some_line_separates(samples)


@pytest.mark.parametrize("seed", range(8))
def test_the_margin_is_that_of_a_support_vector_machine(seed):
    samples = draw_clouds(100, 0.2, seed)
    signs = 2 * np.array(samples.labels) - 1
    signed = signs[:, None] * np.array(exact_inputs(samples), float)
    # Through the origin: each sample and its opposite, of opposite classes, leave no use for an intercept.
    machine = SVC(kernel="linear", C=1e8, tol=1e-9).fit(np.concatenate([signed, -signed]), np.repeat([1, -1], 100))
    assert float(separate(samples).margin_squared) ** 0.5 == pytest.approx(1 / np.linalg.norm(machine.coef_), rel=1e-4)


def test_xor_contradicts_itself_with_each_sample_once():
    separation = separate(GATES["XOR"])
    assert not separation.separable
    assert separation.multiples == ((0, 1), (1, 1), (2, 1), (3, 1))
    assert separate(Samples(GATES["XOR"].rows, product=True)).separable


@pytest.mark.parametrize("at_zero", [0, 1])
@pytest.mark.parametrize("initial", ["zero", "random"])
@pytest.mark.parametrize("rate", RATES)
def test_the_cycle_of_xor_is_the_first_that_stepping_meets(rate, initial, at_zero):
    rule = Rule(rate, initial, at_zero=at_zero, epochs=1_000)
    trace = learn(GATES["XOR"], rule)
    assert trace.outcome == "cycle"
    ends = [
        trace.weights(0),
        *[step[0] for step in spelled_out(GATES["XOR"], rule, trace.epochs, trace.weights(0))][3::4],
    ]
    assert ends[-1] == ends[trace.cycle_start]
    assert len(set(ends)) == len(ends) - 1  # no earlier, and no shorter one


def test_no_cycle_is_reported_where_the_order_changes():
    assert learn(GATES["XOR"], Rule(order="shuffled")).outcome == "limit"


@settings(max_examples=100, deadline=None)
@given(drawn=rows, rule=rules, product=st.booleans())
def test_the_pocket_holds_the_first_of_the_best_states(drawn, rule, product):
    samples = samples_of(drawn, product)
    trace = learn(samples, rule)
    found, inputs, wrong = pocket(trace), exact_inputs(samples), []
    for number in range(len(trace.states)):
        sums = [sum(w * v for w, v in zip(trace.weights(number), x, strict=True)) for x in inputs]
        outputs = [int(z > 0 or (z == 0 and rule.at_zero == 1)) for z in sums]
        wrong.append(sum(output != row[2] for output, row in zip(outputs, samples.rows, strict=True)))
    assert found.errors.tolist() == wrong
    assert found.best == wrong.index(min(wrong))


def test_the_pocket_is_exact_where_floats_are_not():
    far = Samples(((100, 99.999, 0), (99.999, 100, 1), (100, 100, 0), (-99.998, 99.997, 1)), product=True)
    trace = learn(far, Rule(epochs=1_000))
    sums = [
        [sum(w * v for w, v in zip(trace.weights(n), x, strict=True)) for x in exact_inputs(far)] for n in range(300)
    ]
    wrong = [sum((z >= 0) != row[2] for z, row in zip(line, far.rows, strict=True)) for line in sums]
    assert pocket(trace).errors[:300].tolist() == wrong


@pytest.mark.parametrize("seed", range(20))
def test_clouds_have_an_empty_strip_of_the_given_width(seed):
    samples = draw_clouds(200, 0.3, seed)
    assert sum(samples.labels) == 100
    machine = SVC(kernel="linear", C=1e6).fit(samples.points, samples.labels)
    width = 2 / np.linalg.norm(machine.coef_)
    assert 0.298 < width < 0.6  # 100 points a side leave the strip only a little wider


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ((0.5, "a", 1), "Row 2: x2 must be a number from -100 to 100; got 'a'"),
        ((float("nan"), 0, 1), "Row 2: x1 must be a number from -100 to 100; got nan"),
        ((0, 101, 1), "Row 2: x2 must be a number from -100 to 100; got 101"),
        ((0, 0, 2), "Row 2: class must be 0 or 1; got 2"),
        ((0, 0, None), "Row 2: class must be 0 or 1; got None"),
        ((0, 0, 0), "There must be points of class 0 and of class 1; got only class 0"),
    ],
)
def test_invalid_rows_are_reported(changed, words):
    with pytest.raises(ValueError, match=words):
        Samples(((0, 0, 0), changed))


def test_there_must_be_some_points_and_not_too_many():
    with pytest.raises(ValueError, match="be 2 to 200 points; got 0"):
        Samples(())
    with pytest.raises(ValueError, match="be 2 to 200 points; got 201"):
        Samples(((0, 0, 0),) + ((0, 0, 1),) * 200)


def test_coordinates_are_kept_to_three_decimals():
    assert Samples(((0.12345, -0.0001, 0), (1, 2, 1))).rows == ((0.123, 0.0, 0), (1.0, 2.0, 1))


@pytest.mark.parametrize(
    "choice",
    [
        {"learning_rate": 0},
        {"learning_rate": Fraction(1, 1_001)},
        {"initial": "one"},
        {"order": ""},
        {"at_zero": 2},
        {"epochs": 0},
        {"epochs": 1_001},
    ],
)
def test_invalid_rules_are_reported(choice):
    with pytest.raises(ValueError, match=f"{next(iter(choice))} must be"):
        Rule(**choice)


@pytest.mark.parametrize("square", [Fraction(9, 4), Fraction(2), Fraction(1, 3), Fraction(10**6 + 1, 7)])
def test_a_root_is_exact_or_a_little_too_large_so_that_a_bound_stays_a_bound(square):
    root = _root(square)
    assert 0 <= root**2 - square < 3 * root / 10**12
    assert (root**2 == square) == (square == Fraction(9, 4))
