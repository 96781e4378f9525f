"""Points that a reader brings as a table."""
