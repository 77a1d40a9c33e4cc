"""What ``decameron doctor`` looks at where the embedded servers would keep their data."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from decameron.cli.health_checks import Check
from decameron.embedded.account import Account, choose_account, closed_directory, user_name
from decameron.embedded.data_directory import LOCK_NAME, lock_holder
from decameron.embedded.runtime_directory import fits, usual_bases
from decameron.embedded.start_error import StartError
from decameron.settings import Settings

_BYTES_NEEDED, _BYTES_WANTED = 200 * 1024**2, 2 * 1024**3


def data_directory_checks(path: Path, settings: Settings) -> list[Check]:
    """Who the servers would run as, and whether the data directory can be used, has room, and is in use."""
    whole = path.expanduser().absolute()
    nearest = next(each for each in (whole, *whole.parents) if each.exists())
    cluster = whole / "postgres"
    try:
        user_name(os.geteuid())
        owner = cluster.stat().st_uid if cluster.exists() else None
        account = choose_account(settings.postgres_account, uid=os.geteuid(), owner_uid=owner)
    except StartError as error:
        return [
            Check("account", "fail", str(error), "set DECAMERON_POSTGRES_ACCOUNT to an unprivileged account")
        ]
    return [
        Check("account", "ok", f"the embedded servers run as {account.name if account else 'this user'}"),
        _place_check(whole, nearest, account),
        _room_check(nearest),
        _socket_check(),
        _use_check(whole),
    ]


def _place_check(path: Path, nearest: Path, account: Account | None) -> Check:
    name = "data directory"
    elsewhere = "give another place with --data-dir or DECAMERON_DATA_DIR"
    closed = closed_directory(nearest, account) if account else None
    if closed is not None and account is not None:
        return Check(name, "fail", f"{account.name} may not enter {closed}", elsewhere)
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        return Check(name, "fail", f"{nearest} cannot be written: {error.strerror}", elsewhere)
    if path == nearest and not (path / LOCK_NAME).exists() and any(path.iterdir()):
        return Check(name, "fail", f"{path} holds files that are not Decameron's", elsewhere)
    return Check(name, "ok", str(path) if path == nearest else f"{path} (will be made)")


def _room_check(nearest: Path) -> Check:
    free = shutil.disk_usage(nearest).free
    found = f"{free / 1024**3:.1f} GB free in {nearest}"
    if free < _BYTES_NEEDED:
        return Check("disk space", "fail", found, "make room: an empty database takes 200 MB")
    if free < _BYTES_WANTED:
        return Check("disk space", "warn", found, "make room before many articles come")
    return Check("disk space", "ok", found)


def _socket_check() -> Check:
    fitting = [
        base for base in usual_bases() if base.is_dir() and fits(base) and os.access(base, os.W_OK | os.X_OK)
    ]
    if not fitting:
        return Check(
            "sockets", "fail", "no short directory that can be written", "set TMPDIR to one, such as /tmp"
        )
    return Check("sockets", "ok", f"in a private directory under {fitting[0]}")


def _use_check(path: Path) -> Check:
    holder = lock_holder(path / LOCK_NAME)
    return Check("in use", "ok", f"by {holder}" if holder else "no, nothing runs on it")
