"""The chapter's ideas from scratch in NumPy: small enough to show every number."""
