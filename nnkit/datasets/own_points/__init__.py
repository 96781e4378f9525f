"""A reader's own points, from a CSV file or an edited table."""
