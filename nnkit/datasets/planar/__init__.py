"""Points in the plane, drawn from a seed: shapes, features and the best possible classifier."""
