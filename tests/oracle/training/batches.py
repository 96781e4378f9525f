"""Arrays as the batches of `Model.fit`."""

import numpy as np
import tensorflow as tf


def batches_of(x: np.ndarray, y: np.ndarray, batch_size: int | None = None) -> tf.data.Dataset:
    """Return the samples in their order, `batch_size` at a time, or all at once.

    Given arrays, Keras builds a pipeline that slices them for every epoch, which takes longer than a small training.
    """
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(batch_size or len(x))
