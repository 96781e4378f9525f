"""What the reader looks at comes first."""

import time

SECONDS = 0.03  # in which what was told so far gets to the browser by itself


def flush_to_browser() -> None:
    """Have the browser paint what is above before it hears of what follows, which may take it longer to draw."""
    time.sleep(SECONDS)
