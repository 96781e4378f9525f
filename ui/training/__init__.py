"""Trainings on a page: their jobs, their progress and what became of them."""
