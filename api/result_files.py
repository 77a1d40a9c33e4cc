"""Results made as files: kept for a while, read in ranges by whoever was sent to them."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable
from pathlib import Path

KEPT_SECONDS = 600
SHARED_SECONDS = 60
MOST_BYTES = 4_000_000_000

_NAME = re.compile(r"[0-9a-f]{16}-[0-9]{1,19}-[0-9a-f]{32}\.parquet")


class ErasedMeanwhile(Exception):  # noqa: N818 -- what happened; nobody did anything wrong
    """Something was erased while a file was made, which may tell of it."""


class ResultFiles:
    """A private directory of finished files, which never change once they have their name.

    A name tells the query and the state of the data (``change_seq``) that a file was made from, and ends in
    what nobody can guess. A file is removed ``KEPT_SECONDS`` after it was made, or earlier where all of them
    have more than ``MOST_BYTES``; who reads it then keeps what is open. Processes may share the directory.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._erasure = directory / "erasure"  # says by another word each time that something was erased

    def path(self, name: str) -> Path:
        """Where the file is.

        Raises:
            FileNotFoundError: there is none of that name, or none any more.
        """
        path = self._directory / name
        if not _NAME.fullmatch(name) or _age(path) > KEPT_SECONDS:
            raise FileNotFoundError(name)
        return path

    def newest(self, query: str) -> str | None:
        """The name of the file of this query with the latest state of the data that one was made of."""
        return self._newest(f"{query}-*.parquet", KEPT_SECONDS)

    def fresh(self, query: str, change_seq: int) -> str | None:
        """The name of a file of this query, of this state of the data, made a moment ago."""
        return self._newest(f"{query}-{change_seq}-*.parquet", SHARED_SECONDS)

    def make(self, query: str, change_seq: int, write: Callable[[Path], object]) -> str:
        """Have ``write`` make the file, and give its name; what ``write`` raises leaves nothing behind.

        Raises:
            ErasedMeanwhile: ``forget`` was called since; the file is not kept.
        """
        self._remove_old()
        erasure = self._latest_erasure()
        token = secrets.token_hex(16)
        unfinished = self._directory / f"{token}.unfinished"
        try:
            write(unfinished)
            name = f"{query}-{change_seq}-{token}.parquet"
            unfinished.rename(self._directory / name)
        finally:
            unfinished.unlink(missing_ok=True)
        if self._latest_erasure() != erasure:
            (self._directory / name).unlink(missing_ok=True)
            raise ErasedMeanwhile
        return name

    def forget(self) -> None:
        """Remove all files, finished or being made: something was erased that they may tell of."""
        self._erasure.write_text(secrets.token_hex(16))
        for path in self._directory.glob("*.parquet"):
            path.unlink(missing_ok=True)

    def _latest_erasure(self) -> str:
        return self._erasure.read_text() if self._erasure.exists() else ""

    def _newest(self, pattern: str, within: float) -> str | None:
        made = [
            (_change_seq(path), -age, path.name)
            for path in self._directory.glob(pattern)
            if (age := _age(path)) < within
        ]
        return max(made)[2] if made else None

    def _remove_old(self) -> None:
        kept = 0
        for age, size, path in sorted(_measured(path) for path in self._directory.glob("*.parquet")):
            kept += size
            if age > KEPT_SECONDS or kept > MOST_BYTES:
                path.unlink(missing_ok=True)


def own_result_files() -> ResultFiles:
    """Files in a new directory, which goes with the process."""
    directory = Path(tempfile.mkdtemp(prefix="decameron-results-"))
    files = ResultFiles(directory)
    weakref.finalize(files, shutil.rmtree, directory, ignore_errors=True)
    return files


def etag_of(path: Path) -> str:
    """What tells this file from any other, and from itself had it changed."""
    status = path.stat()
    return f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"


def _change_seq(path: Path) -> int:
    return int(path.name.split("-")[1])


def _measured(path: Path) -> tuple[float, int, Path]:
    try:
        status = path.stat()
    except FileNotFoundError:  # removed by a request beside this one
        return 0.0, 0, path
    return time.time() - status.st_mtime, status.st_size, path


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
