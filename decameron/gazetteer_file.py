"""Keeps the gazetteer's file: built once for a version, shared by every process of the machine's user."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coders.gazetteer.build import build_index, index_version
from coders.gazetteer.index import Gazetteer, GazetteerError


def default_gazetteer_dir(environ: Mapping[str, str], *, is_root: bool) -> Path:
    """Where the gazetteer is kept when nothing else is said: a cache, for it can be built again."""
    if is_root:
        return Path("/var/cache/decameron")
    base = environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "decameron"


def ensure_gazetteer(directory: Path) -> Path:
    """The path of this version's gazetteer, built if it is not there; takes some seconds once.

    Two processes at once build it once: the second waits for the first. Where ``directory`` cannot be
    written, a directory of the user's own under the system's temporary one is used instead.

    Raises:
        OSError: neither directory can be written, or the disk is full.
    """
    name = f"gazetteer-{index_version()}.bin"
    if _is_whole(directory / name):
        return directory / name
    try:
        return _build_in(directory, name)
    except (PermissionError, NotADirectoryError, FileExistsError, FileNotFoundError):
        return _build_in(_temporary_dir(), name)
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        return _build_in(_temporary_dir(), name)


def _is_whole(path: Path) -> bool:
    try:
        Gazetteer.open(path)
    except (OSError, GazetteerError):  # not there, or cut short: built again
        return False
    return True


def _build_in(directory: Path, name: str) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / name
    with _locked(directory / f"{name}.lock"):
        if not _is_whole(path):
            _write(path, build_index())
    return path


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, however it ends."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(path: Path, data: bytes) -> None:
    """Write beside the path and rename: a reader sees all of the file or none."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        written = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644)
            written.replace(path)
        except BaseException:
            written.unlink(missing_ok=True)
            raise


def _temporary_dir() -> Path:
    """A directory under the system's temporary one that nobody else has made for us."""
    path = Path(tempfile.gettempdir()) / f"decameron-cache-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if found.st_uid != os.getuid() or path.is_symlink():
        return Path(tempfile.mkdtemp(prefix="decameron-cache-"))
    return path
