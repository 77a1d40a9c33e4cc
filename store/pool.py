"""Connections to PostgreSQL, and the one place where the driver's errors become the store's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

Connection: TypeAlias = psycopg.Connection[DictRow]
Pool: TypeAlias = ConnectionPool[Connection]

# All that a second try may mend: lost or refused connections, time-outs, deadlocks, a full disk, a standby.
_PASSING = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
    PoolTimeout,
    PoolClosed,
    TooManyRequests,
)


class StoreUnavailable(Exception):  # noqa: N818 -- a state of the world, not a mistake: the API's 503
    """The database cannot be reached or cannot serve now; the same call may succeed later."""

    @classmethod
    def because(cls, error: Exception) -> StoreUnavailable:
        """The driver's error in one line. libpq's messages name host and user, never the password."""
        reason = str(error).strip().splitlines() or [type(error).__name__]
        return cls(f"the database cannot serve: {reason[0]}")


def open_pool(database_url: str, *, max_size: int = 8, timeout: float = 5.0) -> Pool:
    """A pool of connections that give rows as dicts and times in UTC.

    Succeeds while the database is down: connecting is tried in the background, and by each transaction for
    ``timeout`` seconds. The caller closes it.
    """
    pool: Pool = ConnectionPool(
        database_url,
        kwargs={"row_factory": dict_row},
        min_size=1,
        max_size=max_size,
        timeout=timeout,
        reconnect_timeout=timeout,
        configure=_configure,
        check=ConnectionPool.check_connection,
        open=True,
    )
    return pool


@contextmanager
def transaction(pool: Pool) -> Iterator[Connection]:
    """A connection in a transaction: committed at the end of the block, rolled back when it raises.

    Raises:
        StoreUnavailable: the database cannot be reached, the connection was lost, or the server gave the
            transaction up. Nothing of it was kept, unless the connection broke during the commit itself.
    """
    try:
        with pool.connection() as connection:
            yield connection
    except _PASSING as error:
        raise StoreUnavailable.because(error) from error


def _configure(connection: Connection) -> None:
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()
