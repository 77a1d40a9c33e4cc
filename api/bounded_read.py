"""Reads whose length the client decides, by a filter of its own: they end in time, whatever it asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.problems import RETRY_SECONDS, UNAVAILABLE, Problem
from store.bounded_query import QueryTooLong, bounded
from store.pool import Connection, Pool, transaction

_SECONDS = 20.0  # most answers take milliseconds; a client that waits longer has mostly given up


@contextmanager
def bounded_read(pool: Pool, *, seconds: float = _SECONDS) -> Iterator[Connection]:
    """A transaction of which no statement takes longer than ``seconds``.

    Raises:
        Problem: 503, one would have; the detail says what to do.
        store.pool.StoreUnavailable: the database cannot be reached.
    """
    try:
        with transaction(pool) as conn, bounded(conn, seconds=seconds):
            yield conn
    except QueryTooLong as error:
        raise Problem(
            UNAVAILABLE,
            f"{error} Narrow the filter, by its dates above all, and send it again.",
            headers={"Retry-After": str(RETRY_SECONDS)},
        ) from error
