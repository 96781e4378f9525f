"""Runs that a visitor keeps: the list of a session, how a run gets into it, and how it outlives a reload."""
