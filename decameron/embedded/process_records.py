"""What is written down of each running process, and what is done about those a killed supervisor left."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from decameron.embedded.processes import DEFAULT_STOP, POSTGRES_STOP, ChildSpec, Process, stop_process
from decameron.embedded.waiting import wait_until


def identity(pid: int) -> str | None:
    """What tells a process from a later one with the same number: when it started. None when it is gone.

    A process that ended and was not yet collected by its parent counts as gone.
    """
    if sys.platform.startswith("linux"):
        return _identity_on_linux(pid)
    return _ask_ps(pid, "lstart=")


def command_line(pid: int) -> str:
    """The command line of a process, or "" when it is gone."""
    if not sys.platform.startswith("linux"):
        return _ask_ps(pid, "command=") or ""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def record_process(directory: Path, spec: ChildSpec, process: Process) -> None:
    """Write down that ``process`` runs for ``spec``."""
    (directory / f"{spec.name}.pid").write_text(f"{process.pid}\n{identity(process.pid)}\n", encoding="utf-8")


def forget_process(directory: Path, spec: ChildSpec) -> None:
    """Take back what ``record_process`` wrote."""
    (directory / f"{spec.name}.pid").unlink(missing_ok=True)


def recorded_processes(directory: Path) -> dict[str, int]:
    """The pids, by name, of the recorded processes that still run and are the very ones recorded."""
    alive = {}
    for path in sorted(directory.glob("*.pid")):
        pid, _, mark = path.read_text(encoding="utf-8").partition("\n")
        if pid.isdigit() and identity(int(pid)) == mark.strip():
            alive[path.stem] = int(pid)
    return alive


def postmaster_of(cluster: Path) -> int | None:
    """The pid of a PostgreSQL that serves ``cluster``, by its own pid file and its command line."""
    try:
        first = (cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
    except OSError:
        return None
    if first.isdigit() and str(cluster) in command_line(int(first)):
        return int(first)
    return None


def stop_left_behind(directory: Path, cluster: Path) -> list[str]:
    """Stop what a killed supervisor left running, PostgreSQL last; the names of what was stopped."""
    left = recorded_processes(directory)
    postmaster = postmaster_of(cluster)
    if postmaster is not None:
        left["postgres"] = postmaster
    names = sorted(left, key=lambda name: name == "postgres")
    for name in names:
        signals = POSTGRES_STOP if name == "postgres" else DEFAULT_STOP
        stop_process(left[name], signals, _gone(left[name]))
    for path in directory.glob("*.pid"):
        path.unlink()
    return names


def _gone(pid: int) -> Callable[[float], bool]:
    mark = identity(pid)
    return lambda seconds: wait_until(lambda: identity(pid) != mark, timeout=seconds)


def _identity_on_linux(pid: int) -> str | None:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = status.rpartition(")")[2].split()
    state, started = fields[0], fields[19]
    return None if state in "ZX" else f"{_boot()} {started}"


def _boot() -> str:
    """Names this run of the machine, for start times count from its beginning."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "-"


def _ask_ps(pid: int, column: str) -> str | None:
    answer = subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None
