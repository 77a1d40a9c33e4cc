from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from decameron.embedded.runtime_directory import (
    LONGEST_SOCKET_NAME,
    PREFIX,
    fits,
    remove_stale,
    runtime_directory,
)
from decameron.embedded.start_error import StartError

KERNEL_LIMIT = 107


def test_it_is_private_and_goes_away(passable_path: Path):
    note = passable_path / "runtime"
    with runtime_directory(note, None, bases=(Path("/tmp"),)) as made:
        path = made.path
        assert {stat.S_IMODE(each.stat().st_mode) for each in (path, made.sockets, made.scratch)} == {0o700}
        assert note.read_text(encoding="utf-8") == str(path)
        assert len(os.fsencode(path / LONGEST_SOCKET_NAME)) <= KERNEL_LIMIT
    assert not path.exists()
    assert not note.exists()


def test_what_a_killed_run_left_is_removed_by_the_next(passable_path: Path):
    note = passable_path / "runtime"
    left = passable_path / f"{PREFIX}left"
    left.mkdir()
    (left / "valkey.sock").write_text("", encoding="utf-8")
    note.write_text(str(left), encoding="utf-8")
    with runtime_directory(note, None, bases=(Path("/tmp"),)):
        assert not left.exists()


def test_a_note_that_names_something_else_removes_nothing(passable_path: Path):
    note, precious = passable_path / "runtime", passable_path / "precious"
    precious.mkdir()
    note.write_text(str(precious), encoding="utf-8")
    remove_stale(note)
    assert precious.exists()


@pytest.mark.parametrize(("length", "fitting"), [(4, True), (60, True), (68, False), (200, False)])
def test_only_short_places_fit(length, fitting):
    assert fits(Path("/" + "d" * (length - 1))) is fitting


def test_a_long_base_is_passed_over(passable_path: Path):
    long = passable_path / ("d" * 90)
    long.mkdir()
    with runtime_directory(passable_path / "runtime", None, bases=(long, passable_path)) as made:
        assert made.path.parent == passable_path


def test_no_fitting_base_is_one_clear_error(passable_path: Path):
    missing = passable_path / "missing"
    with (
        pytest.raises(StartError, match="set TMPDIR"),
        runtime_directory(passable_path / "runtime", None, bases=(missing,)),
    ):
        pass
