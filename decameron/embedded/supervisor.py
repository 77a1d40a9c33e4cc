"""Starts child processes, starts again those that die, and stops all of them."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import structlog

from decameron.embedded.logs import last_words
from decameron.embedded.process_records import forget_process, record_process
from decameron.embedded.processes import ChildSpec, Process, kill_session, send_signal, start_process
from decameron.embedded.start_error import StartError
from decameron.embedded.waiting import wait_until

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_WELL_AFTER = 60.0  # a child that ran this long starts again without a longer pause
_HOPELESS_DEATHS = 3

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Child:
    spec: ChildSpec
    process: Process
    started: float
    pause: float = _FIRST_PAUSE
    due: float | None = None  # when to start it again, while it is dead
    deaths: int = 0  # since it was last well
    how: str = ""


class Supervisor:
    """The children of this process. ``records`` is the directory that holds a record of each, if any."""

    def __init__(self, *, records: Path | None, stopping: Event) -> None:
        self._records = records
        self.stopping = stopping
        self._children: list[_Child] = []

    def start(self, spec: ChildSpec) -> Process:
        """Start a child and watch it from now on.

        Raises:
            StartError: its program cannot be run.
        """
        process = self._launch(spec)
        self._children.append(_Child(spec, process, time.monotonic()))
        return process

    def await_ready(
        self, spec: ChildSpec, process: Process, ready: Callable[[Process], bool], *, timeout: float
    ) -> None:
        """Wait until ``process``, started for ``spec``, is ready.

        Raises:
            StartError: it ended, or was not ready in ``timeout`` seconds; the message has its last words.
            StopAskedFor: a stop was asked for meanwhile.
        """
        wait_until(
            lambda: process.poll() is not None or ready(process), timeout=timeout, stopping=self.stopping
        )
        if process.poll() is not None or not ready(process):
            raise StartError(f"{spec.label} did not start: {describe_end(spec, process)}")

    def drop(self, spec: ChildSpec) -> None:
        """Stop a child and watch it no more."""
        self._stop_together([child for child in self._children if child.spec == spec])
        self._children = [child for child in self._children if child.spec != spec]

    def watch(self) -> None:
        """Look after the children once: note who died, start again those whose pause is over."""
        now = time.monotonic()
        for child in self._children:
            if child.due is None and child.process.poll() is not None:
                self._note_death(child, now)
            elif child.due is not None and now >= child.due:
                self._revive(child, now)

    def hopeless(self) -> str | None:
        """Why it is no use to wait for a child that ends again and again, or None while there is hope."""
        for child in self._children:
            if child.deaths >= _HOPELESS_DEATHS:
                return f"{child.spec.label} ended {child.deaths} times: {child.how}"
        return None

    def stop(self) -> None:
        """Stop all children: first those that are served, then those that serve them."""
        self._stop_together([child for child in self._children if not child.spec.serves_others])
        self._stop_together([child for child in self._children if child.spec.serves_others])
        self._children = []

    def _launch(self, spec: ChildSpec) -> Process:
        try:
            process = start_process(spec)
            if self._records is not None:
                record_process(self._records, spec, process)
        except (OSError, subprocess.SubprocessError) as error:
            raise StartError(f"{spec.label} could not be started: {error}") from error
        return process

    def _note_death(self, child: _Child, now: float) -> None:
        if now - child.started > _WELL_AFTER:
            child.pause, child.deaths = _FIRST_PAUSE, 0
        kill_session(child.process.pid)
        child.deaths += 1
        child.how = describe_end(child.spec, child.process)
        log.error(
            "a process ended and will be started again",
            process=child.spec.name,
            how=child.how,
            in_seconds=child.pause,
        )
        self._put_off(child, now)

    def _revive(self, child: _Child, now: float) -> None:
        try:
            child.process = self._launch(child.spec)
        except StartError as error:
            log.warning("a process could not be started again", process=child.spec.name, why=str(error))
            self._put_off(child, now)
            return
        child.started, child.due = now, None
        log.warning("a process was started again", process=child.spec.name, pid=child.process.pid)

    @staticmethod
    def _put_off(child: _Child, now: float) -> None:
        child.due = now + child.pause
        child.pause = min(child.pause * 2, _LONGEST_PAUSE)

    def _stop_together(self, children: Sequence[_Child]) -> None:
        rounds = max((len(child.spec.stop_signals) for child in children), default=0)
        for number in range(rounds):
            _signal_round([child for child in children if len(child.spec.stop_signals) > number], number)
        for child in children:
            kill_session(child.process.pid)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=1.0)
            if self._records is not None:
                forget_process(self._records, child.spec)


def describe_end(spec: ChildSpec, process: Process) -> str:
    """How a process ended and its last words, in one line."""
    code = process.poll()
    if code is None:
        how = "it was not ready in time"
    else:
        how = f"it ended by signal {-code}" if code < 0 else f"it ended with status {code}"
    if spec.log is None:
        return how
    said = last_words(spec.log)
    return f"{how}: {said} (log: {spec.log})" if said else f"{how} (log: {spec.log})"


def _signal_round(children: Sequence[_Child], number: int) -> None:
    """Send each child that still runs its signal of this round and wait for the most patient."""
    alive = [child for child in children if child.process.poll() is None]
    for child in alive:
        send_signal(child.process.pid, child.spec.stop_signals[number][0])
    patience = max((child.spec.stop_signals[number][1] for child in alive), default=0.0)
    wait_until(lambda: all(child.process.poll() is not None for child in alive), timeout=patience)
