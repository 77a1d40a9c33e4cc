"""Cancelling a job: what still waits is given up, what a worker holds is finished."""

from __future__ import annotations

from uuid import UUID

from store.jobs import end_articles
from store.pool import Connection
from store.queue import leave_queue

# A claim that is under way is waited for; what it took is then no longer among the rows.
_LOCK_WAITING = """
SELECT article_id FROM queue
WHERE lease_token IS NULL AND article_id IN (
    SELECT article_id FROM job_articles
    WHERE job_id = %(job_id)s AND outcome IS NULL AND article_id > %(after)s)
ORDER BY article_id LIMIT %(most)s FOR UPDATE
"""

_LOCK_ARTICLES = "SELECT FROM articles WHERE article_id = ANY(%s) ORDER BY article_id FOR NO KEY UPDATE"

_WANTED_ELSEWHERE = """
SELECT DISTINCT article_id FROM job_articles
WHERE article_id = ANY(%(article_ids)s) AND job_id <> %(job_id)s AND outcome IS NULL
"""

_CANCEL = "UPDATE articles SET state = 'cancelled' WHERE article_id = ANY(%s)"

BEFORE_ALL = UUID(int=0)


def cancel_waiting(conn: Connection, job_id: UUID, *, after: UUID = BEFORE_ALL, most: int) -> UUID | None:
    """Cancel up to ``most`` articles of a job that wait, by article_id, from the first ``after``.

    An article that another job waits for too is cancelled for this job alone and coded for the other.
    Returns the last article that was cancelled, to go on from; None where none waits any more.
    """
    given = {"job_id": job_id, "after": after, "most": most}
    article_ids: list[UUID] = [row["article_id"] for row in conn.execute(_LOCK_WAITING, given)]
    if not article_ids:
        return None
    conn.execute(_LOCK_ARTICLES, (article_ids,))
    wanted = {
        row["article_id"]
        for row in conn.execute(_WANTED_ELSEWHERE, {"article_ids": article_ids, "job_id": job_id})
    }
    given_up = [article_id for article_id in article_ids if article_id not in wanted]
    leave_queue(conn, given_up)
    conn.execute(_CANCEL, (given_up,))
    end_articles(conn, "cancelled", dict.fromkeys(article_ids), job_id=job_id)
    return article_ids[-1]
