"""The results of finished runs: saved values, predictions in NumPy, maps over a grid, effects of words."""
