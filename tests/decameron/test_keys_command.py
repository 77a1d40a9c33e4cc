from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest
import typer

from decameron.cli.keys import read_expiry
from decameron.cli.local_http import request_json
from decameron.embedded.stack import Servers, embedded_servers, held_data_directory
from decameron.embedded.supervisor import Supervisor
from decameron.embedded.waiting import wait_until
from store.migrate import migrate

DECAMERON = (sys.executable, "-m", "decameron")
KEY = re.compile(r"dcm_([0-9a-f]{12})_([0-9a-f]{64})\n")
BOOTSTRAP_KEY = "0123456789abcdef" * 2


def run(environ: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = (*DECAMERON, *map(str, arguments))
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)


def made(answer: subprocess.CompletedProcess[str]) -> str:
    """The key that ``keys create`` printed, and nothing else."""
    assert answer.returncode == 0, answer.stderr
    assert KEY.fullmatch(answer.stdout), answer.stdout
    return answer.stdout.strip()


def acts(answer: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in answer.stderr.splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == "administrative_act"]


def assert_one_line(answer: subprocess.CompletedProcess[str], said: str) -> None:
    lines = [line for line in answer.stderr.splitlines() if not line.startswith("{")]
    assert (answer.returncode, answer.stdout) == (1, ""), answer.stderr
    assert len(lines) == 1, answer.stderr
    assert said in lines[0]


@pytest.mark.parametrize(
    "text", ["", "d", "90", "tomorrow", "2026-13-01", "1.5d", "9999999999d", "2026-11-22T10:00"]
)
def test_what_is_no_expiry_is_refused(text):
    with pytest.raises(typer.BadParameter, match="is neither a number of days as 90d nor a date"):
        read_expiry(text)


@pytest.mark.parametrize("text", ["0d", "-1d", "2001-02-03"])
def test_an_expiry_in_the_past_is_refused(text):
    with pytest.raises(typer.BadParameter, match="lies in the past"):
        read_expiry(text)


def test_an_expiry_is_days_from_now_or_the_end_of_a_day():
    assert abs(read_expiry("90d") - datetime.now(UTC) - timedelta(days=90)) < timedelta(seconds=5)
    assert read_expiry("2199-12-30") == datetime(2199, 12, 31, tzinfo=UTC)
    today = datetime.now(UTC).date()
    assert read_expiry(today.isoformat()).date() == today + timedelta(days=1)


@pytest.fixture
def servers(passable_path: Path) -> Iterator[Servers]:
    with held_data_directory(passable_path / "own", wanted_account=None) as held:
        supervisor = Supervisor(records=held.directory.processes, stopping=Event())
        with embedded_servers(held, supervisor, lambda _: None) as started:
            yield started


def test_a_key_is_made_listed_and_revoked_on_a_database_of_ones_own(servers: Servers, plain_environ):
    environ = {**plain_environ, "DECAMERON_DATABASE_URL": servers.database_url}
    assert_one_line(run(environ, "keys", "list"), "run decameron migrate, then this again")
    migrate(servers.database_url)
    assert run(environ, "keys", "list").stdout.strip() == "There are no keys."
    created = run(environ, "keys", "create", "--scope", "read", "--scope", "ingest", "--name", "[a] crawler")
    key = made(created)
    [key_id, secret] = KEY.fullmatch(f"{key}\n").groups()
    [act] = acts(created)
    assert (act["act"], act["key_id"], act["name"]) == ("key_created", key_id, "[a] crawler")
    assert (act["scopes"], act["expires_at"]) == (["ingest", "read"], None)
    assert secret not in created.stderr

    listed = run(environ, "keys", "list")
    assert re.search(rf"{key_id}  +read,ingest +\[a\] crawler +active .* never +never", listed.stdout)
    revoked = run(environ, "keys", "revoke", key_id)
    assert revoked.stdout == f"revoked {key_id}\n"
    assert [(act["act"], act["key_id"]) for act in acts(revoked)] == [("key_revoked", key_id)]
    listed = run(environ, "keys", "list")
    assert re.search(rf"{key_id} .* revoked ", listed.stdout)
    assert secret not in listed.stdout

    pasted = run(environ, "keys", "revoke", key)
    assert_one_line(pasted, "there is no key with this id")
    assert acts(pasted) == []
    assert secret not in pasted.stderr
    with psycopg.connect(servers.database_url) as connection:
        [[kept]] = connection.execute("SELECT string_agg(api_keys::text, '') FROM api_keys").fetchall()
    assert secret not in kept


