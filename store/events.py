"""Events as they are read; ``store.replace_events`` is how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from psycopg import sql

from store.event_filter import EventFilter, where
from store.event_order import Keyset, Sort, goes_on, keyset_parameters, order_by
from store.event_rows import RECORD, RECORD_FIELDS
from store.pool import Connection
from store.replace_events import ReplaceResult, replace_for_article

__all__ = [
    "Keyset",
    "ReplaceResult",
    "Sort",
    "events_query",
    "get_event",
    "list_article_events",
    "list_events",
    "replace_for_article",
]

_LIST_EVENTS = sql.SQL("""
SELECT {fields}
FROM (SELECT * FROM events WHERE {condition}{after} {order} LIMIT %(limit)s) AS events
LEFT JOIN sentences USING (event_id) {order}
""")


def list_events(
    conn: Connection,
    event_filter: EventFilter,
    *,
    after: Keyset | None = None,
    limit: int,
    sort: Sort = "event_date",
    fields: Sequence[str] = tuple(RECORD_FIELDS),
) -> list[dict[str, Any]]:
    """A page of events with these fields of the event record, in the order of ``sort``, beginning ``after``.

    Whatever is inserted between two pages, no event is given twice, and none that was there all along and
    stayed as it was is left out.
    """
    query, parameters = events_query(event_filter, after=after, limit=limit, sort=sort, fields=fields)
    # Not prepared: a plan that knows the values knows whether they are common or rare.
    # Binary: many columns of many rows are read faster so than from text.
    return conn.execute(query, parameters, prepare=False, binary=True).fetchall()


def events_query(
    event_filter: EventFilter,
    *,
    after: Keyset | None = None,
    limit: int,
    sort: Sort = "event_date",
    fields: Sequence[str] = tuple(RECORD_FIELDS),
) -> tuple[sql.Composed, dict[str, Any]]:
    """The query of ``list_events``, and the values of its placeholders."""
    condition = where(event_filter)
    query = _LIST_EVENTS.format(
        fields=_selected(tuple(fields)),
        condition=condition.expression,
        after=goes_on(sort, after),
        order=order_by(sort),
    )
    return query, {**condition.parameters, **keyset_parameters(after), "limit": limit}


@lru_cache(maxsize=256)
def _selected(fields: tuple[str, ...]) -> sql.SQL:
    """The fields as they are selected, composed once for each choice of them."""
    told = sql.SQL(", ").join([RECORD_FIELDS[name] for name in fields]).as_string()
    return sql.SQL(told)


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
