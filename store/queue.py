"""The queue: articles that wait, and articles that a worker holds under a lease.

A lease is a token with a time to live on the database's clock. Whoever comes back with a token that is no
longer in the queue has lost the article to another and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any
from uuid import UUID

from store.jobs import end_articles, start_jobs
from store.pool import Connection

# A sweep that found ten thousand expired leases would hold as many locks.
_SWEPT_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """An article in a worker's hands: ``attempts`` counts this one."""

    article_id: UUID
    lease_token: UUID
    attempts: int
    text: str
    published_date: date
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Freed:
    """What a sweep took back: articles queued again, and articles given up."""

    requeued: list[UUID]
    failed: list[UUID]


# A job's articles take one turn each, after the turn that is being served: so the jobs that wait go round.
_ENQUEUE = """
INSERT INTO queue (article_id, interactive, turn)
SELECT article_id, %(interactive)s, place + coalesce((
    SELECT min(turn) FROM queue WHERE interactive = %(interactive)s AND lease_token IS NULL), 0)
FROM unnest(%(article_ids)s::uuid[]) WITH ORDINALITY AS given (article_id, place)
"""


def enqueue(conn: Connection, article_ids: Sequence[UUID], *, interactive: bool) -> None:
    """Queue the articles of one job, in this order, fairly beside those of the others."""
    if article_ids:
        conn.execute(_ENQUEUE, {"article_ids": list(article_ids), "interactive": interactive})


# A row that is locked is being claimed or ended, so there is nothing to hurry; waiting for it could deadlock.
_PROMOTE = """
UPDATE queue SET interactive = true, turn = 1 + coalesce((
    SELECT min(turn) FROM queue WHERE interactive AND lease_token IS NULL), 0)
WHERE article_id IN (
    SELECT article_id FROM queue
    WHERE article_id = ANY(%s) AND lease_token IS NULL AND NOT interactive
    FOR UPDATE SKIP LOCKED)
"""


def promote(conn: Connection, article_ids: Collection[UUID]) -> None:
    """Let those of the articles that still wait in the bulk queue wait in the interactive one."""
    if article_ids:
        conn.execute(_PROMOTE, (list(article_ids),))


_NEXT_ROWS = """
SELECT article_id, interactive, attempts FROM queue
WHERE lease_token IS NULL
ORDER BY interactive DESC, turn, article_id
LIMIT %s FOR UPDATE SKIP LOCKED
"""

_LOCK_ARTICLES = "SELECT FROM articles WHERE article_id = ANY(%s) ORDER BY article_id FOR NO KEY UPDATE"

_LEASE = """
UPDATE queue
SET lease_token = gen_random_uuid(),
    leased_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s),
    worker = %(worker)s, attempts = attempts + 1
WHERE article_id = ANY(%(article_ids)s)
RETURNING article_id, lease_token, attempts
"""

_BEGIN_CODING = """
UPDATE articles SET state = 'coding' WHERE article_id = ANY(%s)
RETURNING article_id, text, published_date, title, url, publisher, language
"""


def claim_articles(conn: Connection, *, worker: str, batch_size: int, lease_seconds: float) -> list[Claim]:
    """Take up to ``batch_size`` waiting articles for ``lease_seconds``; empty when none waits.

    Interactive ones go first and apart, then the jobs in turn. An article that was tried before comes alone,
    so that one which brings its worker down takes no other along. The attempt is counted by the caller's
    commit, which comes before any work.
    """
    rows = conn.execute(_NEXT_ROWS, (batch_size,)).fetchall()
    article_ids = [row["article_id"] for row in _batch(rows)]
    if not article_ids:
        return []
    conn.execute(_LOCK_ARTICLES, (article_ids,))
    given = {"article_ids": article_ids, "worker": worker, "lease_seconds": lease_seconds}
    leases = {row["article_id"]: row for row in conn.execute(_LEASE, given)}
    articles = {row["article_id"]: row for row in conn.execute(_BEGIN_CODING, (article_ids,))}
    start_jobs(conn, article_ids)
    return [Claim(**articles[each] | leases[each]) for each in article_ids]


