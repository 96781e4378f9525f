"""Experiment -> Run, in the worker. The modules that load TensorFlow are named in tests/unit/test_architecture.py."""
