"""Which account the embedded servers run under, and what that account can reach."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from decameron.embedded.start_error import StartError

USUAL_ACCOUNTS = ("decameron", "postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account of this machine."""

    name: str
    uid: int
    gid: int


def choose_account(wanted: str | None, *, uid: int, owner_uid: int | None = None) -> Account | None:
    """The account to run the embedded servers under, or None to run them as the present user.

    Only root changes accounts, for PostgreSQL refuses to run as root. ``owner_uid`` is who owns the
    database files that are already there: without a wish, they stay with their owner.

    Raises:
        StartError: the wanted account does not exist, is root, or may not be changed to.
    """
    if uid != 0:
        _refuse_change(wanted, uid)
        return None
    if wanted:
        return _unprivileged(wanted)
    if owner_uid:
        return _account_of(owner_uid)
    for name in USUAL_ACCOUNTS:
        found = _find(name)
        if found is not None and found.uid != 0:
            return found
    raise StartError(
        "PostgreSQL does not run as root and none of the accounts "
        f"{', '.join(USUAL_ACCOUNTS)} exists here; name one in DECAMERON_POSTGRES_ACCOUNT"
    )


def user_name(uid: int) -> str:
    """The name of a user id; PostgreSQL knows who connects by it.

    Raises:
        StartError: the id has no name, as in a container started with a bare number.
    """
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise StartError(
            f"user id {uid} has no name on this machine and PostgreSQL needs one; "
            "run Decameron as a user that /etc/passwd lists"
        ) from None


def closed_directory(path: Path, account: Account) -> Path | None:
    """The first directory on the way to ``path``, itself included, that the account may not enter."""
    whole = path.resolve()
    for directory in (*reversed(whole.parents), whole):
        if not _may_enter(directory.stat(), account):
            return directory
    return None


def _may_enter(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _refuse_change(wanted: str | None, uid: int) -> None:
    if wanted and wanted != user_name(uid):
        raise StartError(
            f"DECAMERON_POSTGRES_ACCOUNT is {wanted!r}, but only root can run PostgreSQL "
            "under another account; leave it out"
        )


def _unprivileged(name: str) -> Account:
    found = _find(name)
    if found is None:
        raise StartError(
            f"DECAMERON_POSTGRES_ACCOUNT is {name!r}, and this machine has no such account; "
            "create it or name another"
        )
    if found.uid == 0:
        raise StartError(
            f"DECAMERON_POSTGRES_ACCOUNT is {name!r}, which is root; PostgreSQL needs another account"
        )
    return found


def _account_of(uid: int) -> Account:
    entry = pwd.getpwnam(user_name(uid))
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _find(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
