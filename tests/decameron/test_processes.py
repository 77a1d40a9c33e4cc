from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from threading import Event

import pytest

from decameron.embedded.logs import keep_logs_small, last_words, start_new_logs
from decameron.embedded.process_records import (
    command_line,
    identity,
    postmaster_of,
    record_process,
    recorded_processes,
    stop_left_behind,
)
from decameron.embedded.processes import ChildSpec, start_process
from decameron.embedded.start_error import StartError
from decameron.embedded.supervisor import Supervisor
from decameron.embedded.waiting import StopAskedFor, wait_until


def spec_of(code: str, log: Path | None = None, name: str = "child", **more) -> ChildSpec:
    command = (sys.executable, "-c", textwrap.dedent(code))
    return ChildSpec(name, f"the {name}", command, dict(os.environ), log=log, **more)


SLEEP = "import time; time.sleep(60)"
DEAF = """
    import signal, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("deaf", flush=True)
    time.sleep(60)
"""


def ended(pid: int, *, within: float = 5.0) -> bool:
    return wait_until(lambda: identity(pid) is None, timeout=within)


def test_an_identity_belongs_to_one_process_and_ends_with_it():
    process = start_process(spec_of(SLEEP))
    mark = identity(process.pid)
    assert mark is not None
    assert mark == identity(process.pid) != identity(os.getpid())
    assert "time.sleep" in command_line(process.pid)
    process.kill()
    assert ended(process.pid), "a process that nobody has collected yet counts as gone"
    process.wait()
    assert command_line(process.pid) == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's help exists on Linux only")
def test_a_child_does_not_outlive_a_killed_supervisor(passable_path: Path):
    script = f"""
        import sys, time
        from decameron.embedded.processes import ChildSpec, start_process
        spec = ChildSpec("c", "c", (sys.executable, "-c", {SLEEP!r}), {{}})
        print(start_process(spec).pid, flush=True)
        time.sleep(60)
    """
    supervisor = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE)
    assert supervisor.stdout is not None
    child = int(supervisor.stdout.readline())
    assert identity(child) is not None
    supervisor.kill()
    supervisor.wait()
    assert ended(child)


def test_what_a_killed_supervisor_left_is_found_and_stopped(passable_path: Path):
    spec = spec_of(SLEEP, name="work")
    process = start_process(spec)
    record_process(passable_path, spec, process)
    assert recorded_processes(passable_path) == {"work": process.pid}
    assert stop_left_behind(passable_path, passable_path / "no-cluster") == ["work"]
    assert process.wait(timeout=5) == -signal.SIGTERM
    assert not list(passable_path.glob("*.pid"))


def test_a_process_that_only_has_the_number_is_left_alone(passable_path: Path):
    process = start_process(spec_of(SLEEP))
    (passable_path / "work.pid").write_text(f"{process.pid}\nanother start time\n", encoding="utf-8")
    (passable_path / "postmaster.pid").write_text(f"{process.pid}\n", encoding="utf-8")
    assert stop_left_behind(passable_path, passable_path) == []
    assert process.poll() is None
    process.kill()
    process.wait()


def test_a_postmaster_is_known_by_its_command_line(passable_path: Path):
    (passable_path / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    assert postmaster_of(passable_path) is None
    process = subprocess.Popen([sys.executable, "-c", SLEEP, "-D", str(passable_path)])
    (passable_path / "postmaster.pid").write_text(f"{process.pid}\n", encoding="utf-8")
    assert wait_until(lambda: postmaster_of(passable_path) == process.pid, timeout=5)
    process.kill()
    process.wait()


def test_the_supervisor_stops_a_child_that_does_not_listen(passable_path: Path):
    spec = spec_of(DEAF, passable_path / "deaf.log", stop_signals=((signal.SIGTERM, 0.3),))
    supervisor = Supervisor(records=passable_path, stopping=Event())
    process = supervisor.start(spec)
    supervisor.await_ready(spec, process, lambda _: last_words(spec.log) == "deaf", timeout=10)
    began = time.monotonic()
    supervisor.stop()
    assert process.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 2
    assert not list(passable_path.glob("*.pid"))


def test_those_that_serve_others_stop_last(passable_path: Path):
    note = passable_path / "order"
    code = f"""
        import signal, sys, time
        def stop(*_):
            time.sleep(0.2)
            open({str(note)!r}, "a").write(sys.argv[0] and NAME)
            sys.exit(0)
        signal.signal(signal.SIGTERM, stop)
        print("up", flush=True)
        time.sleep(60)
    """
    supervisor = Supervisor(records=None, stopping=Event())
    for name, serves in (("database ", True), ("worker ", False)):
        log = passable_path / f"{name.strip()}.log"
        spec = spec_of(code.replace("NAME", repr(name)), log, name.strip(), serves_others=serves)
        process = supervisor.start(spec)
        supervisor.await_ready(spec, process, lambda _, log=log: last_words(log) == "up", timeout=10)
    supervisor.stop()
    assert note.read_text(encoding="utf-8") == "worker database "


def test_a_child_that_dies_is_started_again_after_a_pause(passable_path: Path):
    log = passable_path / "child.log"
    supervisor = Supervisor(records=None, stopping=Event())
    supervisor.start(spec_of("print('ran', flush=True)", log))

    def ran_twice() -> bool:
        supervisor.watch()
        return log.exists() and log.read_text(encoding="utf-8").count("ran") == 2

    began = time.monotonic()
    assert wait_until(ran_twice, timeout=10)
    assert time.monotonic() - began > 0.4
    supervisor.stop()


def test_a_child_that_ends_at_once_is_an_error_with_its_last_words(passable_path: Path):
    spec = spec_of(
        "import sys; print('FATAL: no disk'); print('bye'); sys.exit(3)", passable_path / "child.log"
    )
    supervisor = Supervisor(records=None, stopping=Event())
    process = supervisor.start(spec)
    with pytest.raises(StartError, match=r"the child did not start: it ended with status 3: FATAL: no disk"):
        supervisor.await_ready(spec, process, lambda _: False, timeout=10)
    supervisor.stop()


def test_a_program_that_is_not_there_is_an_error():
    with pytest.raises(StartError, match="could not be started"):
        Supervisor(records=None, stopping=Event()).start(ChildSpec("x", "x", ("/no/such/program",), {}))


def test_a_stop_ends_the_waiting():
    stopping = Event()
    stopping.set()
    with pytest.raises(StopAskedFor):
        wait_until(lambda: False, timeout=60, stopping=stopping)


def test_a_new_run_sets_the_last_runs_log_aside(passable_path: Path):
    log = passable_path / "api.log"
    log.write_text("old\n", encoding="utf-8")
    start_new_logs(passable_path)
    assert not log.exists()
    assert (passable_path / "api.log.1").read_text(encoding="utf-8") == "old\n"
    assert last_words(log) == ""


def test_a_log_that_grew_too_large_is_cut_while_it_is_written(passable_path: Path, monkeypatch):
    monkeypatch.setattr("decameron.embedded.logs.LARGEST_LOG_BYTES", 10)
    log = passable_path / "api.log"
    with log.open("a") as writer:
        writer.write("a long line\n")
        writer.flush()
        keep_logs_small(passable_path)
        writer.write("next\n")
    assert log.read_text(encoding="utf-8") == "next\n"
    assert (passable_path / "api.log.1").read_text(encoding="utf-8") == "a long line\n"
