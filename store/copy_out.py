"""COPY … TO STDOUT, read as fast as it comes.

The driver's own reader waits for each row anew; on rows as short as an event's that costs a third of the
speed. This one takes all rows that have come before it waits again.
"""

from __future__ import annotations

import select
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn
from psycopg.rows import dict_row

from store.pool import Connection, StoreUnavailable

_TICK_MILLISECONDS = 1_000
_CANCEL_SECONDS = 5.0


@contextmanager
def copying_connection(database_url: str) -> Iterator[Connection]:
    """A connection for one ``copy_out``, in autocommit and in UTC: a long answer holds none of the pool's.

    Raises:
        StoreUnavailable: the database cannot be reached.
    """
    try:
        conn: Connection = psycopg.connect(
            database_url, autocommit=True, client_encoding="utf-8", row_factory=dict_row
        )
    except psycopg.OperationalError as error:
        raise StoreUnavailable.because(error) from error
    with closing(conn):
        conn.execute("SET TIME ZONE 'UTC'")
        yield conn


def copy_out(conn: Connection, statement: bytes, *, block_bytes: int) -> Generator[bytes, None, None]:
    """What a COPY gives, in blocks of whole rows of about ``block_bytes`` bytes.

    While nothing comes for a second the block is empty, so that the caller can see whether anybody still
    waits. Closing the iterator early cancels the statement, and leaves the connection fit to be closed only.

    Raises:
        StoreUnavailable: the connection broke, or the server gave up; what was given is not the whole.
        psycopg.Error: the statement is wrong.
    """
    try:
        yield from _blocks(conn.pgconn, statement, block_bytes)
    except psycopg.OperationalError as error:
        raise StoreUnavailable.because(error) from error
    except GeneratorExit:
        with suppress(psycopg.OperationalError):  # it has ended by itself, or with its connection
            conn.cancel_safe(timeout=_CANCEL_SECONDS)
        raise


def _blocks(pgconn: PGconn, statement: bytes, block_bytes: int) -> Iterator[bytes]:
    pgconn.send_query(statement)
    while pgconn.is_busy():
        if not _more_came(pgconn):
            yield b""
    _raise_unless_copying(pgconn)
    rows: list[bytes] = []
    held = 0
    while (size_and_row := pgconn.get_copy_data(1))[0] >= 0:
        size, row = size_and_row
        if size:
            rows.append(bytes(row))
            held += size
            if held >= block_bytes:
                yield b"".join(rows)
                rows.clear()
                held = 0
        elif not _more_came(pgconn):
            yield b"".join(rows)
            rows.clear()
            held = 0
    _raise_if_failed(pgconn)
    if rows:
        yield b"".join(rows)


def _more_came(pgconn: PGconn) -> bool:
    """Wait a little; false where nothing came."""
    waiting = select.poll()  # select() refuses descriptors beyond 1,023
    waiting.register(pgconn.socket, select.POLLIN)
    came = bool(waiting.poll(_TICK_MILLISECONDS))
    if came:
        pgconn.consume_input()
    return came


def _raise_unless_copying(pgconn: PGconn) -> None:
    result = pgconn.get_result()
    if result is None or result.status != ExecStatus.COPY_OUT:
        raise error_from_result(result) if result else psycopg.OperationalError("the COPY did not begin")


def _raise_if_failed(pgconn: PGconn) -> None:
    """The rows have ended: because that was all, or because something failed."""
    while (result := pgconn.get_result()) is not None:
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)
