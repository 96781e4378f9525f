"""A zip that may come from anybody, read so that it never takes more room than it may."""

import io
import zipfile

# In a zip's directory, each member has this mark. A directory of 2 MB can name 40,000 members, which take 25 MB.
_MARK, _MAX_MARKS = b"PK\x01\x02", 2_000


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Open a zip. Raises ValueError for one with too many members, and what `zipfile` raises for no zip at all."""
    if content.count(_MARK) > _MAX_MARKS:
        raise ValueError(f"it names more than {_MAX_MARKS:,} members")
    return zipfile.ZipFile(io.BytesIO(content))


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return a member. Raises ValueError beyond the limit: reading stops there, however small its header says it is."""
    if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{name} is compressed in a way that can't be read in steps")  # Python inflates all at once
    with archive.open(name) as member:
        content = member.read(limit + 1)
        if len(content) > limit or member.read(1):
            raise ValueError(f"{name} inflates to more than {limit:,} bytes")
    return content
