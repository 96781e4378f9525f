"""What the sections that train nothing compute, for the step of a lesson: a table of numbers from their settings.

A section notes its own table. The page for teachers computes it anew from the settings in a code.
"""

from ui.lessons.computed.sections import Key, compute, is_computed

__all__ = ["Key", "compute", "is_computed"]
