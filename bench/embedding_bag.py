"""The baseline preset on reviews in PyTorch, with an EmbeddingBag that sums the rows of a review's words.

`python -m bench.embedding_bag 5` trains five epochs and prints the seconds per epoch, validation included.
"""

import sys
from itertools import islice

import numpy as np
import torch

from bench.timing import median_seconds
from nnkit import PRESETS, load
from nnkit.datasets import Reviews
from nnkit.training.batches import epoch_orders

PRESET = PRESETS["imdb-baseline"]


class Network(torch.nn.Module):
    """Layers of 16, 16 and 1 units. It returns logits (reviews,)."""

    def __init__(self) -> None:
        super().__init__()
        self.bag = torch.nn.EmbeddingBag(PRESET.data.vocabulary, 16, mode="sum")
        self.bias = torch.nn.Parameter(torch.zeros(16))
        self.rest = torch.nn.Sequential(
            torch.nn.ReLU(), torch.nn.Linear(16, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1)
        )

    def forward(self, words: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        return self.rest(self.bag(words, starts) + self.bias)[:, 0]


def loss(network: Network, reviews: Reviews, labels: np.ndarray, order: np.ndarray) -> torch.Tensor:
    """The mean cross-entropy of the reviews whose indices are in order (reviews,)."""
    lengths = reviews.lengths[order]
    starts = np.cumsum(lengths) - lengths
    words = reviews.words[np.repeat(reviews.offsets[order] - starts, lengths) + np.arange(lengths.sum())]
    logits = network(torch.from_numpy(words.astype("int64")), torch.from_numpy(starts))
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(labels[order]).float())


def epoch(network: Network, optimizer: torch.optim.Optimizer, order: np.ndarray) -> None:
    """Train for one epoch and validate."""
    data, batch_size = load(PRESET.data), PRESET.training.batch_size
    for start in range(0, len(order), batch_size):
        optimizer.zero_grad()
        loss(network, data.x_train, data.y_train, order[start : start + batch_size]).backward()
        optimizer.step()
    with torch.no_grad():
        for rows in np.array_split(np.arange(len(data.x_val)), 5):
            loss(network, data.x_val, data.y_val, rows)


def main(epochs: int) -> None:
    network = Network()
    optimizer = torch.optim.RMSprop(network.parameters(), lr=PRESET.training.learning_rate, alpha=0.9, eps=1e-7)
    first, *orders = islice(epoch_orders(PRESET.training, len(load(PRESET.data).x_train)), epochs + 1)
    epoch(network, optimizer, first)  # the first epoch contains work that PyTorch does only once
    print(median_seconds(lambda: [epoch(network, optimizer, order) for order in orders]) / epochs)


if __name__ == "__main__":
    main(int(sys.argv[1]))
