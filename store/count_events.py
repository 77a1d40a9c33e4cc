"""How many events a filter means."""

from __future__ import annotations

from psycopg import sql

from store.event_filter import EventFilter, where
from store.pool import Connection

_COUNT = sql.SQL("SELECT count(*) AS number FROM events WHERE {}")

_EXPLAIN = sql.SQL("EXPLAIN (FORMAT JSON) SELECT FROM events WHERE {}")


def count_events(conn: Connection, event_filter: EventFilter) -> int:
    """The exact number, which takes as long as it takes to look at each of them."""
    condition = where(event_filter)
    [row] = conn.execute(_COUNT.format(condition.expression), condition.parameters, prepare=False)
    return int(row["number"])


def estimate_events(conn: Connection, event_filter: EventFilter) -> int:
    """The number that PostgreSQL expects by its statistics, at once; it may be off by a multiple."""
    condition = where(event_filter)
    [row] = conn.execute(_EXPLAIN.format(condition.expression), condition.parameters, prepare=False)
    return int(row["QUERY PLAN"][0]["Plan"]["Plan Rows"])
