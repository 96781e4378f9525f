"""Bytes as a text for addresses and codes: compressed, then letters, digits, - and _."""

import base64
import zlib


def pack(content: bytes) -> str:
    return letters_of(zlib.compress(content, 9))


def unpack(text: str, limit: int) -> bytes:
    """Return what `pack` wrote. Raises ValueError, as `bytes_of` and `inflate` do, for any other text."""
    return inflate(bytes_of(text), limit)


def letters_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def bytes_of(letters: str) -> bytes:
    """Return the bytes that `letters_of` wrote. Raises ValueError for a text of other characters, or one cut off."""
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except ValueError:  # binascii.Error is one, too; their texts are for programmers
        raise ValueError("it is damaged or cut off") from None


def inflate(content: bytes, limit: int) -> bytes:
    """Return what was compressed, with nothing behind it. Raises ValueError for other bytes, and beyond the limit.

    It may come from anybody: inflating stops at the limit, in bytes, whatever would follow.
    """
    machine = zlib.decompressobj()
    try:
        inflated = machine.decompress(content, limit)
    except zlib.error:
        raise ValueError("it is damaged or cut off") from None
    if not machine.eof or machine.unused_data:
        raise ValueError(f"it is damaged or cut off, or inflates to more than {limit:,} bytes")
    return inflated
