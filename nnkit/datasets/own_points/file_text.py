"""The text of a reader's file, from its bytes."""

import codecs

from nnkit.datasets.own_points.errors import TableError

MAX_BYTES = 2_000_000


def text_of(content: bytes) -> str:
    """Return the text without byte order marks.

    It is UTF-8, or UTF-16 with a mark, as spreadsheet programs write “Unicode text”. Raises TableError for other bytes.
    """
    if len(content) > MAX_BYTES:
        raise TableError(
            f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} can be read. Leave out rows or columns."
        )
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text, bad = content.decode("utf-16"), -1
        else:
            text, bad = content.decode("utf-8"), content.find(b"\0")  # valid UTF-8, but a sign of another format
    except UnicodeDecodeError as error:
        bad = error.start
    if bad < 0:
        return text.lstrip("\ufeff")
    line = len((content[:bad] + b".").splitlines())
    raise TableError(
        f"Line {line} holds the byte {content[bad]:#04x}, which a table in UTF-8 does not have there. "
        f"Save it as “CSV UTF-8” from your spreadsheet program."
    )
