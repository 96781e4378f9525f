"""How far each chunk of a training goes, and what its plan says, without TensorFlow."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from nnkit import Experiment, Imdb, Network, Planar, Training, load
from nnkit.training.batches import epoch_orders
from nnkit.training.chunks import Chunk, ChunkPlanner
from nnkit.training.signature import signature_of

EXPERIMENT = Experiment(Planar(points=200), Network((5,)), Training(batch_size=64, epochs=100, seed=3))  # 4 steps
REVIEWS = Experiment(Imdb(vocabulary=1_000, train_size=300), Network((6,)), Training(batch_size=64, epochs=4))


def make_planner(experiment=EXPERIMENT, recorded=(), kept=(), steps=50):
    """A planner whose next chunk may take `steps` steps, and the signature."""
    data, epochs = load(experiment.data), experiment.training.epochs
    flags = np.zeros(epochs + 1, bool), np.zeros(epochs + 1, bool)
    flags[0][list(recorded)], flags[1][[*kept, epochs]] = True, True
    signature = signature_of(experiment, data)
    planner = ChunkPlanner(signature, experiment.training, data.x_train, *flags)
    planner.sizer.steps = steps
    return planner, signature


def with_training(experiment=EXPERIMENT, **changes):
    return replace(experiment, training=replace(experiment.training, **changes))


def test_a_chunk_is_as_many_whole_epochs_as_fit():
    planner, _ = make_planner(steps=50)
    assert planner.next_chunk(0, 0) == Chunk(12, 0, 4)
    assert planner.next_chunk(95, 0) == Chunk(5, 0, 4)  # the last one ends with the training


def test_a_chunk_shorter_than_an_epoch_takes_some_of_its_steps():
    planner, _ = make_planner(steps=3)
    assert planner.next_chunk(0, 0) == Chunk(1, 0, 3)
    assert planner.next_chunk(0, 3) == Chunk(1, 3, 4)  # and ends with the epoch


def test_an_epoch_that_has_begun_is_finished_first():
    planner, _ = make_planner(steps=50)
    assert planner.next_chunk(7, 1) == Chunk(1, 1, 4)


def test_a_chunk_keeps_no_more_snapshots_than_a_call_returns():
    experiment = replace(with_training(batch_size=None, epochs=50), network=Network((128,) * 6))
    planner, signature = make_planner(experiment, kept=range(1, 51), steps=1_000)
    assert signature.snapshots_per_call < 50
    assert planner.next_chunk(0, 0).epochs == signature.snapshots_per_call


def test_the_plan_marks_the_epochs_to_validate_and_to_keep():
    planner, signature = make_planner(recorded=[6, 8], kept=[7])
    plan = planner.plan(Chunk(4, 0, 4), 4)  # epochs 5 to 8
    assert plan.validate[:4].tolist() == [False, True, False, True]
    assert plan.keep[:4].tolist() == [False, False, True, False]
    assert len(plan.validate) == len(plan.keep) == len(plan.orders) == signature.epochs_per_call
    assert not plan.validate[4:].any()


def test_early_stopping_validates_every_epoch():
    planner, _ = make_planner(with_training(patience=2), recorded=[6])
    assert planner.plan(Chunk(4, 0, 4), 4).validate[:4].all()


def test_each_epoch_has_its_own_order_even_if_it_takes_several_chunks():
    planner, _ = make_planner()
    expected = list(islice(epoch_orders(EXPERIMENT.training, 200), 3))
    chunks = [(Chunk(1, 0, 3), 0), (Chunk(1, 3, 4), 0), (Chunk(2, 0, 4), 1)]
    first, again, rest = (planner.plan(chunk, epoch).orders[:, :200] for chunk, epoch in chunks)
    assert np.array_equal(first[0], expected[0])
    assert np.array_equal(again[0], expected[0])
    assert np.array_equal(rest[:2], expected[1:])


def test_a_full_batch_needs_no_order():
    planner, signature = make_planner(with_training(batch_size=None))
    assert planner.plan(Chunk(2, 0, 1), 0).orders.shape == (signature.epochs_per_call, 1)


@pytest.mark.parametrize("batch_size", [64, None], ids=["mini-batch", "full-batch"])
def test_the_plan_for_reviews_holds_their_words(batch_size):
    planner, signature = make_planner(with_training(REVIEWS, batch_size=batch_size))
    reviews, plan = load(REVIEWS.data).x_train, planner.plan(Chunk(1, 0, signature.steps_per_epoch), 0)
    rows = 1 if batch_size is None else signature.epochs_per_call
    assert plan.review_batches.words.shape == (rows, signature.steps_per_epoch, signature.capacity)
    words, row_ids = (array[0] for array in plan.review_batches)
    order = np.arange(300) if batch_size is None else plan.orders[0]
    for place in (0, 63, 64, 299):
        batch, row = divmod(place, signature.batch_size)
        assert np.array_equal(words[batch][row_ids[batch] == row], reviews.row(order[place]))
