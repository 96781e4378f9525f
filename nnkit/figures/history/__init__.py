"""The first models of neurons, and the years they come from."""
