"""A bound on how long a query that somebody waits for may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import errors

from store.pool import Connection

_SET_BOUND = "SELECT set_config('statement_timeout', %s, true)"


class QueryTooLong(Exception):  # noqa: N818 -- says what happened, as its neighbours do
    """A query that was ended as it took too long; the message says how long it had."""


@contextmanager
def bounded(conn: Connection, *, seconds: float) -> Iterator[None]:
    """No statement from here to the end of the transaction takes longer than ``seconds``.

    Raises:
        QueryTooLong: one would have.
    """
    conn.execute(_SET_BOUND, (f"{round(seconds * 1000)}ms",))
    try:
        yield
    except errors.QueryCanceled as error:
        raise QueryTooLong(f"To find this takes more than {seconds:g} seconds.") from error
