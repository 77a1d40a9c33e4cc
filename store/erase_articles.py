"""Erasing an article: its text goes and everything that quotes it; that it was here stays known."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from store.change_seq import take_change_seqs
from store.jobs import end_articles
from store.pool import Connection
from store.queue import leave_queue

EventsFate = Literal["keep", "retract"]

# In the order that all locks are taken in; whoever codes the article comes back to a lease that is lost.
_LOCK_QUEUED = "SELECT FROM queue WHERE article_id = %s FOR UPDATE"
_LOCK_ARTICLE = "SELECT state FROM articles WHERE article_id = %s FOR NO KEY UPDATE"

_ERASE = "UPDATE articles SET state = 'erased', text = NULL, title = NULL, error = NULL WHERE article_id = %s"

_FORGET_SENTENCES = """
DELETE FROM sentences WHERE event_id IN (SELECT event_id FROM events WHERE article_id = %s)
RETURNING event_id
"""

_FORGET_EXPLANATIONS = """
DELETE FROM explanations WHERE event_id IN (SELECT event_id FROM events WHERE article_id = %s)
"""


def erase_article(conn: Connection, article_id: UUID, *, events: EventsFate) -> bool:
    """Erase an article's text and title, and the sentences and explanations of its events.

    Its events are kept without them, or retracted; in either case the change feed tells of them. Publisher,
    URL, external id and sightings stay, and so does its identity: the same text again is known and erased,
    and is not stored. An article that waits leaves the queue, one that is being coded keeps no result, and
    jobs count it as erased. Erasing again changes nothing, but that events which were kept may be retracted.
    The caller commits at once, as the change counter is held until then.

    Returns False where there is no such article.
    """
    conn.execute(_LOCK_QUEUED, (article_id,))
    article = conn.execute(_LOCK_ARTICLE, (article_id,)).fetchone()
    if article is None:
        return False
    leave_queue(conn, [article_id])
    if article["state"] != "erased":
        conn.execute(_ERASE, (article_id,))
    end_articles(conn, "erased", {article_id: None})
    changed = [row["event_id"] for row in conn.execute(_FORGET_SENTENCES, (article_id,))]
    conn.execute(_FORGET_EXPLANATIONS, (article_id,))
    if events == "retract":
        _retract(conn, article_id)
    else:
        _note_changed(conn, changed)
    return True


_STANDING = "SELECT event_id FROM events WHERE article_id = %s AND retracted_at IS NULL FOR UPDATE"

_RETRACT = """
UPDATE events
SET retracted_at = clock_timestamp(), change_seq = given.change_seq, change_reason = 'retracted'
FROM unnest(%(event_ids)s::uuid[], %(change_seqs)s::bigint[]) AS given (event_id, change_seq)
WHERE events.event_id = given.event_id
"""


def _retract(conn: Connection, article_id: UUID) -> None:
    event_ids = [row["event_id"] for row in conn.execute(_STANDING, (article_id,))]
    _number(conn, _RETRACT, event_ids)


_STANDING_AMONG = "SELECT event_id FROM events WHERE event_id = ANY(%s) AND retracted_at IS NULL FOR UPDATE"

_CHANGE = """
UPDATE events SET change_seq = given.change_seq, change_reason = 'changed'
FROM unnest(%(event_ids)s::uuid[], %(change_seqs)s::bigint[]) AS given (event_id, change_seq)
WHERE events.event_id = given.event_id
"""


def _note_changed(conn: Connection, event_ids: list[UUID]) -> None:
    """An event without its sentence is a changed event: whoever keeps a copy is to hear of it."""
    standing = [row["event_id"] for row in conn.execute(_STANDING_AMONG, (event_ids,))]
    _number(conn, _CHANGE, standing)


def _number(conn: Connection, update: str, event_ids: list[UUID]) -> None:
    if event_ids:
        change_seqs = list(take_change_seqs(conn, len(event_ids)))
        conn.execute(update, {"event_ids": event_ids, "change_seqs": change_seqs})
