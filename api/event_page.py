"""One page of events, as it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from flask import Response

from api.cursors import scope_of
from api.paging import cursor_refused, page_answer, place_after
from store.count_events import count_events, estimate_events
from store.event_articles import told_articles
from store.event_filter import EventFilter
from store.event_filter_json import filter_to_json
from store.event_order import Keyset, Sort, keyset_of, sorted_field
from store.events import list_events
from store.pool import Connection, Pool, statements

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PageWish:
    """What a client wants a page to be: ``fields`` are those of the event record to tell."""

    sort: Sort
    fields: Sequence[str]
    limit: int
    cursor: str | None
    with_article: bool
    count: Literal["exact", "estimate", "none"]


def event_page(pool: Pool, event_filter: EventFilter, wish: PageWish) -> Response:
    """The page as JSON.

    Raises:
        Problem: the cursor cannot be used.
        store.pool.StoreUnavailable: the database cannot be reached.
    """
    scope = scope_of("events", [filter_to_json(event_filter), wish.sort])
    after = _keyset(wish.sort, place_after(wish.cursor, scope, values=2))
    read = _fields_to_read(wish)
    with statements(pool) as conn:
        rows = list_events(conn, event_filter, after=after, limit=wish.limit + 1, sort=wish.sort, fields=read)
        page = rows[: wish.limit]
        articles = told_articles(conn, {row["article_id"] for row in page}) if wish.with_article else {}
        told = _count(conn, event_filter, wish)
    following = _position(page[-1], wish.sort) if len(rows) > len(page) else None
    if wish.with_article:
        page = [{**row, "article": articles[row["article_id"]]} for row in page]
    return page_answer(_as_asked(page, read, wish), scope, following, told)


def _fields_to_read(wish: PageWish) -> list[str]:
    """Those to tell, and those that the page itself needs."""
    needed = ["event_id", sorted_field(wish.sort), *(["article_id"] if wish.with_article else [])]
    return list(dict.fromkeys((*wish.fields, *needed)))


def _as_asked(page: Rows, read: Sequence[str], wish: PageWish) -> Rows:
    if len(read) == len(wish.fields):
        return page
    names = [*wish.fields, *(["article"] if wish.with_article else [])]
    return [{name: row[name] for name in names} for row in page]


def _count(conn: Connection, event_filter: EventFilter, wish: PageWish) -> dict[str, int]:
    if wish.count == "none":
        return {}
    count = count_events if wish.count == "exact" else estimate_events
    return {"count": count(conn, event_filter)}


def _position(row: Mapping[str, Any], sort: Sort) -> list[str]:
    keyset = keyset_of(row, sort)
    value = keyset.value if isinstance(keyset.value, int) else keyset.value.isoformat()
    return [str(value), str(keyset.event_id)]


def _keyset(sort: Sort, position: Sequence[str]) -> Keyset | None:
    if not position:
        return None
    value, event_id = position
    try:
        return Keyset(_VALUES[sorted_field(sort)](value), UUID(event_id))
    except ValueError:  # whole, but not of our making
        raise cursor_refused(
            "stands for no place in this list; take it as it is from 'next' of a page"
        ) from None


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time of no zone")
    return moment


def _permille(value: str) -> int:
    permille = int(value)
    if not 0 <= permille <= 1000:
        raise ValueError("no confidence")
    return permille


_VALUES: Mapping[str, Callable[[str], date | int]] = {
    "event_date": date.fromisoformat,
    "coded_at": _moment,
    "confidence": _permille,
}
