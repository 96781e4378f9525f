"""What the table over seeds says, and what it allows to conclude."""

from nnkit.results.score import Score
from ui.training.over_seeds import conclusion, scores_table

PLAIN = (0.80, 0.81, 0.79, 0.80, 0.80)


def scores_of(accuracies, loss=0.4):
    return tuple(Score(accuracy, loss) for accuracy in accuracies)


def shifted(*by):
    """The accuracies of PLAIN, each with its own shift in percentage points."""
    return scores_of([value + shift / 100 for value, shift in zip(PLAIN, by, strict=True)])


def test_differences_are_called_clear_or_open():
    scores = {
        "plain": scores_of(PLAIN),
        "L1": shifted(-2, -2.2, -1.8, -2, -2),
        "L2": shifted(1, -1, 0.5, -0.5, 0.2),
        "dropout": shifted(2, 2.2, 1.8, 2, 2),
    }
    text = conclusion(scores)
    assert "These networks are more accurate than plain, by more than chance explains: **dropout**." in text
    assert "These networks are less accurate than plain, by more than chance explains: **L1**." in text
    assert "For these networks, chance may explain the difference from plain: **L2**." in text
    assert "highest mean" not in text  # there is only one to choose from


def test_the_best_is_compared_with_the_others_that_help():
    scores = {"plain": scores_of(PLAIN), "L1": shifted(3, 3.1, 2.9, 3, 3), "L2": shifted(3.1, 2.9, 3.1, 3.1, 3)}
    assert "**L2** has the highest mean accuracy, but chance may explain its lead over **L1**." in conclusion(scores)
    scores["L2"] = shifted(5, 5.1, 4.9, 5, 5)
    assert "**L2** has the highest mean accuracy, and chance does not explain its lead." in conclusion(scores)


def test_the_table_has_means_deviations_and_paired_differences():
    table = scores_table({"plain": scores_of(PLAIN, 0.5), "L1": shifted(-2, -2.2, -1.8, -2, -2)})
    assert list(table["network"]) == ["plain", "L1"]
    assert list(table["test accuracy (%)"]) == ["80.0 ± 0.7", "78.0 ± 0.6"]  # deviations: 0.7071 and 0.5701
    assert list(table["lowest to highest (%)"]) == ["79.0 to 81.0", "77.2 to 78.8"]
    assert list(table["difference from plain (points)"]) == ["", "−2.0 ± 0.1"]  # error: 0.1414 / √5
    assert list(table["test loss without penalty (nats)"]) == ["0.500 ± 0.000", "0.400 ± 0.000"]
