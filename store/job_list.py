"""Jobs read page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import sql

from store.condition import RowCondition, all_hold
from store.jobs import told_counts
from store.pool import Connection

_OPEN = frozenset({"queued", "running"})


@dataclass(frozen=True, slots=True)
class JobFilter:
    """All that is given must hold; of several states, any. Times are inclusive."""

    state: tuple[str, ...] = ()
    created_at_from: datetime | None = None
    created_at_to: datetime | None = None


_CONDITIONS: Mapping[str, sql.Composable] = {
    "state": sql.SQL("state = ANY(%(state)s)"),
    "created_at_from": sql.SQL("created_at >= %(created_at_from)s"),
    "created_at_to": sql.SQL("created_at <= %(created_at_to)s"),
}


def jobs_where(job_filter: JobFilter) -> RowCondition:
    """The filter as a condition over ``jobs``; values are parameters, never part of the SQL."""
    parameters = {name: getattr(job_filter, name) for name in JobFilter.__slots__}
    parameters["state"] = list(job_filter.state)
    condition = all_hold(_CONDITIONS, parameters)
    if job_filter.state and _OPEN.issuperset(job_filter.state):
        unfinished = sql.SQL(" AND finished_at IS NULL")  # what the index of open jobs asks for
        return RowCondition(condition.expression + unfinished, condition.parameters)
    return condition


_LIST_JOBS = sql.SQL("""
SELECT job_id, state, total, total - pending AS done, pending, counts, created_at, started_at, finished_at
FROM jobs WHERE {condition}{after}
ORDER BY job_id DESC LIMIT %(limit)s
""")

_AFTER = sql.SQL(" AND job_id < %(after)s")


def list_jobs(
    conn: Connection, job_filter: JobFilter, *, after: UUID | None = None, limit: int
) -> list[dict[str, Any]]:
    """A page of jobs, the newest first, from the first ``after``; ``counts`` has the articles by state."""
    condition = jobs_where(job_filter)
    query = _LIST_JOBS.format(condition=condition.expression, after=_AFTER if after else sql.SQL(""))
    rows = conn.execute(query, {**condition.parameters, "after": after, "limit": limit}).fetchall()
    return told_counts(conn, rows)
