from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from decameron.embedded.account import Account, choose_account, closed_directory, user_name
from decameron.embedded.start_error import StartError

NOBODY = pwd.getpwnam("nobody")
SOMEBODY_UID = 1234


def test_root_changes_to_an_unprivileged_account():
    account = choose_account(None, uid=0)
    assert account is not None
    assert account.uid != 0


def test_root_takes_the_account_that_is_named():
    assert choose_account("nobody", uid=0) == Account("nobody", NOBODY.pw_uid, NOBODY.pw_gid)


def test_root_stays_with_the_owner_of_what_is_there():
    assert choose_account(None, uid=0, owner_uid=NOBODY.pw_uid) == Account(
        "nobody", NOBODY.pw_uid, NOBODY.pw_gid
    )


def test_the_named_account_counts_more_than_the_owner():
    chosen = choose_account("nobody", uid=0, owner_uid=pwd.getpwnam("daemon").pw_uid)
    assert chosen is not None
    assert chosen.name == "nobody"


@pytest.mark.parametrize(
    ("wanted", "said"), [("no-such-account", "no such account"), ("root", "which is root")]
)
def test_an_unusable_account_is_refused(wanted, said):
    with pytest.raises(StartError, match=said):
        choose_account(wanted, uid=0)


def test_an_ordinary_user_runs_the_servers_as_themselves():
    assert choose_account(None, uid=NOBODY.pw_uid) is None
    assert choose_account("nobody", uid=NOBODY.pw_uid) is None


def test_an_ordinary_user_cannot_change_accounts():
    with pytest.raises(StartError, match="only root"):
        choose_account("daemon", uid=NOBODY.pw_uid)


def test_a_user_without_a_name_is_refused():
    with pytest.raises(StartError, match="/etc/passwd"):
        user_name(2_000_000_123)


@pytest.mark.parametrize(("mode", "is_open"), [(0o711, True), (0o755, True), (0o700, False), (0o744, False)])
def test_a_closed_parent_is_found(passable_path: Path, mode, is_open):
    parent = passable_path / "parent"
    child = parent / "child"
    child.mkdir(parents=True)
    child.chmod(0o755)
    stranger = Account("stranger", SOMEBODY_UID + os.getuid(), SOMEBODY_UID + os.getgid())
    parent.chmod(mode)
    found = closed_directory(child, stranger)
    parent.chmod(0o755)
    assert found == (None if is_open else parent)


def test_the_owner_and_the_group_have_their_own_bits(passable_path: Path):
    directory = passable_path / "d"
    directory.mkdir()
    directory.chmod(0o710)
    assert closed_directory(directory, Account("owner", os.getuid(), SOMEBODY_UID)) is None
    assert closed_directory(directory, Account("member", SOMEBODY_UID, directory.stat().st_gid)) is None
