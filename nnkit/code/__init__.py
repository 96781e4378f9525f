"""An experiment as the same network in plain Keras: a script or a notebook that runs without this project."""

from nnkit.code.chapter import chapter
from nnkit.code.data_file import data_file, data_file_name
from nnkit.code.writers import notebook, script

__all__ = ["chapter", "data_file", "data_file_name", "notebook", "script"]
