from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from api import result_files
from api.result_files import KEPT_SECONDS, SHARED_SECONDS, ResultFiles, etag_of

QUERY, OTHER = "0" * 16, "1" * 16


def make(files: ResultFiles, query: str = QUERY, change_seq: int = 1, content: bytes = b"PAR1") -> str:
    return files.make(query, change_seq, lambda path: path.write_bytes(content))


def grow_old(files: ResultFiles, name: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(files.path(name), (then, then))


def test_a_file_is_there_under_its_name():
    files = ResultFiles()
    assert files.path(make(files)).read_bytes() == b"PAR1"


def test_others_on_the_machine_cannot_look_in():
    assert ResultFiles()._directory.stat().st_mode & 0o077 == 0


def test_a_file_that_could_not_be_written_leaves_nothing():
    files = ResultFiles()

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.make(QUERY, 1, fail)
    assert list(files._directory.iterdir()) == []
    assert files.newest(QUERY) is None


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", f"{QUERY}-1-{'0' * 32}.parquet"])
def test_no_other_file_is_reached(name: str):
    with pytest.raises(FileNotFoundError):
        ResultFiles().path(name)


def test_a_file_is_shared_while_nothing_changes_and_it_is_new():
    files = ResultFiles()
    name = make(files, change_seq=7)
    assert files.fresh(QUERY, 7) == name
    assert files.fresh(QUERY, 8) is None
    assert files.fresh(OTHER, 7) is None
    grow_old(files, name, SHARED_SECONDS + 1)
    assert files.fresh(QUERY, 7) is None


def test_a_range_finds_the_file_of_the_latest_state():
    files = ResultFiles()
    make(files, OTHER, 99)
    make(files, change_seq=9)
    latest = make(files, change_seq=10)
    assert files.newest(QUERY) == latest


def test_old_files_are_gone_and_removed():
    files = ResultFiles()
    old = make(files)
    grow_old(files, old, KEPT_SECONDS + 1)
    with pytest.raises(FileNotFoundError):
        files.path(old)
    kept = make(files)
    assert [path.name for path in files._directory.iterdir()] == [kept]


def test_the_oldest_go_where_there_are_too_many_bytes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(result_files, "MOST_BYTES", 10)
    files = ResultFiles()
    names = [make(files, content=b"12345") for _ in range(3)]
    for age, name in zip((30, 20, 10), names, strict=True):
        grow_old(files, name, age)
    make(files)
    left = {path.name for path in files._directory.iterdir()}
    assert names[0] not in left
    assert set(names[1:]) <= left


def test_the_directory_goes_with_its_owner():
    files = ResultFiles()
    directory = files._directory
    make(files)
    del files
    assert not directory.exists()


def test_the_etag_tells_files_apart():
    files = ResultFiles()
    first, second = (files.path(make(files)) for _ in range(2))
    assert etag_of(first) == etag_of(first) != etag_of(second)
