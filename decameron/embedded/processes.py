"""Child processes: how one is started so that it cannot outlive its supervisor, and how it is stopped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from decameron.embedded.account import Account

_PR_SET_PDEATHSIG = 1

Process = subprocess.Popen[bytes]
StopSignals = tuple[tuple[signal.Signals, float], ...]

DEFAULT_STOP: StopSignals = ((signal.SIGTERM, 2.0),)
POSTGRES_STOP: StopSignals = ((signal.SIGINT, 1.2), (signal.SIGQUIT, 0.4))  # fast shutdown, then immediate


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """How to start and stop one child process.

    ``label`` is what a person calls it. ``log`` is the file that takes what it prints; without one it prints
    where the supervisor does. ``stop_signals`` are sent one after the other, each with the seconds to wait
    for it; SIGKILL comes last by itself. A ``serves_others`` child is stopped after those it serves.
    """

    name: str
    label: str
    command: tuple[str, ...]
    environ: Mapping[str, str]
    log: Path | None = None
    account: Account | None = None
    directory: Path | None = None
    pass_fds: tuple[int, ...] = ()
    stop_signals: StopSignals = DEFAULT_STOP
    serves_others: bool = False


def start_process(spec: ChildSpec, *, given: IO[bytes] | None = None) -> Process:
    """Start a child in a session of its own, so that the terminal's Ctrl-C reaches the supervisor alone.

    To be called from the main thread: on Linux the child is told to stop when the *thread* that started it
    ends. ``given`` is what it reads from its standard input, if anything.

    Raises:
        OSError: the program cannot be run or the log cannot be written.
    """
    account = spec.account
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(spec.log.open("ab")) if spec.log else sys.stderr.fileno()
        return subprocess.Popen(  # preexec_fn is safe: the supervisor starts no threads
            spec.command,
            env=dict(spec.environ),
            cwd=spec.directory,
            stdin=given or subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if spec.log else output,
            pass_fds=spec.pass_fds,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            preexec_fn=_follow_parent(spec.stop_signals[0][0]),
        )


def stop_process(pid: int, signals: StopSignals, gone: Callable[[float], bool]) -> None:
    """Send the signals one after the other until ``gone(seconds)`` says that the process ended.

    What is left of its session after that is killed.
    """
    for number, seconds in signals:
        send_signal(pid, number)
        if gone(seconds):
            break
    kill_session(pid)
    gone(1.0)


def send_signal(pid: int, number: signal.Signals) -> None:
    """Send a signal; a process that is gone already is what was wanted."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def kill_session(pid: int) -> None:
    """Kill what is left of the session that ``pid`` led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _follow_parent(number: signal.Signals) -> Callable[[], None] | None:
    """On Linux: have the kernel send ``number`` to the child when the supervisor dies, however it dies."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def follow() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return follow
