"""Keeps the leases of a batch while it is coded."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from types import TracebackType
from uuid import UUID

import structlog

from store import queue
from store.pool import Pool, StoreUnavailable, transaction

_log = structlog.stdlib.get_logger(__name__)


class Heartbeat:
    """A thread that extends leases, three times in the length of one, until its block ends.

    It beats only while the article at hand is within the time that :meth:`allow` gave it: the leases of a
    process that is stuck run out, and others take its articles.
    """

    def __init__(self, pool: Pool, tokens: Iterable[UUID], *, lease_seconds: float) -> None:
        self._pool = pool
        self._lease_seconds = lease_seconds
        self._held = frozenset(tokens)
        self._until = time.monotonic() + lease_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(timeout=self._lease_seconds)

    def allow(self, seconds: float) -> None:
        """Let the leases be extended for ``seconds`` from now."""
        self._until = time.monotonic() + seconds

    def holds(self, token: UUID) -> bool:
        """Whether the lease was still ours when last looked at."""
        return token in self._held

    def drop(self, token: UUID) -> None:
        """Extend this one no longer: its article is finished."""
        self._held -= {token}

    def _beat(self) -> None:
        while not self._ended.wait(self._lease_seconds / 3):
            if time.monotonic() < self._until:
                self._extend(self._held)

    def _extend(self, tokens: frozenset[UUID]) -> None:
        try:
            with transaction(self._pool) as conn:
                kept = queue.extend_leases(conn, sorted(tokens), lease_seconds=self._lease_seconds)
        except StoreUnavailable as error:
            _log.warning("leases_not_extended", error=str(error))
            return
        self._held -= tokens - kept
