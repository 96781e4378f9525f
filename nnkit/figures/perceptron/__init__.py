"""The perceptron's line, weights and half planes."""
