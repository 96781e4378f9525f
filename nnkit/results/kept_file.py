"""Kept runs as one file: a zip with our JSON and an npz for each run. No pickle is written or read."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nnkit.results.archive import open_archive, read_member
from nnkit.results.kept_text import MAX_RUNS, Named, lines_of, read_lines
from nnkit.results.run import Run, Snapshot

MAX_BYTES = 2_000_000  # of a file
_MAX_MEMBER, _MAX_INFLATED = 8_000_000, 16_000_000  # bytes: the largest network has 6 MB of weights
_MAX_LIST = 4_000_000  # bytes of the list of names and settings
_LIST, _FORMAT = "kept.jsonl", b"nnkit kept runs 1:"
_FOREIGN = "not a file of kept runs: it is another kind of file, or it has been cut off"
_DAMAGED = "not a file of kept runs: it is damaged, bytes in it have changed"
_NOTES = 200  # bytes: a zip's own notes on a member


class Kept(NamedTuple):
    """A run by its name. run: its curves, final weights and scores; None where only the settings are known."""

    named: Named
    run: Run | None


def write_kept(kept: Sequence[Kept], max_bytes: int = MAX_BYTES) -> tuple[bytes, list[Named]]:
    """Return the file, and the runs of which it holds the settings alone, since their weights take too much room.

    Of each run it holds the whole history, and of the weights the final ones. Raises ValueError where even the settings
    take too much room.
    """
    left, listed = max_bytes - len(_archive(kept, ())), []
    sizes = {place: _packed_size(each.run, max_bytes) for place, each in enumerate(kept) if each.run is not None}
    for place in sorted(sizes, key=sizes.__getitem__):
        left -= sizes[place] + _NOTES
        if left >= 0:
            listed.append(place)
    content = _archive(kept, sorted(listed))
    if len(content) > max_bytes:
        raise ValueError(f"these settings take {len(content):,} bytes; a file has room for {max_bytes:,}")
    return content, [kept[place].named for place in sorted(set(sizes) - set(listed))]


def read_kept(content: bytes) -> list[Kept]:
    """Return what `write_kept` wrote. Raises ValueError for any other content.

    Safe for a file from anybody: members, inflated bytes, runs and rows are bounded, whatever its headers say.
    """
    if len(content) > MAX_BYTES:
        raise ValueError(f"not a file of kept runs: it has {len(content):,} bytes, at most {MAX_BYTES:,} are allowed")
    try:
        with open_archive(content) as archive:
            return _read(archive)
    except zipfile.BadZipFile:
        raise ValueError(_FOREIGN) from None
    except ValueError as error:
        raise ValueError(f"not a file of kept runs: {error}") from None
    except Exception:  # zip, zlib and NumPy each raise their own types, whose texts are for programmers
        raise ValueError(_DAMAGED) from None


def _final(run: Run) -> Run:
    """Return the run with its final weights alone."""
    epoch = run.snapshots[-1].epoch if run.restored_epoch is None else run.restored_epoch
    snapshots = (Snapshot(epoch, run.weights),)
    return Run(
        run.experiment,
        run.history,
        snapshots,
        run.test,
        run.outcome,
        run.epochs_done,
        run.seconds,
        run.restored_epoch,
        run.penalties,
    )


def _packed_size(run: Run, max_bytes: int) -> int:
    """Return the bytes of a run in the file; for one that is far too large, those that it has before it is packed."""
    member = _final(run).to_bytes()
    return len(member) if len(member) > 2 * max_bytes else len(zlib.compress(member))


def _archive(kept: Sequence[Kept], places: Sequence[int]) -> bytes:
    """Return the file with all settings, and with the results of the runs at these places."""
    names = {place: f"{place}.npz" for place in places}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_LIST, _head(sorted(names.values())) + lines_of([each.named for each in kept]))
        for place, name in names.items():
            if (run := kept[place].run) is not None:
                archive.writestr(name, _final(run).to_bytes())
    return buffer.getvalue()


def _head(members: Sequence[str]) -> bytes:
    """Return the first line of the list: it names all members, so that none can be lost unnoticed."""
    return _FORMAT + " ".join(members).encode("utf-8", "replace") + b"\n"


def _read(archive: zipfile.ZipFile) -> list[Kept]:
    names = archive.namelist()
    if len(names) > MAX_RUNS + 1 or len(set(names)) < len(names):
        raise ValueError(f"it must have at most {MAX_RUNS + 1} members, each once; got {len(names):,}")
    listed = read_member(archive, _LIST, _MAX_LIST)
    head = _head(sorted(set(names) - {_LIST}))
    if not listed.startswith(head):
        raise ValueError(f"its {_LIST} must name all other members")
    entries = read_lines(listed.removeprefix(head))
    places = {f"{place}.npz": place for place in range(len(entries))}
    if foreign := set(names) - {_LIST, *places}:
        raise ValueError(f"it has members that belong to no run, such as {min(foreign)[:40]!r}")
    runs, left = {}, _MAX_INFLATED
    for name in names:
        if name != _LIST:
            content = read_member(archive, name, min(_MAX_MEMBER, left))
            left -= len(content)
            runs[places[name]] = _run_in(content, entries[places[name]])
    return [Kept(entry, runs.get(place)) for place, entry in enumerate(entries)]


def _run_in(content: bytes, entry: Named) -> Run:
    """Return the run in a member. `Run.from_bytes` compares each array's header with the experiment's shapes.

    Nothing in it may be compressed: then it cannot inflate to more than it has.
    """
    with open_archive(content) as archive:
        members = archive.infolist()
        if any(each.compress_type != zipfile.ZIP_STORED for each in members):
            raise ValueError("a run in it is compressed a second time")
        if sum(each.file_size for each in members) > len(content):
            raise ValueError("a run in it says that it is larger than its file")
    try:
        run = Run.from_bytes(content)
    except Exception:  # zip, JSON and NumPy each raise their own types, whose texts are for programmers
        raise ValueError("the results of a run in it are damaged") from None
    if run.experiment != entry.experiment or len(run.snapshots) != 1:
        raise ValueError(f"a run in it does not belong to its settings, or has {len(run.snapshots)} snapshots")
    if not all(np.isfinite(array).all() for array in run.weights):
        raise ValueError("a run in it has weights that are not finite")
    return run
