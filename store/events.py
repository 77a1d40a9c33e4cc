"""Events as they are read; ``store.replace_events`` is how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from psycopg import sql

from store.event_filter import EventFilter, where
from store.event_rows import RECORD
from store.pool import Connection
from store.replace_events import ReplaceResult, replace_for_article

__all__ = [
    "Keyset",
    "ReplaceResult",
    "Sort",
    "get_event",
    "list_article_events",
    "list_events",
    "replace_for_article",
]

Sort = Literal["event_date", "-event_date"]


@dataclass(frozen=True, slots=True)
class Keyset:
    """The place of an event in the order of a page: the page goes on after it."""

    event_date: date
    event_id: UUID


_ORDERS: dict[Sort, tuple[sql.SQL, sql.SQL]] = {
    "event_date": (sql.SQL(">"), sql.SQL("ORDER BY events.event_date, events.event_id")),
    "-event_date": (sql.SQL("<"), sql.SQL("ORDER BY events.event_date DESC, events.event_id DESC")),
}

_AFTER = sql.SQL(" AND (events.event_date, events.event_id) {} (%(after_date)s, %(after_id)s)")

_LIST_EVENTS = sql.SQL("""
SELECT {record} FROM events LEFT JOIN sentences USING (event_id)
WHERE events.retracted_at IS NULL AND {condition}{after}
{order} LIMIT %(limit)s
""")


def list_events(
    conn: Connection,
    event_filter: EventFilter,
    *,
    after: Keyset | None = None,
    limit: int,
    sort: Sort = "event_date",
) -> list[dict[str, Any]]:
    """A page of standing events as event records, by event_date and event_id, from the first ``after``.

    Whatever is inserted between two pages, no event is given twice, and none that was there all along is
    left out.
    """
    condition = where(event_filter)
    beyond, order = _ORDERS[sort]
    parameters: dict[str, Any] = {**condition.parameters, "limit": limit}
    if after is not None:
        parameters |= {"after_date": after.event_date, "after_id": after.event_id}
    query = _LIST_EVENTS.format(
        record=RECORD,
        condition=condition.expression,
        after=_AFTER.format(beyond) if after else sql.SQL(""),
        order=order,
    )
    return conn.execute(query, parameters).fetchall()


_LIST_ARTICLE_EVENTS = sql.SQL("""
SELECT {} FROM events LEFT JOIN sentences USING (event_id)
WHERE article_id = %s AND retracted_at IS NULL
ORDER BY sentence_index, trigger_start, event_id
""").format(RECORD)


def list_article_events(conn: Connection, article_id: UUID) -> list[dict[str, Any]]:
    """The standing events of an article as event records, in the order of its text."""
    return conn.execute(_LIST_ARTICLE_EVENTS, (article_id,)).fetchall()


_GET_EVENT = sql.SQL("""
SELECT {}, explanation
FROM events LEFT JOIN sentences USING (event_id) LEFT JOIN explanations USING (event_id)
WHERE event_id = %s
""").format(RECORD)


def get_event(conn: Connection, event_id: UUID) -> dict[str, Any] | None:
    """An event record with its ``explanation``, retracted or not; None where there is no such event."""
    return conn.execute(_GET_EVENT, (event_id,)).fetchone()
