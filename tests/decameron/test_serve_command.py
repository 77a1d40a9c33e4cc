"""``decameron serve`` as a person starts it: one line and exit status 1 where it cannot start."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from decameron.cli.local_http import request_json
from decameron.embedded.process_records import identity, recorded_processes
from decameron.embedded.stack import embedded_servers, held_data_directory
from decameron.embedded.supervisor import Supervisor
from decameron.embedded.waiting import wait_until

STOP_SECONDS = 5.0
DECAMERON = (sys.executable, "-m", "decameron")


def serve(path: Path, environ: dict[str, str], *options: str, **more) -> subprocess.CompletedProcess[str]:
    command = (*DECAMERON, "serve", "--data-dir", str(path), "--port", "0", *options)
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, check=False, timeout=60, **more
    )


@contextmanager
def serving(
    path: Path, environ: dict[str, str], *options: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = (*DECAMERON, "serve", "--data-dir", str(path), "--port", "0", "--no-worker", *options)
    errors = path.with_name("errors.txt").open("w")
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"Decameron is ready at (http://127\.0\.0\.1:\d+)\n", line)
        assert found, (line, path.with_name("errors.txt").read_text(encoding="utf-8"))
        yield process, found[1]
    finally:
        process.terminate()
        process.wait(10)
        errors.close()


def assert_one_line(answer: subprocess.CompletedProcess[str], said: str) -> None:
    lines = [line for line in answer.stderr.splitlines() if not line.startswith("{")]
    assert answer.returncode == 1, answer.stderr
    assert len(lines) == 1, answer.stderr
    assert re.search(said, lines[0]), lines[0]
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_a_signal_stops_all_of_it(passable_path: Path, plain_environ, number):
    data = passable_path / "data"
    with serving(data, plain_environ) as (process, url):
        status, _ = request_json(f"{url}/readyz")
        assert status == 200
        pids = recorded_processes(data / "processes")
        assert set(pids) == {"postgres", "valkey", "api"}
        runtime = Path((data / "runtime").read_text(encoding="utf-8"))
        began = time.monotonic()
        process.send_signal(number)
        assert process.wait(STOP_SECONDS) == 0
        assert time.monotonic() - began < STOP_SECONDS
        assert all(identity(pid) is None for pid in pids.values())
        assert not runtime.exists()
        assert not list((data / "processes").iterdir())


def test_a_stop_during_the_start_leaves_nothing_running(passable_path: Path, plain_environ):
    data, errors = passable_path / "data", passable_path / "errors.txt"
    with errors.open("w") as out:
        process = subprocess.Popen(
            (*DECAMERON, "serve", "--data-dir", str(data), "--port", "0"),
            env=plain_environ,
            stdout=subprocess.PIPE,
            stderr=out,
        )
        assert wait_until(lambda: "Starting PostgreSQL" in errors.read_text(encoding="utf-8"), timeout=30)
        pids = recorded_processes(data / "processes")
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=STOP_SECONDS + 5)
    assert (process.returncode, printed) == (0, b"")
    assert "Traceback" not in errors.read_text(encoding="utf-8")
    assert all(identity(pid) is None for pid in pids.values())
    assert not (data / "runtime").exists()
    assert recorded_processes(data / "processes") == {}


def test_an_api_that_dies_comes_back_on_the_same_port(passable_path: Path, plain_environ):
    data = passable_path / "data"
    with serving(data, plain_environ) as (_, url):
        first = recorded_processes(data / "processes")["api"]
        os.kill(first, signal.SIGKILL)
        assert wait_until(
            lambda: recorded_processes(data / "processes").get("api", first) != first, timeout=20
        )
        status, _ = request_json(f"{url}/readyz", timeout=20)
        assert status == 200
    assert "will be started again" in (passable_path / "errors.txt").read_text(encoding="utf-8")


def test_servers_of_ones_own_are_used_and_none_is_started(passable_path: Path, plain_environ):
    with held_data_directory(passable_path / "own", wanted_account=None) as held:
        supervisor = Supervisor(records=held.directory.processes, stopping=Event())
        with embedded_servers(held, supervisor, lambda _: None) as servers:
            environ = {
                **plain_environ,
                "DECAMERON_DATABASE_URL": servers.database_url,
                "DECAMERON_BROKER_URL": servers.broker_url,
            }
            with serving(passable_path / "data", environ) as (process, url):
                status, _ = request_json(f"{url}/readyz")
                process.send_signal(signal.SIGTERM)
                assert process.wait(STOP_SECONDS) == 0
            assert status == 200
            assert set(recorded_processes(held.directory.processes)) == {"postgres", "valkey"}
    assert not (passable_path / "data").exists()


def test_a_second_start_says_so(passable_path: Path, plain_environ):
    with serving(passable_path / "data", plain_environ) as (process, url):
        answer = serve(passable_path / "data", plain_environ)
        assert_one_line(answer, rf"already runs on .*data \(process {process.pid}, at {url}\)")
        status, _ = request_json(f"{url}/healthz")
        assert status == 200


def test_a_busy_port_is_one_line(passable_path: Path, plain_environ):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        answer = serve(passable_path / "data", plain_environ, "--port", port)
    assert_one_line(answer, f"port {port} on 127.0.0.1 is in use")


def test_other_machines_are_refused_without_keys(passable_path: Path, plain_environ):
    answer = serve(passable_path / "data", plain_environ, "--host", "0.0.0.0")
    assert_one_line(answer, "refuses to bind 0.0.0.0 without keys")
    assert not (passable_path / "data").exists()


@pytest.mark.parametrize("given", ["DECAMERON_DATABASE_URL", "DECAMERON_BROKER_URL"])
def test_one_server_of_ones_own_is_not_enough(passable_path: Path, plain_environ, given):
    answer = serve(passable_path / "data", {**plain_environ, given: "scheme://host"})
    assert_one_line(answer, "is missing")


def test_a_database_that_does_not_answer_is_one_line(passable_path: Path, plain_environ):
    environ = {
        **plain_environ,
        "DECAMERON_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "DECAMERON_BROKER_URL": "redis://127.0.0.1:1/0",
    }
    assert_one_line(serve(passable_path / "data", environ), "could not be brought up to date")
    assert not (passable_path / "data").exists()


def test_a_setting_that_makes_no_sense_is_one_line(passable_path: Path, plain_environ):
    answer = serve(passable_path / "data", {**plain_environ, "DECAMERON_WORKERS": "many"})
    assert_one_line(answer, "DECAMERON_WORKERS is 'many'; it should be a number")


def test_an_unusable_account_is_one_line(passable_path: Path, plain_environ):
    answer = serve(passable_path / "data", {**plain_environ, "DECAMERON_POSTGRES_ACCOUNT": "no-such-account"})
    assert_one_line(answer, "DECAMERON_POSTGRES_ACCOUNT is 'no-such-account'")


@contextmanager
def small_disk(path: Path, options: str) -> Iterator[Path]:
    path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"this machine lets nobody mount: {mounted.stderr.decode().strip()}")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small or read-only disk")


@needs_root
@pytest.mark.parametrize("size", ["16k", "1m", "20m"])
def test_a_full_disk_is_one_line(passable_path: Path, plain_environ, size):
    with small_disk(passable_path / "disk", f"size={size},mode=711") as disk:
        assert_one_line(serve(disk / "data", plain_environ), "No space left on device")


@needs_root
def test_a_read_only_disk_is_one_line(passable_path: Path, plain_environ):
    with small_disk(passable_path / "disk", "ro,mode=711") as disk:
        assert_one_line(serve(disk / "data", plain_environ), "cannot be used: Read-only file system")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_may_not_be_written_is_one_line(passable_path: Path, plain_environ):
    closed = passable_path / "closed"
    closed.mkdir(mode=0o500)
    assert_one_line(serve(closed / "data", plain_environ), "cannot be used: Permission denied")


@needs_root
def test_a_home_closed_to_the_account_is_one_line_and_stays_closed(passable_path: Path, plain_environ):
    home = passable_path / "home"
    home.mkdir(mode=0o700)
    answer = serve(home / "data", {**plain_environ, "DECAMERON_POSTGRES_ACCOUNT": "nobody"})
    assert_one_line(answer, f"'nobody'.*may not enter {home}")
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_directory_of_other_files_is_one_line(passable_path: Path, plain_environ):
    (passable_path / "thesis.tex").write_text("", encoding="utf-8")
    assert_one_line(serve(passable_path, plain_environ), "not Decameron's")
