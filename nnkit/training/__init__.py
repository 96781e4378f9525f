"""Experiment -> Run. Only the worker imports `loop`, `program` and `model`, which load TensorFlow."""
