"""The folder for what is kept between two starts of the app: downloads, finished runs, compiled programs."""

import os
from pathlib import Path

from nnkit.datasets.files import DataFileError


def cache_folder() -> Path:
    """Return NNKIT_CACHE, or .cache/nnkit in the user's home; the folder may not exist yet.

    Raises DataFileError for a user without a home.
    """
    try:
        return Path(os.environ.get("NNKIT_CACHE") or Path.home() / ".cache" / "nnkit")
    except RuntimeError:
        raise DataFileError("This user has no home to keep downloads in. Set NNKIT_CACHE to a folder.") from None
