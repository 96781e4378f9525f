"""Movie reviews: bundled, or downloaded from Keras's own source."""
