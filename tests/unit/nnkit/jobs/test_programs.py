"""The folder of compiled programs: what is damaged, unsealed or too much is dropped before TensorFlow reads it."""

import os
import time

import pytest

from nnkit.jobs.programs import OLD_SECONDS, UNFINISHED_SECONDS, keep_valid, remove_old_versions, seal


@pytest.fixture
def folder(tmp_path):
    for number in range(3):
        path = tmp_path / f"program{number}.pb"
        path.write_bytes(bytes([number]) * 1_000)
        os.utime(path, (1_000 + number, 1_000 + number))
    seal(tmp_path)
    return tmp_path


def names_in(folder):
    return sorted(path.name for path in folder.glob("*.pb"))


def test_sealed_programs_stay(folder):
    keep_valid(folder)
    assert names_in(folder) == ["program0.pb", "program1.pb", "program2.pb"]


@pytest.mark.parametrize("place", [0, 500, 999])
def test_a_program_with_one_changed_bit_is_dropped(folder, place):
    content = bytearray((folder / "program1.pb").read_bytes())
    content[place] ^= 1
    (folder / "program1.pb").write_bytes(content)
    keep_valid(folder)
    assert names_in(folder) == ["program0.pb", "program2.pb"]


@pytest.mark.parametrize("content", [b"", b"no checksum", b"\xff\xfe", None], ids=str)
def test_a_program_without_a_valid_checksum_is_dropped(folder, content):
    checksum = folder / "program1.pb.sha256"
    checksum.unlink() if content is None else checksum.write_bytes(content)
    keep_valid(folder)
    assert names_in(folder) == ["program0.pb", "program2.pb"]
    assert not checksum.exists()


def test_the_oldest_programs_beyond_the_limit_are_dropped(folder):
    keep_valid(folder, max_bytes=2_500)
    assert names_in(folder) == ["program1.pb", "program2.pb"]


def test_a_seal_is_never_renewed(folder):
    (folder / "program1.pb").write_bytes(b"damaged since")
    seal(folder)
    keep_valid(folder)
    assert names_in(folder) == ["program0.pb", "program2.pb"]


def test_an_unfinished_file_is_deleted_once_nobody_writes_it(folder):
    new, old = folder / "new.tmp", folder / "old.tmp"
    for path in (new, old):
        path.touch()
    long_ago = time.time() - UNFINISHED_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    keep_valid(folder)
    assert (new.exists(), old.exists()) == (True, False)


def test_folders_of_old_versions_of_this_machine_are_deleted(tmp_path):
    current, recent, old, elsewhere = (tmp_path / name for name in ("vm-1-new", "vm-1-recent", "vm-1-old", "vm-12-old"))
    for path in (current, recent, old, elsewhere):
        path.mkdir()
    long_ago = time.time() - OLD_SECONDS - 1
    for path in (current, old, elsewhere):
        os.utime(path, (long_ago, long_ago))
    remove_old_versions(current)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vm-1-new", "vm-1-recent", "vm-12-old"]


def test_a_folder_that_is_not_there_is_no_error(tmp_path):
    keep_valid(tmp_path / "missing")
    seal(tmp_path / "missing")
    remove_old_versions(tmp_path / "missing" / "vm-1")
