"""The one directory that everything of the embedded default lives under, and the lock on it."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from decameron.embedded.account import Account, closed_directory
from decameron.embedded.start_error import StartError

LOCK_NAME = "decameron.lock"
_PRIVATE, _PASSABLE = 0o700, 0o711


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """Where each thing lies under the data directory."""

    path: Path

    @property
    def lock(self) -> Path:
        """Held while a supervisor runs; says who and where."""
        return self.path / LOCK_NAME

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own files."""
        return self.path / "postgres"

    @property
    def access(self) -> Path:
        """Who may connect to PostgreSQL; rewritten at each start."""
        return self.path / "access"

    @property
    def binaries(self) -> Path:
        """Copies of the servers' programs, where the account cannot read the installed ones."""
        return self.path / "binaries"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.path / "logs"

    @property
    def processes(self) -> Path:
        """One record for each running process, by which a later start finds what was left behind."""
        return self.path / "processes"

    @property
    def runtime_note(self) -> Path:
        """Names the runtime directory that the sockets are in."""
        return self.path / "runtime"


def prepare_data_directory(path: Path, account: Account | None) -> DataDirectory:
    """Make the data directory and the directories in it, as far as they are missing.

    Directories made here can be passed through by the account; those that were there are left as they are.

    Raises:
        StartError: it holds something else, cannot be written, or the account cannot reach it.
    """
    whole = path.expanduser().absolute()
    mode = _PASSABLE if account else _PRIVATE
    try:
        _make(whole, mode)
        _refuse_strange(whole)
        closed = closed_directory(whole, account) if account else None
        if closed is not None and account is not None:
            raise StartError(
                f"the account {account.name!r}, under which PostgreSQL runs, may not enter {closed}; "
                f"give --data-dir a place that every account can pass through, such as /var/lib/decameron"
            )
        directory = DataDirectory(whole)
        for inner in (directory.access, directory.binaries):
            _make(inner, mode)
        for inner in (directory.logs, directory.processes):
            _make(inner, _PRIVATE)
    except OSError as error:
        raise StartError(_unusable(whole, error)) from error
    return directory


@contextmanager
def hold_lock(directory: DataDirectory) -> Iterator[None]:
    """Hold the data directory for this process; the lock falls with the process, however it ends.

    Raises:
        StartError: another process holds it, or the lock cannot be written.
    """
    try:
        descriptor = os.open(directory.lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StartError(_unusable(directory.path, error)) from error
    try:
        _take(descriptor, directory)
        yield
    finally:
        os.close(descriptor)


def note_in_lock(directory: DataDirectory, text: str) -> None:
    """Write who holds the lock and where it serves, for the one who comes second."""
    directory.lock.write_text(text, encoding="utf-8")


def lock_holder(lock: Path) -> str | None:
    """Who holds a data directory by its lock file, or None when nobody does. Takes nothing."""
    try:
        descriptor = os.open(lock, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return lock.read_text(encoding="utf-8").strip() or "another process"
    finally:
        os.close(descriptor)
    return None


def _take(descriptor: int, directory: DataDirectory) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            raise StartError(_unusable(directory.path, error)) from error
        holder = directory.lock.read_text(encoding="utf-8").strip() or "another process"
        raise StartError(
            f"Decameron already runs on the data directory {directory.path} ({holder}); "
            "stop it, or give this one another --data-dir"
        ) from None


def _make(path: Path, mode: int) -> None:
    missing = [each for each in (path, *path.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir()
        each.chmod(mode)  # whatever the umask is


def _refuse_strange(path: Path) -> None:
    if not path.is_dir():
        raise StartError(f"the data directory {path} is no directory; give another with --data-dir")
    if not (path / LOCK_NAME).exists() and any(path.iterdir()):
        raise StartError(
            f"{path} holds files that are not Decameron's; give --data-dir an empty or a new directory"
        )


def _unusable(path: Path, error: OSError) -> str:
    return (
        f"the data directory {path} cannot be used: {error.strerror or error} "
        f"({error.filename or path}); make it writable or give another with --data-dir"
    )
