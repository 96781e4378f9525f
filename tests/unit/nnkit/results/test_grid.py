import numpy as np
import pytest

from nnkit import Experiment, Network, Planar, Training
from nnkit.experiment import FEATURES
from nnkit.results.grid import Grid, grid_around, hidden_maps, probability_map
from nnkit.results.inference import predict


def array(*values):
    return np.array(values, "float32")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_a_grid_around_points_is_square_with_a_margin():
    points = np.array([[0.0, 10.0], [4.0, 11.0], [1.0, 12.0]])
    grid = grid_around(points, 5)
    # The middle is (2, 11), the larger extent 4; half of it and 15 % of it are 2.6.
    assert grid.x1 == pytest.approx([-0.6, 0.7, 2.0, 3.3, 4.6])
    assert grid.x2 == pytest.approx([8.4, 9.7, 11.0, 12.3, 13.6])
    assert grid.x1.dtype == grid.x2.dtype == grid.points.dtype == np.float32


@pytest.mark.parametrize("points", [[[3.0, 4.0]], [[3.0, 4.0]] * 5])
def test_a_grid_around_one_point_has_an_extent(points):
    grid = grid_around(np.array(points), 11)
    assert (grid.x1[5], grid.x2[5]) == pytest.approx((3, 4))
    assert (np.diff(grid.x1) > 0).all()
    assert (np.diff(grid.x2) > 0).all()


def test_points_and_maps_go_row_by_row_from_the_smallest_x2():
    grid = Grid(array(1, 2, 3), array(10, 20))
    assert grid.points.tolist() == [[1, 10], [2, 10], [3, 10], [1, 20], [2, 20], [3, 20]]
    assert grid.map(np.arange(6)).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert grid.map(grid.points).tolist() == [[[1, 2, 3], [1, 2, 3]], [[10, 10, 10], [20, 20, 20]]]


def test_maps_of_a_network_worked_by_hand():
    # Neuron 1 passes x1 - 1 on above 0, neuron 2 x2 + 0.5; the output weighs them with 2 and -4, and adds 1.
    experiment = Experiment(Planar(), Network((2,), "relu"), Training())
    weights = [array([1, 0], [0, 1]), array(-1, 0.5), array([2], [-4]), array(1)]
    grid = Grid(array(0, 1, 3), array(-1, 2))
    (hidden,) = hidden_maps(experiment, weights, grid)
    assert hidden[0].tolist() == [[0, 0, 2], [0, 0, 2]]
    assert hidden[1].tolist() == [[0, 0, 0], [2.5, 2.5, 2.5]]
    expected = [[sigmoid(1), sigmoid(1), sigmoid(5)], [sigmoid(-9), sigmoid(-9), sigmoid(-5)]]
    assert probability_map(experiment, weights, grid) == pytest.approx(np.array(expected), abs=1e-6)


def test_maps_of_every_feature():
    experiment = Experiment(Planar(features=("x1²", "x1·x2")), Network(()), Training())
    weights = [array([1], [10]), array(-4)]
    grid = Grid(array(-2, 1), array(0, 0.5, 1))
    expected = [[sigmoid(0), sigmoid(-3)], [sigmoid(-10), sigmoid(2)], [sigmoid(-20), sigmoid(7)]]
    assert probability_map(experiment, weights, grid) == pytest.approx(np.array(expected), abs=1e-6)
    assert hidden_maps(experiment, weights, grid) == ()


@pytest.mark.parametrize("features", [("x1", "x2"), ("x2",), tuple(FEATURES)], ids=len)
def test_a_probability_map_is_the_prediction_at_each_place(features):
    experiment = Experiment(Planar(features=features), Network((4, 3), "tanh"), Training())
    random = np.random.default_rng(0)
    shapes = ((len(features), 4), (4,), (4, 3), (3,), (3, 1), (1,))
    weights = [random.normal(size=shape).astype("float32") for shape in shapes]
    grid = grid_around(random.normal(size=(20, 2)), 7)
    found = probability_map(experiment, weights, grid)
    for row, x2 in enumerate(grid.x2):
        for column, x1 in enumerate(grid.x1):
            made = {"x1": x1, "x2": x2, "x1²": x1**2, "x2²": x2**2, "x1·x2": x1 * x2}
            made |= {"sin x1": np.sin(x1), "sin x2": np.sin(x2)}
            x = np.array([[made[feature] for feature in features]], "float32")
            assert found[row, column] == pytest.approx(predict(experiment, weights, x)[0, 0], abs=1e-6)
