"""Numbers out of a table of outcomes, checked against tables written by hand."""

import pytest

from nnkit.lessons import Table, all_hold, curve, is_reached, table_of
from nnkit.lessons.outcome import COLUMNS, Outcome, read_conditions, read_number, read_outcome
from tests.unit.pages.runs import opening

EPOCHS = tuple(
    {"epoch": float(epoch), "validation loss": loss, "hidden units": 5.0}
    for epoch, loss in ((1, 0.9), (10, 0.4), (100, None), (1000, 0.6))
)
ONE = Table(EPOCHS, (EPOCHS[-1],))
NETWORKS = tuple(
    {"hidden units": units, "test accuracy": accuracy} for units, accuracy in ((1.0, 0.8), (5.0, 0.96), (50.0, 0.97))
)
SEVERAL = Table(NETWORKS, NETWORKS)


def test_an_outcome_is_the_end_or_where_another_column_is_lowest_or_highest():
    assert read_outcome("validation loss").value(ONE) == 0.6
    assert read_outcome("epoch where validation loss is lowest").value(ONE) == 10
    assert read_outcome("epoch  where validation loss is highest").value(ONE) == 1
    assert read_outcome("hidden units where test accuracy is highest").value(SEVERAL) == 50
    assert read_outcome("epoch where test loss is lowest").value(ONE) is None
    assert read_outcome("validation loss").value(Table((), ())) is None


def test_a_goal_is_reached_by_one_network_that_fulfils_all_conditions():
    assert is_reached(read_conditions("test accuracy >= 95 %, hidden units <= 10"), SEVERAL)
    assert not is_reached(read_conditions("test accuracy >= 97 %, hidden units <= 10"), SEVERAL)
    assert not is_reached(read_conditions("test accuracy >= 0 %"), ONE)  # it was not measured


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("hidden units = 50", True),
        ("hidden units < 50", False),
        ("hidden units <= 50", True),
        ("hidden units > 49", True),
    ],
)
def test_conditions_compare_as_they_are_written(text, holds):
    assert all_hold(read_conditions(text), SEVERAL) is holds


def test_a_curve_takes_the_nearest_measured_row():
    assert curve(ONE, "validation loss", "epoch", (2, 90, 5000)) == (0.9, 0.4, 0.6)
    assert curve(ONE, "test loss", "epoch", (1,)) == (None,)


@pytest.mark.parametrize(
    "text", ["", "loss!", "epoch where loss is low", "where gap is lowest", "gap where x is lowest"]
)
def test_other_texts_are_no_outcome(text):
    with pytest.raises(ValueError, match="must be one of"):
        read_outcome(text)


@pytest.mark.parametrize("text", ["nan", "inf", "1e5", "", "1,5", "5 %%", "--1", "9" * 20])
def test_other_texts_are_no_number(text):
    with pytest.raises(ValueError, match="must be a number"):
        read_number(text)


def test_the_table_of_one_run_has_its_epochs_and_of_several_their_ends():
    (run,) = opening("overfitting/depth")
    table = table_of([run])
    assert [row["epoch"] for row in table.rows] == run.history["epoch"]
    (final,) = table.finals
    assert final["test accuracy"] == run.test["accuracy"]
    assert final["validation loss"] == run.history["val_loss"][-1]
    assert final["gap"] == pytest.approx(run.history["val_loss"][-1] - run.history["loss"][-1])
    assert final["parameters"] == 2 * 50 + 50 + 50 + 1
    assert final.keys() <= COLUMNS.keys()
    widths = table_of(opening("overfitting/width"))
    assert widths.rows == widths.finals
    assert [row["hidden units"] for row in widths.finals] == [1, 3, 5, 20, 50]


def test_losses_are_without_penalties_and_a_restored_run_ends_where_it_was_restored():
    runs = opening("overfitting/remedies")
    finals = table_of(runs).finals
    penalised, restored = 1, 4
    run = runs[penalised]
    assert run.experiment.network.l1
    assert finals[penalised]["training loss"] == pytest.approx(run.history["loss"][-1] - run.penalties["loss"][-1])
    assert finals[restored]["epoch"] == pytest.approx(runs[restored].restored_epoch, abs=10)


def test_networks_of_a_size_that_get_all_points_right_are_counted():
    finals = table_of(opening("history/hidden")).finals
    for units in (2, 3, 4, 8):
        rows = [row for row in finals if row["hidden units"] == units]
        assert len(rows) == 10
        assert {row["solved"] for row in rows} == {float(sum(row["training accuracy"] == 1.0 for row in rows))}
    assert Outcome("solved").value(table_of(opening("history/hidden"))) == finals[-1]["solved"]
