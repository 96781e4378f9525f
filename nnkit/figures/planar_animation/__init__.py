"""The training animation of a network on points in the plane."""
