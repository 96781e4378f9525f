"""Exit with a clear sentence under a Python version that TensorFlow or Streamlit does not support."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(  # written so that an old Python can read it
        "This app needs Python 3.11, 3.12 or 3.13 (TensorFlow has no build for others); this is Python %d.%d. "
        "Install one of them, or name it: make PYTHON=python3.12 run" % sys.version_info[:2]
    )
