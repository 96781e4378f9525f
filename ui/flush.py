"""Sending the first part of a page to the browser before the rest."""

import time

SECONDS = 0.03  # Streamlit sends what is in its queue within this time


def flush_to_browser(seconds: float = SECONDS) -> None:
    """Let the browser draw the elements so far before the script sends those that follow, which take longer to draw.

    seconds: more of them leave a busy browser the time to draw.
    """
    time.sleep(seconds)