@pytest.mark.parametrize("arguments", [(), ("--scope", "write"), ("--scope", "read", "--expires", "soon")])
def test_a_key_without_a_known_scope_or_with_an_odd_end_is_not_made(plain_environ, tmp_path, arguments):
    answer = run(plain_environ, "keys", "create", "--data-dir", tmp_path / "data", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert not (tmp_path / "data").exists()


def test_a_database_that_does_not_answer_is_one_line(plain_environ):
    answer = run(plain_environ, "keys", "list", "--database-url", "postgresql://nobody@127.0.0.1:1/nothing")
    assert_one_line(answer, "the database cannot serve")


@contextmanager
def serving(path: Path, environ: dict[str, str], host: str) -> Iterator[str]:
    """Serve on ``host``; gives the loopback address of it."""
    command = (*DECAMERON, "serve", "--data-dir", str(path), "--port", "0", "--no-worker", "--host", host)
    with path.with_name("errors.txt").open("w") as errors:
        process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"Decameron is ready at http://.*:(\d+)\n", line)
        assert found, (line, path.with_name("errors.txt").read_text(encoding="utf-8"))
        yield f"http://127.0.0.1:{found[1]}/v1/events"
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def status(url: str, key: str | None = None) -> int:
    answered, _ = request_json(url, key=key)
    return answered


def test_the_embedded_server_opens_to_others_with_keys_alone(passable_path: Path, plain_environ):
    data = passable_path / "data"
    options = ("--data-dir", data, "--port", "0", "--no-worker")
    with serving(data, plain_environ, "127.0.0.1") as url:
        assert status(url) == 200
    assert_one_line(
        run(plain_environ, "serve", *options, "--host", "0.0.0.0"), "refuses to bind 0.0.0.0 without keys"
    )
    with serving(data, plain_environ, "127.0.0.1") as url:
        key = made(run(plain_environ, "keys", "create", "--scope", "read", "--data-dir", data))
        assert wait_until(lambda: status(url) == 401, timeout=3)
        assert status(url, key) == 200
    with serving(data, plain_environ, "0.0.0.0") as url:
        assert (status(url), status(url, key)) == (401, 200)
    revoked = run(plain_environ, "keys", "revoke", key.split("_")[1], "--data-dir", data)
    assert revoked.returncode == 0, revoked.stderr
    assert_one_line(
        run(plain_environ, "serve", *options, "--host", "0.0.0.0"), "refuses to bind 0.0.0.0 without keys"
    )
    with serving(data, plain_environ, "127.0.0.1") as url:
        assert status(url) == 401, "a door that was locked once stays locked"


def test_a_bootstrap_key_is_enough_to_open_to_others(passable_path: Path, plain_environ):
    environ = {**plain_environ, "DECAMERON_BOOTSTRAP_KEY": BOOTSTRAP_KEY}
    with serving(passable_path / "data", environ, "0.0.0.0") as url:
        assert (status(url), status(url, BOOTSTRAP_KEY)) == (401, 200)
        listed = run(environ, "keys", "list", "--data-dir", passable_path / "data")
        assert listed.stdout.strip() == "There are no keys."


def test_a_short_bootstrap_key_is_one_line(passable_path: Path, plain_environ):
    environ = {**plain_environ, "DECAMERON_BOOTSTRAP_KEY": "hunter2"}
    answer = run(environ, "serve", "--data-dir", passable_path / "data", "--host", "0.0.0.0")
    assert_one_line(answer, "DECAMERON_BOOTSTRAP_KEY is of 7 characters; it should be 32 or more")
    assert "hunter2" not in answer.stderr