def _batch(rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Those of the next rows that may be coded together."""
    if rows and rows[0]["attempts"]:
        return rows[:1]
    return list(
        takewhile(lambda row: row["interactive"] == rows[0]["interactive"] and not row["attempts"], rows)
    )


# By article_id, as everybody locks: a sweep and a release of the same rows never wait for each other.
_EXTEND = """
UPDATE queue SET leased_until = clock_timestamp() + make_interval(secs => %(lease_seconds)s)
WHERE article_id IN (
    SELECT article_id FROM queue WHERE lease_token = ANY(%(tokens)s) ORDER BY article_id FOR UPDATE)
RETURNING lease_token
"""


def extend_leases(conn: Connection, tokens: Collection[UUID], *, lease_seconds: float) -> set[UUID]:
    """The heartbeat: hold on for ``lease_seconds`` from now. Tokens missing from the answer are lost."""
    rows = conn.execute(_EXTEND, {"tokens": list(tokens), "lease_seconds": lease_seconds})
    return {row["lease_token"] for row in rows}


_LOCK_HELD = "SELECT article_id FROM queue WHERE lease_token = ANY(%s) ORDER BY article_id FOR UPDATE"


def release_claims(conn: Connection, tokens: Collection[UUID]) -> int:
    """Hand back untouched what is still held, its attempt not counted; the number of articles handed back."""
    article_ids = [row["article_id"] for row in conn.execute(_LOCK_HELD, (list(tokens),))]
    _requeue(conn, article_ids, untried=1)
    return len(article_ids)


_LOCK_EXPIRED = """
SELECT article_id, attempts, worker, last_error FROM queue
WHERE lease_token IS NOT NULL AND leased_until < clock_timestamp()
ORDER BY article_id LIMIT %s FOR UPDATE SKIP LOCKED
"""


def free_expired(conn: Connection, *, max_attempts: int) -> Freed:
    """Queue again what dead workers held, and fail what has been tried ``max_attempts`` times.

    Frees up to 500 articles; one that is given up counts in every job that waits for it.
    """
    rows = conn.execute(_LOCK_EXPIRED, (_SWEPT_AT_ONCE,)).fetchall()
    requeued = [row["article_id"] for row in rows if row["attempts"] < max_attempts]
    given_up = {row["article_id"]: _not_survived(row) for row in rows if row["attempts"] >= max_attempts}
    _requeue(conn, requeued)
    _give_up(conn, given_up)
    return Freed(requeued=requeued, failed=list(given_up))


def _not_survived(row: dict[str, Any]) -> str:
    earlier = f"; an earlier attempt said: {row['last_error']}" if row["last_error"] else ""
    return f"no worker survived coding it: {row['attempts']} attempts, the last by {row['worker']}{earlier}"


_LOCK_CLAIM = "SELECT FROM queue WHERE article_id = %s AND lease_token = %s FOR UPDATE"


def hold_claim(conn: Connection, claim: Claim) -> bool:
    """Whether the claim is still held; if so, nobody takes it until the transaction ends."""
    return conn.execute(_LOCK_CLAIM, (claim.article_id, claim.lease_token)).fetchone() is not None


_NOTE_ERROR = "UPDATE queue SET last_error = %s WHERE article_id = %s"


def fail_claim(conn: Connection, claim: Claim, *, error: str, max_attempts: int) -> bool:
    """Record that coding a claimed article failed; True when it has failed for good.

    It is queued again until it has been tried ``max_attempts`` times. A claim that is lost changes nothing.
    """
    if not hold_claim(conn, claim):
        return False
    if claim.attempts >= max_attempts:
        _give_up(conn, {claim.article_id: error})
        return True
    conn.execute(_NOTE_ERROR, (error, claim.article_id))
    _requeue(conn, [claim.article_id])
    return False


_COUNT_QUEUED = "SELECT count(*) AS queued FROM queue WHERE lease_token IS NULL"


def count_queued(conn: Connection) -> int:
    """How many articles wait for a worker; those in a worker's hands are not counted."""
    [row] = conn.execute(_COUNT_QUEUED)
    return int(row["queued"])


_ANY_QUEUED = "SELECT EXISTS (SELECT FROM queue WHERE lease_token IS NULL) AS waiting"


def any_queued(conn: Connection) -> bool:
    """Whether an article waits for a worker; costs the same however many do, where a count does not."""
    [row] = conn.execute(_ANY_QUEUED)
    return bool(row["waiting"])


_REMOVE = "DELETE FROM queue WHERE article_id = ANY(%s)"


def leave_queue(conn: Connection, article_ids: Collection[UUID]) -> None:
    """Take articles out of the queue: they have come to an end."""
    conn.execute(_REMOVE, (list(article_ids),))


# In front, not behind all that came meanwhile. A queue that ran empty has begun again at turn 0.
_PUT_BACK = """
UPDATE queue
SET lease_token = NULL, leased_until = NULL, worker = NULL, attempts = attempts - %(untried)s,
    turn = least(turn, (
        SELECT min(turn) FROM queue AS other
        WHERE other.interactive = queue.interactive AND other.lease_token IS NULL))
WHERE article_id = ANY(%(article_ids)s)
"""

_WAIT_AGAIN = "UPDATE articles SET state = 'queued' WHERE article_id = ANY(%s)"


def _requeue(conn: Connection, article_ids: list[UUID], *, untried: int = 0) -> None:
    if article_ids:
        conn.execute(_LOCK_ARTICLES, (article_ids,))
        conn.execute(_PUT_BACK, {"article_ids": article_ids, "untried": untried})
        conn.execute(_WAIT_AGAIN, (article_ids,))


_FAIL = """
UPDATE articles SET state = 'failed', error = given.error
FROM unnest(%(article_ids)s::uuid[], %(errors)s::text[]) AS given (article_id, error)
WHERE articles.article_id = given.article_id
"""


def _give_up(conn: Connection, errors: dict[UUID, str]) -> None:
    if errors:
        conn.execute(_LOCK_ARTICLES, (list(errors),))
        leave_queue(conn, errors)
        conn.execute(_FAIL, {"article_ids": list(errors), "errors": list(errors.values())})
        end_articles(conn, "failed", errors)
