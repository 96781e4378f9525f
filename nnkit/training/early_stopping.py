"""Early stopping inside a compiled program, as Keras's `EarlyStopping` callback does it."""

import numpy as np
import tensorflow as tf

from nnkit.training.signature import Signature


class EarlyStopping:
    """Counts for how many epochs the validation loss has not fallen, and keeps the weights of the best epoch."""

    def __init__(self, signature: Signature):
        self._best_loss, self._waited = tf.Variable(tf.constant(np.inf)), tf.Variable(tf.constant(0))
        self._epoch = tf.Variable(tf.constant(0))
        self.best_epoch = tf.Variable(tf.constant(0))  # 0 until there is a finite validation loss
        self.best_weights = tf.Variable(tf.zeros(signature.weight_count))

    @property
    def variables(self) -> list[tf.Variable]:
        return [self._best_loss, self._waited, self._epoch, self.best_epoch, self.best_weights]

    def reset(self) -> None:
        """Forget the last training."""
        self._best_loss.assign(np.inf)
        for counter in (self._waited, self._epoch, self.best_epoch):
            counter.assign(0)

    def update(self, loss: tf.Tensor, weights: tf.Tensor, patience: tf.Tensor, complete: tf.Tensor) -> tf.Tensor:
        """Take the validation loss of an epoch, and return as a bool () whether training goes on.

        loss: (); weights: (values,), all padded weights; patience: () epochs.
        complete: () bool, whether the epoch is over. If not, nothing changes and training goes on.
        """
        better = complete & (loss < self._best_loss)
        self._epoch.assign_add(tf.cast(complete, tf.int32))
        self._waited.assign(tf.where(better, 0, self._waited + tf.cast(complete, tf.int32)))
        self._best_loss.assign(tf.where(better, loss, self._best_loss))
        self.best_epoch.assign(tf.where(better, self._epoch, self.best_epoch))
        self.best_weights.assign(tf.where(better, weights, self.best_weights))
        # Like Keras, never stop after the first epoch.
        return tf.logical_not(complete) | better | (self._waited < patience) | (self._epoch < 2)
