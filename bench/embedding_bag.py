"""The work of the preset on reviews in PyTorch, whose EmbeddingBag sums the rows of a review's words.

`python -m bench.embedding_bag 5` prints the seconds an epoch of five, validation included.
"""

import sys
from itertools import islice

import numpy as np
import torch

from bench.timing import seconds
from nnkit import PRESETS, load
from nnkit.datasets import Reviews
from nnkit.training.batches import epoch_orders

PRESET = PRESETS["imdb-baseline"]


class Network(torch.nn.Module):
    """Layers of 16, 16 and 1; gives logits."""

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
    lengths = reviews.lengths[order]
    starts = np.cumsum(lengths) - lengths
    words = reviews.words[np.repeat(reviews.offsets[order] - starts, lengths) + np.arange(lengths.sum())]
    logits = network(torch.from_numpy(words.astype("int64")), torch.from_numpy(starts))
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(labels[order]).float())


def epoch(network: Network, optimizer: torch.optim.Optimizer, order: np.ndarray) -> None:
    data, batch = load(PRESET.data), PRESET.training.batch_size
    for start in range(0, len(order), batch):
        optimizer.zero_grad()
        loss(network, data.x_train, data.y_train, order[start : start + batch]).backward()
        optimizer.step()
    with torch.no_grad():
        for rows in np.array_split(np.arange(len(data.x_val)), 5):
            loss(network, data.x_val, data.y_val, rows)


def main(epochs: int) -> None:
    network = Network()
    optimizer = torch.optim.RMSprop(network.parameters(), lr=PRESET.training.learning_rate, alpha=0.9, eps=1e-7)
    first, *orders = islice(epoch_orders(PRESET.training, len(load(PRESET.data).x_train)), epochs + 1)
    epoch(network, optimizer, first)  # what PyTorch does only once does not count
    print(seconds(lambda: [epoch(network, optimizer, order) for order in orders]) / epochs)


if __name__ == "__main__":
    main(int(sys.argv[1]))
