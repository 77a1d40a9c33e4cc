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
ON CONFLICT DO NOTHING
RETURNING article_id
"""

Standing = Mapping[UUID, tuple[str, str | None]]


def insert_job(conn: Connection, articles: Standing) -> UUID:
    """Make a job of articles, each given with its state and error as it stands, and return its id.

    The caller holds the locks of the articles that were there before, so that none ends unseen meanwhile.
    """
    job_id = uuid7()
    pending, counts = _divided(articles)
    state = _state(total=len(articles), pending=pending, counts=counts, running=_any_coding(articles))
    job = {"job_id": job_id, "state": state, "total": len(articles), "pending": pending}
    conn.execute(_INSERT_JOB, {**job, "counts": Jsonb(counts)})
    _insert_job_articles(conn, job_id, articles)
    return job_id


_LOCK_JOB = """
SELECT state, total, pending, counts, started_at FROM jobs WHERE job_id = %s FOR NO KEY UPDATE
"""

_EXTEND_JOB = """
UPDATE jobs
SET state = %(state)s, total = %(total)s, pending = %(pending)s, counts = %(counts)s,
    started_at = CASE WHEN %(state)s = 'running' THEN coalesce(started_at, now()) ELSE started_at END,
    finished_at = CASE WHEN %(pending)s = 0 THEN coalesce(finished_at, now()) END
WHERE job_id = %(job_id)s
"""


def extend_job(conn: Connection, job_id: UUID, articles: Standing) -> None:
    """Add articles to a job, as ``insert_job`` takes them; those that it has already stay as they are.

    A job that was finished is open again when one that is added waits.
    """
    added = _insert_job_articles(conn, job_id, articles)
    more, counts = _divided(added)
    [job] = conn.execute(_LOCK_JOB, (job_id,))
    total, pending = job["total"] + len(added), job["pending"] + more
    counts += Counter[str](job["counts"])
    running = job["started_at"] is not None or _any_coding(added)
    state = _state(total=total, pending=pending, counts=counts, running=running)
    changed = {"job_id": job_id, "state": state, "total": total, "pending": pending, "counts": Jsonb(counts)}
    conn.execute(_EXTEND_JOB, changed)


def _insert_job_articles(conn: Connection, job_id: UUID, articles: Standing) -> Standing:
    """Those of the articles that the job did not have."""
    given = {
        "job_id": job_id,
        "article_ids": list(articles),
        "outcomes": [state if _is_outcome(state) else None for state, _ in articles.values()],
        "errors": [error for _, error in articles.values()],
    }
    inserted = _article_ids(conn.execute(_INSERT_JOB_ARTICLES, given))
    return {article_id: articles[article_id] for article_id in inserted}


def _divided(articles: Standing) -> tuple[int, Counter[str]]:
    """How many articles wait, and how many have come to each outcome."""
    counts = Counter(state for state, _ in articles.values() if _is_outcome(state))
    return len(articles) - counts.total(), counts


def _any_coding(articles: Standing) -> bool:
    return any(state == "coding" for state, _ in articles.values())


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
    AND (%(job_id)s::uuid IS NULL OR job_id = %(job_id)s)
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


def end_articles(
    conn: Connection, outcome: Outcome, errors: Mapping[UUID, str | None], *, job_id: UUID | None = None
) -> None:
    """Record what became of articles in every job that waits for them, and end the jobs that wait no more.

    ``errors`` has the articles, each with its error or None. The caller holds their locks. With ``job_id``
    they end in that job alone.
    """
    given: dict[str, Any] = {"outcome": outcome, "article_ids": list(errors), "errors": list(errors.values())}
    given["job_id"] = job_id
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
SELECT job_id, count(*) AS coding
FROM queue JOIN job_articles USING (article_id)
WHERE queue.lease_token IS NOT NULL AND job_id = ANY(%s) AND outcome IS NULL
GROUP BY job_id
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
    [job] = told_counts(conn, [job])
    job["errors"] = conn.execute(_JOB_ERRORS, (job_id, _ERRORS_TOLD)).fetchall()
    if job["total"] <= _ARTICLES_TOLD:
        job["article_ids"] = _article_ids(conn.execute(_JOB_ARTICLES, (job_id, _ARTICLES_TOLD)))
    return job


def told_counts(conn: Connection, jobs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Jobs with all of their articles in ``counts``, those that are waited for too, and without ``pending``.

    How these divide is told from what workers hold at this moment.
    """
    waited_for = [job["job_id"] for job in jobs if job["pending"]]
    rows = conn.execute(_COUNT_CODING, (waited_for,)).fetchall() if waited_for else []
    coding = {row["job_id"]: row["coding"] for row in rows}
    return [_told(job, coding.get(job["job_id"], 0)) for job in jobs]


def _told(job: dict[str, Any], held: int) -> dict[str, Any]:
    pending = job["pending"]
    coding = min(held, pending)
    counts = {"queued": pending - coding, "coding": coding}
    told = {name: value for name, value in job.items() if name != "pending"}
    return told | {"counts": {state: number for state, number in counts.items() if number} | job["counts"]}


def _article_ids(rows: Iterable[dict[str, Any]]) -> list[UUID]:
    return [row["article_id"] for row in rows]
