"""The multi-hot matrix of reviews, made by a plain loop."""

import numpy as np


def multi_hot(reviews):
    matrix = np.zeros((len(reviews), reviews.vocabulary), "float32")
    for row in range(len(reviews)):
        for word in reviews.words[reviews.offsets[row] : reviews.offsets[row + 1]]:
            matrix[row, word] = 1.0
    return matrix
