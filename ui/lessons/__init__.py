"""Lessons as a reader plays them: the step that is open, predictions before the run, goals, questions."""
