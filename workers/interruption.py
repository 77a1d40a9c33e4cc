"""Stops a worker child from within: an article at its deadline, and all when the worker must stop."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

DRAIN_SIGNAL = signal.SIGUSR2

_AGAIN_SECONDS = 1.0  # code that swallowed the first alarm gets another
_GRACE_SECONDS = 5.0  # beyond the deadline, before the kernel ends the process


class DeadlineError(BaseException):
    """An article took longer than it may. No ``Exception``, so that no coder takes it for one of its own."""


class DrainError(BaseException):
    """The worker was told to stop and the article at hand did not end in time: it is to be handed back."""


class Interruption:
    """The alarm clock of one worker child. Belongs to the main thread, where Python runs signal handlers.

    ``drain_seconds`` is how long the article at hand may still take once the worker was told to stop.
    """

    def __init__(self, *, drain_seconds: float) -> None:
        self.draining = False
        self._at_work = False
        self._drain_seconds = drain_seconds
        self._armed = False

    def install(self) -> None:
        """Take over the signals of alarm and draining in this process."""
        signal.signal(signal.SIGALRM, self._interrupt)
        signal.signal(DRAIN_SIGNAL, self._drain)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let the block end although the worker was told to stop; the process leaves right after it."""
        self._at_work = True
        try:
            yield
        finally:
            self._at_work = False
            if self.draining:
                os._exit(0)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Run the block for at most ``seconds``; raise in its midst when they are over.

        Code that never returns to Python hears no alarm. Should it be busy a few seconds past its deadline,
        the kernel ends the process, whose articles others then take over.

        Raises:
            DeadlineError: the seconds are over.
            DrainError: the worker was told to stop and its seconds of grace are over.
        """
        try:
            try:
                self._arm(seconds)
                yield
            finally:
                self._disarm()
        except BaseException:
            self._disarm()  # the alarm may have struck in the first one
            raise

    def _arm(self, seconds: float) -> None:
        self._armed = True
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds + _GRACE_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
        if self.draining:
            self._shorten()

    def _disarm(self) -> None:
        self._armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _shorten(self) -> None:
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.setitimer(
            signal.ITIMER_REAL, min(left or self._drain_seconds, self._drain_seconds), _AGAIN_SECONDS
        )

    def _drain(self, _signal: int, _frame: FrameType | None) -> None:
        self.draining = True
        if self._armed:
            self._shorten()
        elif not self._at_work:
            os._exit(0)

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self._armed:
            raise DrainError if self.draining else DeadlineError
