"""What a finished training leaves behind, and what is computed from it in NumPy."""
