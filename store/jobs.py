"""Jobs: the articles of one submission, and what became of each.

An article may belong to several jobs. Whoever holds several locks takes them in this order: queue rows,
articles, job_articles, jobs (each by id), and the change counter last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

from psycopg.types.json import Jsonb

from store.pool import Connection
from store.uuid7 import uuid7

Outcome = Literal["coded", "no_events", "unsupported_language", "failed", "cancelled", "erased"]
JobState = Literal["queued", "running", "done", "failed", "cancelled"]

_ERRORS_TOLD = 20
_ARTICLES_TOLD = 20

_INSERT_JOB = """
INSERT INTO jobs (job_id, state, total, pending, counts, started_at, finished_at)
VALUES (%(job_id)s, %(state)s, %(total)s, %(pending)s, %(counts)s,
        CASE WHEN %(state)s = 'running' THEN now() END, CASE WHEN %(pending)s = 0 THEN now() END)
"""

_INSERT_JOB_ARTICLES = """
INSERT INTO job_articles (job_id, article_id, outcome, error)
SELECT %(job_id)s, article_id, outcome, error
FROM unnest(%(article_ids)s::uuid[], %(outcomes)s::text[], %(errors)s::text[])
    AS given (article_id, outcome, error)
"""


def insert_job(conn: Connection, articles: Mapping[UUID, tuple[str, str | None]]) -> UUID:
    """Make a job of articles, each given with its state and error as it stands, and return its id.

    The caller holds the locks of the articles that were there before, so that none ends unseen meanwhile.
    """
    job_id = uuid7()
    waiting = [state for state, _ in articles.values() if not _is_outcome(state)]
    counts = Counter(state for state, _ in articles.values() if _is_outcome(state))
    state = _state(total=len(articles), pending=len(waiting), counts=counts, running="coding" in waiting)
    job = {"job_id": job_id, "state": state, "total": len(articles), "pending": len(waiting)}
    conn.execute(_INSERT_JOB, {**job, "counts": Jsonb(counts)})
    conn.execute(
        _INSERT_JOB_ARTICLES,
        {
            "job_id": job_id,
            "article_ids": list(articles),
            "outcomes": [state if _is_outcome(state) else None for state, _ in articles.values()],
            "errors": [error for _, error in articles.values()],
        },
    )
    return job_id


# Whoever holds a job's row sets it running too, or ends it: a claim has no need to wait for that.
_START_JOBS = """
UPDATE jobs SET state = 'running', started_at = clock_timestamp()
FROM (
    SELECT job_id FROM jobs
    WHERE state = 'queued' AND job_id IN (
        SELECT job_id FROM job_articles WHERE article_id = ANY(%(article_ids)s) AND outcome IS NULL)
    FOR UPDATE SKIP LOCKED
) AS starting
WHERE jobs.job_id = starting.job_id
"""


def start_jobs(conn: Connection, article_ids: Sequence[UUID]) -> None:
    """Set the queued jobs that wait for any of these articles to running."""
    conn.execute(_START_JOBS, {"article_ids": list(article_ids)})


_END_ARTICLES = """
UPDATE job_articles SET outcome = %(outcome)s, error = given.error
FROM unnest(%(article_ids)s::uuid[], %(errors)s::text[]) AS given (article_id, error)
WHERE job_articles.article_id = given.article_id AND outcome IS NULL
RETURNING job_id
"""

_LOCK_JOBS = """
SELECT job_id, total, pending, counts FROM jobs WHERE job_id = ANY(%(job_ids)s) ORDER BY job_id FOR UPDATE
"""

_COUNT_DOWN = """
UPDATE jobs
SET state = %(state)s, pending = %(pending)s, counts = %(counts)s,
    started_at = coalesce(started_at, now()),
    finished_at = CASE WHEN %(pending)s = 0 THEN clock_timestamp() END
WHERE job_id = %(job_id)s
"""


def end_articles(conn: Connection, outcome: Outcome, errors: Mapping[UUID, str | None]) -> None:
    """Record what became of articles in every job that waits for them, and end the jobs that wait no more.

    ``errors`` has the articles, each with its error or None. The caller holds their locks.
    """
    given = {"outcome": outcome, "article_ids": list(errors), "errors": list(errors.values())}
    ended = Counter(row["job_id"] for row in conn.execute(_END_ARTICLES, given))
    jobs = conn.execute(_LOCK_JOBS, {"job_ids": list(ended)}).fetchall()
    for job in jobs:
        pending = job["pending"] - ended[job["job_id"]]
        counts = Counter[str](job["counts"]) + Counter[str]({outcome: ended[job["job_id"]]})
        state = _state(total=job["total"], pending=pending, counts=counts, running=True)
        changed = {"job_id": job["job_id"], "state": state, "pending": pending, "counts": Jsonb(counts)}
        conn.execute(_COUNT_DOWN, changed)


def _is_outcome(article_state: str) -> bool:
    return article_state not in {"queued", "coding"}


def _state(*, total: int, pending: int, counts: Mapping[str, int], running: bool) -> JobState:
    """A job has failed, or was cancelled, when all of its articles were; otherwise it is done."""
    if pending:
        return "running" if running else "queued"
    if counts.get("failed", 0) == total:
        return "failed"
    return "cancelled" if counts.get("cancelled", 0) == total else "done"


_GET_JOB = """
SELECT job_id, state, total, total - pending AS done, pending, counts, created_at, started_at, finished_at
FROM jobs WHERE job_id = %s
"""

_COUNT_CODING = """
SELECT count(*) AS coding
FROM queue JOIN job_articles USING (article_id)
WHERE queue.lease_token IS NOT NULL AND job_id = %s AND outcome IS NULL
"""

_JOB_ERRORS = """
SELECT article_id, error FROM job_articles
WHERE job_id = %s AND outcome = 'failed' ORDER BY article_id LIMIT %s
"""

_JOB_ARTICLES = "SELECT article_id FROM job_articles WHERE job_id = %s ORDER BY article_id LIMIT %s"


def get_job(conn: Connection, job_id: UUID) -> dict[str, Any] | None:
    """A job as it stands, or None where there is no such job.

    ``counts`` has the number of articles by state, ``done`` how many have come to an end; ``errors`` tells
    of the first twenty articles that failed, ``article_ids`` names the articles of a job of at most twenty.
    """
    job = conn.execute(_GET_JOB, (job_id,)).fetchone()
    if job is None:
        return None
    job["counts"] = _waiting_counts(conn, job_id, job.pop("pending")) | job["counts"]
    job["errors"] = conn.execute(_JOB_ERRORS, (job_id, _ERRORS_TOLD)).fetchall()
    if job["total"] <= _ARTICLES_TOLD:
        job["article_ids"] = _article_ids(conn.execute(_JOB_ARTICLES, (job_id, _ARTICLES_TOLD)))
    return job


def _waiting_counts(conn: Connection, job_id: UUID, pending: int) -> dict[str, int]:
    """How the articles that have no outcome yet divide, told from what workers hold at this moment."""
    if not pending:
        return {}
    [row] = conn.execute(_COUNT_CODING, (job_id,))
    coding = min(row["coding"], pending)
    counts = {"queued": pending - coding, "coding": coding}
    return {state: number for state, number in counts.items() if number}


def _article_ids(rows: Iterable[dict[str, Any]]) -> list[UUID]:
    return [row["article_id"] for row in rows]
