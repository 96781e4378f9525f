"""How much the hostile tests try."""

from hypothesis import settings

IS_LONG = settings.default.max_examples > 1_000  # `make test-hostile`


def tries(few: int) -> int:
    """Return so many in `make test`, and all that `make test-hostile` asks for there."""
    return settings.default.max_examples if IS_LONG else few
