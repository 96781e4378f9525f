"""Points in the plane and on curves, drawn from a seed; their features, and the best possible classifier."""
