"""Articles, the places where they were seen, and their submission."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from coders.article_identity import article_identity
from store.jobs import extend_job, insert_job
from store.pool import Connection
from store.queue import enqueue, promote
from store.uuid7 import uuid7

# Nobody has coded these: who submits one again wants it done.
_TRIED_AGAIN = frozenset({"failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class NewArticle:
    """A text as submitted. ``language`` is a BCP 47 code such as ``en``, or None to have it detected."""

    text: str
    published_date: date
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a submitted text became: ``known`` where the same article was there, and this is a sighting."""

    article_id: UUID
    known: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """A job, and a receipt for each submitted text in the order of submission."""

    job_id: UUID
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A submitted article as it stands: ``new`` where this submission brought it."""

    article_id: UUID
    state: str
    error: str | None
    new: bool


def submit_articles(
    conn: Connection,
    articles: Sequence[NewArticle],
    *,
    interactive: bool = False,
    job_id: UUID | None = None,
) -> Submission:
    """Store articles, queue those that nobody has coded, and make one job of all, or add them to ``job_id``.

    The same text, published date and language again is the same article, once in the job and one sighting
    more; one that failed or was cancelled is queued anew. Articles that are known and finished count as
    done at once. ``interactive`` ones are coded ahead of all others.

    Raises:
        ValueError: no article is given.
    """
    if not articles:
        raise ValueError("a submission needs at least one article")
    identities = [article_identity(each.text, each.published_date, each.language) for each in articles]
    first = {identity: at for at, identity in reversed(list(enumerate(identities)))}
    standing = _store(conn, {identity: articles[at] for identity, at in first.items()})
    receipts = tuple(
        Receipt(standing[identity].article_id, known=not standing[identity].new or first[identity] != at)
        for at, identity in enumerate(identities)
    )
    _insert_sightings(conn, [pair for pair in zip(receipts, articles, strict=True) if pair[0].known])
    # dicts keep the order of submission, and the queue keeps that of the dict
    in_order = [standing[identity] for identity in dict.fromkeys(identities)]
    _requeue(conn, [each.article_id for each in in_order if each.state in _TRIED_AGAIN])
    states = {
        each.article_id: ("queued", None) if each.state in _TRIED_AGAIN else (each.state, each.error)
        for each in in_order
    }
    if job_id is None:
        job_id = insert_job(conn, states)
    else:
        extend_job(conn, job_id, states)
    fresh = [each.article_id for each in in_order if each.new or each.state in _TRIED_AGAIN]
    enqueue(conn, fresh, interactive=interactive)
    if interactive:
        promote(conn, [article_id for article_id in states if article_id not in set(fresh)])
    return Submission(job_id, receipts)


# In the order of their identities, so that two submissions of the same texts wait for each other in turn.
_INSERT_ARTICLES = """
INSERT INTO articles (
    article_id, identity_hash, text, published_date, title, url, publisher, language, external_id)
SELECT * FROM unnest(
    %(article_id)s::uuid[], %(identity_hash)s::bytea[], %(text)s::text[], %(published_date)s::date[],
    %(title)s::text[], %(url)s::text[], %(publisher)s::text[], %(language)s::text[], %(external_id)s::text[])
ORDER BY 2
ON CONFLICT (identity_hash) DO NOTHING
RETURNING identity_hash, article_id, state, error
"""

_LOCK_KNOWN = """
SELECT identity_hash, article_id, state, error FROM articles
WHERE identity_hash = ANY(%s) ORDER BY article_id FOR NO KEY UPDATE
"""


def _store(conn: Connection, articles: Mapping[bytes, NewArticle]) -> dict[bytes, _Standing]:
    """Insert what is not there and lock what is, so that none of it ends while its job is made."""
    columns: dict[str, list[Any]] = {
        "identity_hash": list(articles),
        "article_id": [uuid7() for _ in articles],
    }
    for name in NewArticle.__slots__:
        columns[name] = [getattr(each, name) for each in articles.values()]
    new = _standing(conn.execute(_INSERT_ARTICLES, columns).fetchall(), new=True)
    missing = [identity for identity in articles if identity not in new]
    known = conn.execute(_LOCK_KNOWN, (missing,)).fetchall() if missing else []
    return new | _standing(known, new=False)


def _standing(rows: Collection[dict[str, Any]], *, new: bool) -> dict[bytes, _Standing]:
    return {
        row["identity_hash"]: _Standing(row["article_id"], row["state"], row["error"], new=new)
        for row in rows
    }


_INSERT_SIGHTINGS = """
INSERT INTO sightings (article_id, publisher, url, external_id)
SELECT * FROM unnest(%(article_id)s::uuid[], %(publisher)s::text[], %(url)s::text[], %(external_id)s::text[])
"""


def _insert_sightings(conn: Connection, seen: Sequence[tuple[Receipt, NewArticle]]) -> None:
    if seen:
        columns = {
            "article_id": [receipt.article_id for receipt, _ in seen],
            "publisher": [article.publisher for _, article in seen],
            "url": [article.url for _, article in seen],
            "external_id": [article.external_id for _, article in seen],
        }
        conn.execute(_INSERT_SIGHTINGS, columns)


_REQUEUE = "UPDATE articles SET state = 'queued', error = NULL WHERE article_id = ANY(%s)"


def _requeue(conn: Connection, article_ids: list[UUID]) -> None:
    if article_ids:
        conn.execute(_REQUEUE, (article_ids,))


_GET_ARTICLE = """
SELECT article_id, text, published_date, title, url, publisher, language, external_id, state, error,
       detected_language, profile, coder_version, codebook_version, received_at, coded_at,
       (SELECT count(*) FROM events AS e
        WHERE e.article_id = articles.article_id AND retracted_at IS NULL) AS event_count,
       (SELECT job_id FROM job_articles AS j
        WHERE j.article_id = articles.article_id ORDER BY job_id DESC LIMIT 1) AS job_id
FROM articles WHERE article_id = %s
"""

_SIGHTINGS = """
SELECT publisher, url, external_id, seen_at FROM sightings WHERE article_id = %s ORDER BY sighting_id
"""


def get_article(conn: Connection, article_id: UUID) -> dict[str, Any] | None:
    """An article with its sightings, the number of its events and its latest job, or None.

    ``sightings`` are the times it was submitted again, first to last.
    """
    article = conn.execute(_GET_ARTICLE, (article_id,)).fetchone()
    if article is None:
        return None
    return article | {"sightings": conn.execute(_SIGHTINGS, (article_id,)).fetchall()}
