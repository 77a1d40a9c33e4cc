"""Dyads: who dealt with whom, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from psycopg import sql

from store.event_filter import EventFilter, where
from store.pool import Connection

Level = Literal["country", "code"]
LEVELS: tuple[Level, ...] = get_args(Level)

DyadSort = Literal["dyad", "-event_count"]
DYAD_SORTS: tuple[DyadSort, ...] = get_args(DyadSort)


@dataclass(frozen=True, slots=True)
class DyadKeyset:
    """The place of a dyad in the order of a page: the page goes on after it."""

    source: str
    target: str
    event_count: int


_COUNTED = sql.SQL("""
SELECT {source} AS source, {target} AS target, count(*) AS event_count,
    min(event_date) AS first_event_date, max(event_date) AS last_event_date,
    avg(goldstein) AS mean_goldstein
FROM events WHERE {source} IS NOT NULL AND {target} IS NOT NULL AND {condition}
""")

# By name, a page begins where the last one ended; by count, all dyads have to be counted for each.
_QUERIES: dict[DyadSort, sql.SQL] = {
    "dyad": sql.SQL("""{counted} AND {after}
GROUP BY {source}, {target} ORDER BY {source}, {target} LIMIT %(limit)s
"""),
    "-event_count": sql.SQL("""
SELECT * FROM ({counted} GROUP BY {source}, {target}) AS dyads WHERE {after}
ORDER BY event_count DESC, source, target LIMIT %(limit)s
"""),
}

_AFTER: dict[DyadSort, sql.SQL] = {
    "dyad": sql.SQL("({source}, {target}) > (%(after_source)s, %(after_target)s)"),
    "-event_count": sql.SQL(
        "(-event_count, source, target) > (-%(after_count)s, %(after_source)s, %(after_target)s)"
    ),
}


def list_dyads(
    conn: Connection,
    event_filter: EventFilter,
    *,
    level: Level = "country",
    sort: DyadSort = "dyad",
    after: DyadKeyset | None = None,
    limit: int,
) -> list[dict[str, Any]]:
    """A page of dyads of the events that are meant, beginning ``after``.

    Rows have ``source``, ``target``, ``event_count``, ``first_event_date``, ``last_event_date`` and
    ``mean_goldstein``. Events without a target make no dyad; at the level of countries, nor do those whose
    source or target has none.
    """
    query, parameters = dyads_query(event_filter, level=level, sort=sort, after=after, limit=limit)
    return conn.execute(query, parameters, prepare=False).fetchall()


def dyads_query(
    event_filter: EventFilter,
    *,
    level: Level = "country",
    sort: DyadSort = "dyad",
    after: DyadKeyset | None = None,
    limit: int,
) -> tuple[sql.Composed, dict[str, Any]]:
    """The query of ``list_dyads``, and the values of its placeholders."""
    condition = where(event_filter)
    columns = {side: sql.Identifier("events", f"{side}_{level}") for side in ("source", "target")}
    query = _QUERIES[sort].format(
        **columns,
        counted=_COUNTED.format(**columns, condition=condition.expression),
        after=sql.SQL("true") if after is None else _AFTER[sort].format(**columns),
    )
    return query, {**condition.parameters, **_place(after), "limit": limit}


def _place(after: DyadKeyset | None) -> dict[str, Any]:
    if after is None:
        return {}
    return {"after_source": after.source, "after_target": after.target, "after_count": after.event_count}
