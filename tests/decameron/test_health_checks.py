from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from decameron.cli.data_directory_checks import data_directory_checks
from decameron.cli.health_checks import attempt, installation_checks, own_server_checks
from decameron.embedded.data_directory import hold_lock, note_in_lock, prepare_data_directory
from decameron.settings import Settings


def by_name(checks):
    return {check.name: check for check in checks}


def test_a_sound_installation_passes():
    checks = installation_checks()
    assert {check.status for check in checks} == {"ok"}, checks
    assert {"Python", "packages", "language model", "PostgreSQL", "Valkey"} == set(by_name(checks))


def test_whatever_a_look_raises_is_a_failed_check():
    def look() -> str:
        raise RuntimeError("torn\nin two")

    check = attempt("paper", look, "glue it")
    assert (check.status, check.found, check.remedy) == ("fail", "torn in two", "glue it")


def test_servers_that_do_not_answer_fail():
    checks = by_name(
        own_server_checks(
            Settings(database_url="postgresql://x@127.0.0.1:1/x", broker_url="redis://127.0.0.1:1/0")
        )
    )
    assert checks["database"].status == checks["broker"].status == "fail"
    assert "DECAMERON_DATABASE_URL" in checks["database"].remedy


@pytest.mark.parametrize("given", ["database_url", "broker_url"])
def test_one_server_without_the_other_fails(given):
    checks = own_server_checks(Settings(**{given: "scheme://127.0.0.1:1/0"}))
    assert any("is missing" in check.found for check in checks)


def test_a_directory_that_will_be_made_is_fine_and_is_not_made(passable_path: Path):
    checks = by_name(data_directory_checks(passable_path / "a" / "b", Settings()))
    assert {check.status for check in checks.values()} <= {"ok", "warn"}
    assert "will be made" in checks["data directory"].found
    assert not (passable_path / "a").exists()


def test_a_directory_of_other_files_fails(passable_path: Path):
    (passable_path / "thesis.tex").write_text("", encoding="utf-8")
    assert by_name(data_directory_checks(passable_path, Settings()))["data directory"].status == "fail"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers under another account")
def test_a_closed_parent_fails_and_is_named(passable_path: Path):
    home = passable_path / "home"
    home.mkdir(mode=0o700)
    checks = by_name(data_directory_checks(home / "data", Settings(postgres_account="nobody")))
    assert checks["data directory"].found == f"nobody may not enter {home}"


def test_it_says_who_uses_the_directory(passable_path: Path):
    directory = prepare_data_directory(passable_path / "data", None)
    with hold_lock(directory):
        note_in_lock(directory, "process 7, at http://127.0.0.1:8000\n")
        checks = by_name(data_directory_checks(directory.path, Settings()))
    assert checks["in use"].found == "by process 7, at http://127.0.0.1:8000"


def test_the_command_prints_a_table_and_fails_with_a_failed_check(passable_path: Path, plain_environ):
    command = [sys.executable, "-m", "decameron", "doctor", "--data-dir", str(passable_path / "data")]
    sound = subprocess.run(command, env=plain_environ, capture_output=True, text=True, check=False)
    assert sound.returncode == 0, sound.stdout
    assert "language model" in sound.stdout
    broken = subprocess.run(
        command,
        env={**plain_environ, "DECAMERON_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert broken.returncode == 1
    assert "fail" in broken.stdout
