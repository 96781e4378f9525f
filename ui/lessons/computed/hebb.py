"""The weights under Hebb's rule and under Oja's, step by step."""

from functools import lru_cache

import numpy as np

from nnkit.concepts.hebb import HebbConfig, alignment, learn
from nnkit.experiment.limits import LIMITS
from nnkit.lessons import Table
from ui.lessons.computed.texts import Texts

PART = "history_hebb"

result_of = lru_cache(maxsize=16)(learn)


def table_of(config: HebbConfig) -> Table:
    """Return the lengths of the weights after each step, and the direction of Oja's."""
    result = result_of(config)
    hebb, oja = (np.linalg.norm(weights, axis=1) for weights in (result.hebb, result.oja))
    columns = hebb.tolist(), oja.tolist(), alignment(result.oja, result.component).tolist()
    rows = tuple(
        {"step": float(step), "length": length, "corrected length": corrected, "alignment": cosine}
        for step, (length, corrected, cosine) in enumerate(zip(*columns, strict=True))
    )
    return Table(rows, rows[-1:])


def compute(texts: Texts) -> Table:
    default = HebbConfig()
    config = HebbConfig(
        texts.whole(f"{PART}_neurons", *LIMITS["neurons"], default.neurons),
        texts.number(f"{PART}_correlation", *LIMITS["correlation"], default.correlation),
        texts.number(f"{PART}_rate", 0, 1, default.learning_rate),
        texts.whole(f"{PART}_moments", *LIMITS["moments"], default.moments),
        texts.seed(f"{PART}_seed"),
    )
    return table_of(config)
