from __future__ import annotations

import stat
from pathlib import Path

import pytest

from decameron.cli.output_file import open_output


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with open_output(str(target)) as out:
        out.write(b"one\n")
        assert not target.exists()
    assert target.read_bytes() == b"one\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_stays_as_it_was_when_the_work_fails(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), open_output(str(target)) as out:  # noqa: PT012 - the block is the case
        out.write(b"half")
        raise KeyboardInterrupt
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with open_output(str(tmp_path / "link")) as out:
        out.write(b"one")
    assert (tmp_path / "real").read_bytes() == b"one"
    assert (tmp_path / "link").is_symlink()


def test_a_device_is_written_to_and_not_replaced() -> None:
    with open_output("/dev/null") as out:
        out.write(b"one")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
