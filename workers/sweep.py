"""Frees what dead workers held and wakes the living: what makes a lost message or a lost worker no loss."""

from __future__ import annotations

import threading

import structlog

from decameron.settings import Settings
from store import queue
from store.pool import Pool, StoreUnavailable, transaction
from workers.wake import Waker

_log = structlog.stdlib.get_logger(__name__)


def sweep(pool: Pool, waker: Waker, *, max_attempts: int) -> None:
    """Queue again every article whose lease has run out, and wake a worker when anything is queued.

    Any number of processes may sweep at once.

    Raises:
        store.pool.StoreUnavailable: the database cannot be reached.
    """
    with transaction(pool) as conn:
        freed = queue.free_expired(conn, max_attempts=max_attempts)
        queued = queue.any_queued(conn)
    if freed.requeued or freed.failed:
        _log.warning(
            "expired_leases_freed",
            requeued=[str(each) for each in freed.requeued],
            failed=[str(each) for each in freed.failed],
        )
    if queued:
        waker.wake()


class Sweeper:
    """A daemon thread that sweeps every ``settings.sweep_seconds`` until told to stop.

    ``sweeping`` is held during each sweep: a process that forks takes it first, so that no child inherits
    a lock that only this thread would have released.
    """

    def __init__(self, pool: Pool, waker: Waker, settings: Settings) -> None:
        self.sweeping = threading.Lock()
        self._pool = pool
        self._waker = waker
        self._settings = settings
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Begin no further sweep. Returns at once: a sweep under way ends by itself."""
        self._stopped.set()

    def _run(self) -> None:
        trouble: str | None = None
        while not self._stopped.wait(self._settings.sweep_seconds):
            before, trouble = trouble, self._sweep()
            if trouble is not None and before is None:
                _log.error("sweep_suspended", error=trouble)
            elif trouble is None and before is not None:
                _log.info("sweep_resumed")

    def _sweep(self) -> str | None:
        """Sweep once; what went wrong, or None."""
        try:
            with self.sweeping:
                sweep(self._pool, self._waker, max_attempts=self._settings.max_attempts)
        except StoreUnavailable as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next sweep may fare better
            return f"{type(error).__name__}: {error}"
        return None
