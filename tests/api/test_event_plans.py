"""The plans of the queries that docs/api.md shows, on a table large enough for a plan to matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from api.event_parameters import event_filter_of
from api.schemas.event_query import DyadQuerySchema, EventQuerySchema
from decameron.embedded.stack import Servers
from store.dyads import dyads_query
from store.event_filter import EventFilter
from store.event_order import Keyset, Sort
from store.events import events_query
from store.migrate import migrate

FILL = Path(__file__).with_name("made_events.sql")
DOCS = Path(__file__).parents[2] / "docs" / "api.md"

INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename IN ('events', 'sentences') AND indexdef NOT LIKE 'CREATE UNIQUE%'
"""


@pytest.fixture(scope="module")
def table(servers: Servers) -> Iterator[psycopg.Connection[Any]]:
    """A database of its own with made events."""
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE plans")
    url = make_conninfo(**{**conninfo_to_dict(servers.database_url), "dbname": "plans"})
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        indexes = connection.execute(INDEXES).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        connection.execute(FILL.read_text(encoding="utf-8"))
        for _, definition in indexes:  # faster made at once than entry by entry
            connection.execute(definition)
        connection.execute("VACUUM ANALYZE")
        yield connection


def documented_queries(path: str) -> list[str]:
    """The queries of that path that docs/api.md shows, but for those of a whole in another format."""
    found = re.findall(rf"{re.escape(path)}\?([^\s'\"`)]+)", DOCS.read_text(encoding="utf-8"))
    return [query for query in dict.fromkeys(found) if "format=" not in query]


def explained(connection: psycopg.Connection[Any], query: sql.Composed, parameters: dict[str, Any]) -> str:
    rows = connection.execute(sql.SQL("EXPLAIN (ANALYZE, BUFFERS) ") + query, parameters, prepare=False)
    return "\n".join(row[0] for row in rows)


def blocks(plan: str) -> int:
    """The blocks that a query looked at, by its topmost node."""
    [first, *_] = re.findall(r"Buffers: shared([^\n]*)", plan)
    return sum(int(number) for number in re.findall(r"(?:hit|read)=(\d+)", first))


def by_index(plan: str) -> bool:
    return "Seq Scan on events" not in plan and re.search(r"(events|sentences)_\w+", plan) is not None


def test_the_page_shows_filters_enough() -> None:
    queries = documented_queries("/v1/events")
    named = {name for query in queries for name, _ in parse_qsl(query)}
    assert len(queries) >= 12
    assert {"dyad", "source", "q", "bbox", "near", "publisher", "sort", "retracted"} <= named


@pytest.mark.parametrize("query", documented_queries("/v1/events"))
def test_every_documented_filter_is_found_by_an_index(table: psycopg.Connection[Any], query: str) -> None:
    wish = EventQuerySchema().load(dict(parse_qsl(query)))
    event_filter, sort = event_filter_of(wish), wish["sort"]
    plan = explained(table, *events_query(event_filter, sort=sort, limit=101))
    assert by_index(plan), plan
    assert blocks(plan) < 25_000, plan


@pytest.mark.parametrize("query", documented_queries("/v1/dyads"))
def test_documented_dyads_are_found_by_an_index(table: psycopg.Connection[Any], query: str) -> None:
    wish = DyadQuerySchema().load(dict(parse_qsl(query)))
    plan = explained(table, *dyads_query(event_filter_of(wish), limit=101))
    assert by_index(plan), plan


SORTS: dict[Sort, str] = {
    "event_date": "event_date",
    "-event_date": "event_date",
    "coded_at": "coded_at",
    "-confidence": "confidence_permille",
}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "event_filter", [EventFilter(), EventFilter(source_country=("USA",))], ids=["all", "a country"]
)
def test_a_late_page_costs_what_the_first_costs(
    table: psycopg.Connection[Any], event_filter: EventFilter, sort: Sort
) -> None:
    column = sql.Identifier(SORTS[sort])
    place = table.execute(
        sql.SQL("SELECT {}, event_id FROM events ORDER BY 1 {}, 2 {} OFFSET 100000 LIMIT 1").format(
            column, *[sql.SQL("DESC" if sort.startswith("-") else "ASC")] * 2
        )
    ).fetchone()
    assert place is not None
    first, late = (
        blocks(explained(table, *events_query(event_filter, sort=sort, limit=10, after=after)))
        for after in (None, Keyset(*place))
    )
    assert late <= 1.5 * first + 8, f"{late} blocks for the 10,000th page of ten, {first} for the first"


def test_dyads_of_countries_go_on_where_they_ended(table: psycopg.Connection[Any]) -> None:
    plan = explained(table, *dyads_query(EventFilter(event_date_from=date(2010, 1, 1)), limit=10))
    assert "events_dyad_idx" in plan
    assert blocks(plan) < 20_000, plan
