"""The real servers: made, killed, taken over, stopped."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import psycopg
import pytest
import redis

from decameron.embedded.account import choose_account
from decameron.embedded.binaries import find_binaries, installed_binaries
from decameron.embedded.cluster import ClusterMaker
from decameron.embedded.process_records import identity, postmaster_of, recorded_processes
from decameron.embedded.runtime_directory import PREFIX
from decameron.embedded.stack import embedded_servers, held_data_directory
from decameron.embedded.start_error import StartError
from decameron.embedded.supervisor import Supervisor
from decameron.embedded.waiting import StopAskedFor, wait_until

HOLD = """
    import sys, time
    from pathlib import Path
    from threading import Event
    from decameron.embedded.stack import embedded_servers, held_data_directory
    from decameron.embedded.supervisor import Supervisor
    with held_data_directory(Path(sys.argv[1]), wanted_account=None) as held:
        supervisor = Supervisor(records=held.directory.processes, stopping=Event())
        with embedded_servers(held, supervisor, lambda _: None) as servers:
            print(servers.database_url, flush=True)
            time.sleep(60)
"""


@contextmanager
def running(path: Path, **more):
    with held_data_directory(path, wanted_account=more.pop("account", None)) as held:
        supervisor = Supervisor(records=held.directory.processes, stopping=more.pop("stopping", Event()))
        with embedded_servers(held, supervisor, lambda _: None) as servers:
            yield held, supervisor, servers


def count_rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def write_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def test_both_servers_answer_and_leave_nothing_running(passable_path: Path):
    with running(passable_path / "data") as (held, _, servers):
        write_row(servers.database_url)
        assert redis.Redis.from_url(servers.broker_url).ping()
        pids = recorded_processes(held.directory.processes)
        assert set(pids) == {"postgres", "valkey"}
        owner = pwd.getpwuid(held.directory.cluster.stat().st_uid).pw_name
        assert owner != "root"
        with psycopg.connect(servers.database_url) as connection:
            found = connection.execute(
                "SELECT current_user, current_setting('listen_addresses'), current_setting('server_encoding')"
            ).fetchone()
        assert found == ("decameron", "", "UTF8")
        runtime = Path(held.directory.runtime_note.read_text(encoding="utf-8"))
        assert runtime.name.startswith(PREFIX)
    assert all(identity(pid) is None for pid in pids.values())
    assert not runtime.exists()
    with running(passable_path / "data") as (_, _, servers):
        assert count_rows(servers.database_url) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can connect as somebody else")
def test_no_other_user_of_the_machine_may_connect(passable_path: Path):
    with running(passable_path / "data") as (held, _, servers):
        runtime = Path(held.directory.runtime_note.read_text(encoding="utf-8"))
        (runtime / "s").chmod(0o755)  # so that it is PostgreSQL who refuses, not the file system
        child = os.fork()
        if child == 0:
            os._exit(refused_as("daemon", servers.database_url))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def refused_as(account: str, url: str) -> int:
    """In a forked process: 0 when PostgreSQL refuses the account."""
    entry = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    try:
        psycopg.connect(url)
    except psycopg.OperationalError as error:
        return 0 if "eer authentication failed" in str(error) else 2
    return 1


@pytest.mark.parametrize("victim", ["supervisor", "everything"])
def test_after_a_kill_it_starts_again_with_all_data(passable_path: Path, victim):
    data = passable_path / "data"
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(data)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    url = holder.stdout.readline().strip()
    write_row(url)
    left = recorded_processes(data / "processes")
    runtime = Path((data / "runtime").read_text(encoding="utf-8"))
    holder.kill()
    if victim == "everything":
        for pid in left.values():
            os.kill(pid, signal.SIGKILL)
    holder.wait()
    with running(data) as (_, _, servers):
        write_row(servers.database_url)
        assert count_rows(servers.database_url) == 2
        assert all(identity(pid) is None for pid in left.values())
        assert not runtime.exists()


def test_a_server_that_outlived_its_supervisor_is_taken_over(passable_path: Path):
    """As on a system whose kernel does not tell children that their parent died."""
    data = passable_path / "data"
    with running(data) as (held, supervisor, servers):
        write_row(servers.database_url)
        abandoned = recorded_processes(held.directory.processes)
        kept = {path: path.read_bytes() for path in held.directory.processes.glob("*.pid")}
        supervisor._children.clear()
    for path, content in kept.items():
        path.write_bytes(content)
    assert postmaster_of(data / "postgres") == abandoned["postgres"]
    with running(data) as (_, _, servers):
        assert count_rows(servers.database_url) == 1
        assert postmaster_of(data / "postgres") != abandoned["postgres"]


def test_postgres_that_dies_comes_back(passable_path: Path):
    with running(passable_path / "data") as (held, supervisor, servers):
        write_row(servers.database_url)
        os.kill(recorded_processes(held.directory.processes)["postgres"], signal.SIGKILL)

        def answers() -> bool:
            supervisor.watch()
            try:
                return count_rows(servers.database_url) == 1
            except psycopg.OperationalError:
                return False

        wait_until(lambda: not answers(), timeout=5)
        assert wait_until(answers, timeout=20)


def test_the_second_on_one_directory_is_refused(passable_path: Path):
    data = passable_path / "data"
    with (
        held_data_directory(data, wanted_account=None),
        pytest.raises(StartError, match="already runs"),
        held_data_directory(data, wanted_account=None),
    ):
        pass


def make_cluster(home: Path, stopping: Event) -> None:
    account = choose_account(None, uid=os.geteuid())
    binaries = find_binaries(account, home)
    maker = ClusterMaker(binaries.initdb, binaries.postgres, account, home / "initdb.log", stopping)
    maker.make(home / "postgres")


def test_an_interrupted_initdb_leaves_no_half_a_cluster(passable_path: Path):
    stopping = Event()
    stopping.set()
    with pytest.raises(StopAskedFor):
        make_cluster(passable_path, stopping)
    assert not list(passable_path.glob("postgres*"))


def test_what_a_killed_initdb_left_is_removed_the_next_time(passable_path: Path):
    data = passable_path / "data"
    with held_data_directory(data, wanted_account=None):
        pass
    half = data / "postgres.unfinished-abc"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n", encoding="utf-8")
    with running(data) as (_, _, servers):
        write_row(servers.database_url)
        assert not list(data.glob("postgres.unfinished-*"))


def test_a_failed_initdb_is_one_clear_error(passable_path: Path):
    maker = ClusterMaker(Path("/bin/false"), Path("/bin/false"), None, passable_path / "initdb.log", Event())
    with pytest.raises(StartError, match="could not make its files in"):
        maker.make(passable_path / "postgres")
    assert not (passable_path / "postgres").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers under another account")
def test_programs_that_the_account_cannot_read_are_copied_once(passable_path: Path, monkeypatch):
    copies = passable_path / "binaries"
    copies.mkdir()
    copies.chmod(0o711)
    account = choose_account(None, uid=0)
    checks = iter([False, True, False, True])
    monkeypatch.setattr("decameron.embedded.binaries._can_run", lambda *_: next(checks))
    first = find_binaries(account, copies)
    assert first != installed_binaries()
    made = first.postgres.stat().st_mtime_ns
    second = find_binaries(account, copies)
    assert second == first
    assert second.postgres.stat().st_mtime_ns == made
    monkeypatch.undo()
    half = [each for each in copies.iterdir() if each.name.startswith(".")]
    assert not half
    answer = subprocess.run(
        [first.initdb, "--version"], user=account.uid, cwd="/", capture_output=True, text=True, check=True
    )
    assert "PostgreSQL" in answer.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts")
def test_the_database_of_another_account_is_refused(passable_path: Path):
    data = passable_path / "data"
    with held_data_directory(data, wanted_account="nobody"):
        pass
    (data / "postgres").mkdir()
    os.chown(data / "postgres", pwd.getpwnam("nobody").pw_uid, 0)
    with (
        pytest.raises(StartError, match="belongs to user id"),
        held_data_directory(data, wanted_account="daemon"),
    ):
        pass
    with held_data_directory(data, wanted_account=None) as held:
        assert held.account is not None
        assert held.account.name == "nobody"
