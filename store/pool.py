"""Connections to PostgreSQL, and the one place where the driver's errors become the store's."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
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


_SET_BOUND = "SELECT set_config('statement_timeout', %s, false)"


class StoreUnavailable(Exception):  # noqa: N818 -- a state of the world, not a mistake: the API's 503
    """The database cannot be reached or cannot serve now; the same call may succeed later."""

    @classmethod
    def because(cls, error: Exception) -> StoreUnavailable:
        """The driver's error in one line. libpq's messages name host and user, never the password."""
        reason = str(error).strip().splitlines() or [type(error).__name__]
        return cls(f"the database cannot serve: {reason[0]}")


class QueryTooLong(StoreUnavailable):
    """A statement was ended, as it took longer than the pool's connections let one take."""


def open_pool(
    database_url: str, *, max_size: int = 8, timeout: float = 5.0, statement_seconds: float | None = None
) -> Pool:
    """A pool of connections that give rows as dicts and times in UTC.

    A statement that takes longer than ``statement_seconds`` is ended. That is told to the server once for a
    connection: to tell it with each transaction would cost each a way there and back.

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
        configure=partial(_configure, statement_seconds=statement_seconds),
        check=_check,
        open=True,
    )
    return pool


@contextmanager
def transaction(pool: Pool) -> Iterator[Connection]:
    """A connection in a transaction: committed at the end of the block, rolled back when it raises.

    Raises:
        QueryTooLong: a statement was ended as it took too long.
        StoreUnavailable: the database cannot be reached, the connection was lost, or the server gave the
            transaction up. Nothing of it was kept, unless the connection broke during the commit itself.
    """
    with _told_as_ours(), pool.connection() as connection:
        yield connection


@contextmanager
def statements(pool: Pool) -> Iterator[Connection]:
    """A connection on which each statement is a transaction of its own.

    For what only reads it is the same, as each statement of a transaction sees what was committed when it
    begins; but the begin and the end of a transaction are each a way to the server and back.

    Raises:
        QueryTooLong: a statement was ended as it took too long.
        StoreUnavailable: the database cannot be reached, or the connection was lost.
    """
    with _told_as_ours(), pool.connection() as connection:
        connection.autocommit = True
        try:
            yield connection
        finally:
            if not connection.closed:
                connection.autocommit = False


@contextmanager
def _told_as_ours() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        raise QueryTooLong.because(error) from error
    except _PASSING as error:
        raise StoreUnavailable.because(error) from error


def _check(connection: Connection) -> None:
    """Refuse a connection that the server has closed, or on which it waits to say so.

    A server says nothing on an idle connection while all is well, so what can be read tells of an end; the
    question to the server, a way there and back, is asked only then.
    """
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    if line.poll(0):
        ConnectionPool.check_connection(connection)


def _configure(connection: Connection, *, statement_seconds: float | None) -> None:
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    connection.execute("SET TIME ZONE 'UTC'")
    if statement_seconds is not None:
        connection.execute(_SET_BOUND, (f"{round(statement_seconds * 1000)}ms",))
    connection.commit()
