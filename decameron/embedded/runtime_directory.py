"""The short private directory for the sockets, whose paths the system limits to 107 bytes."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from decameron.embedded.account import Account, closed_directory
from decameron.embedded.start_error import StartError

PREFIX = "decameron-"
MAX_SOCKET_PATH = 103  # Linux ends at 107 bytes, macOS at 103
LONGEST_SOCKET_NAME = "s/.s.PGSQL.5432.lock"


@dataclass(frozen=True, slots=True)
class RuntimeDirectory:
    """What goes away with the run."""

    path: Path

    @property
    def sockets(self) -> Path:
        """Belongs to the account that the servers run under."""
        return self.path / "s"

    @property
    def scratch(self) -> Path:
        """Temporary files of our own processes, so that even a killed one leaves none behind."""
        return self.path / "tmp"


@contextmanager
def runtime_directory(
    note: Path, account: Account | None, *, bases: tuple[Path, ...]
) -> Iterator[RuntimeDirectory]:
    """A new directory under the first fitting base, removed at the end.

    Its path is written to ``note`` first of all, so that the one of a killed process is removed at the
    next start. Not under /run/user, which a logout takes away from a server that runs on.

    Raises:
        StartError: no base is short enough, writable and open to the account.
    """
    remove_stale(note)
    path = _make(account, bases)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)  # the cleaners of /tmp pass over what is locked
        note.write_text(str(path), encoding="utf-8")
        yield _furnish(RuntimeDirectory(path), account)
    finally:
        os.close(descriptor)
        shutil.rmtree(path, ignore_errors=True)
        note.unlink(missing_ok=True)


def usual_bases() -> tuple[Path, ...]:
    """The machine's directory for temporary files, and the short one that every machine has."""
    return (Path(tempfile.gettempdir()), Path("/tmp"))  # noqa: S108  # mkdtemp makes a private one in it


def remove_stale(note: Path) -> None:
    """Remove the runtime directory that ``note`` names, if one was left behind."""
    if not note.exists():
        return
    left = Path(note.read_text(encoding="utf-8").strip())
    if left.name.startswith(PREFIX) and left.is_dir() and not left.is_symlink():
        shutil.rmtree(left, ignore_errors=True)
    note.unlink()


def fits(directory: Path) -> bool:
    """Whether the longest socket path in a new directory under ``directory`` is one the system takes."""
    example = directory / f"{PREFIX}12345678" / LONGEST_SOCKET_NAME
    return len(os.fsencode(example)) <= MAX_SOCKET_PATH


def _make(account: Account | None, bases: tuple[Path, ...]) -> Path:
    refused = []
    for base in bases:
        if not base.is_dir() or not fits(base) or (account and closed_directory(base, account)):
            refused.append(str(base))
            continue
        try:
            path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
        except OSError as error:
            refused.append(f"{base} ({error.strerror})")
            continue
        return path
    raise StartError(
        f"no directory for the sockets: tried {', '.join(refused)}; "
        "set TMPDIR to a short path that can be written"
    )


def _furnish(directory: RuntimeDirectory, account: Account | None) -> RuntimeDirectory:
    directory.scratch.mkdir(mode=0o700)
    directory.sockets.mkdir(mode=0o700)
    if account:
        os.chown(directory.sockets, account.uid, account.gid)
        directory.path.chmod(0o711)  # the account passes through it
    return directory
