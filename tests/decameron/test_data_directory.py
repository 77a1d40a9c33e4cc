from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from decameron.embedded.account import Account
from decameron.embedded.data_directory import (
    DataDirectory,
    hold_lock,
    lock_holder,
    note_in_lock,
    prepare_data_directory,
)
from decameron.embedded.start_error import StartError

STRANGER = Account("stranger", 12345, 12345)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_ordinary_users_directory_is_private(passable_path: Path):
    directory = prepare_data_directory(passable_path / "a" / "b", None)
    assert mode_of(directory.path) == 0o700
    assert mode_of(directory.path.parent) == 0o700
    assert mode_of(directory.logs) == 0o700


def test_what_is_made_for_another_account_lets_it_through_whatever_the_umask(passable_path: Path):
    before = os.umask(0o077)
    try:
        directory = prepare_data_directory(passable_path / "a" / "b", STRANGER)
    finally:
        os.umask(before)
    assert {mode_of(each) for each in (directory.path, directory.path.parent, directory.access)} == {0o711}
    assert mode_of(directory.logs) == 0o700


def test_a_directory_that_was_there_keeps_its_permissions(passable_path: Path):
    there = passable_path / "there"
    there.mkdir(mode=0o750)
    prepare_data_directory(there / "data", None)
    assert mode_of(there) == 0o750


def test_a_parent_closed_to_the_account_is_named_and_left_closed(passable_path: Path):
    home = passable_path / "home"
    home.mkdir(mode=0o700)
    with pytest.raises(StartError, match=f"'stranger'.* may not enter {home};"):
        prepare_data_directory(home / "data", STRANGER)
    assert mode_of(home) == 0o700


def test_a_directory_with_other_files_is_refused(passable_path: Path):
    (passable_path / "thesis.tex").write_text("", encoding="utf-8")
    with pytest.raises(StartError, match="not Decameron's"):
        prepare_data_directory(passable_path, None)
    assert [each.name for each in passable_path.iterdir()] == ["thesis.tex"]


def test_a_file_is_no_directory(passable_path: Path):
    path = passable_path / "file"
    path.write_text("", encoding="utf-8")
    with pytest.raises(StartError, match="no directory"):
        prepare_data_directory(path, None)


def test_only_one_holds_it(passable_path: Path):
    directory = prepare_data_directory(passable_path / "data", None)
    assert lock_holder(directory.lock) is None
    with hold_lock(directory):
        note_in_lock(directory, "process 7, at http://127.0.0.1:8000\n")
        with pytest.raises(StartError, match=r"already runs .* \(process 7, at http://127.0.0.1:8000\)"):
            hold_lock(directory).__enter__()
        assert lock_holder(directory.lock) == "process 7, at http://127.0.0.1:8000"
    with hold_lock(directory):
        pass


def test_preparing_twice_changes_nothing(passable_path: Path):
    first = prepare_data_directory(passable_path / "data", None)
    with hold_lock(first):
        pass
    assert prepare_data_directory(passable_path / "data", None) == first == DataDirectory(first.path)
