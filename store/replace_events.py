"""Storing what the coder made of an article: one transaction, fenced, and idempotent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from psycopg import errors, sql
from psycopg.types.json import Jsonb

from coders.models import CodedArticle
from store.change_seq import take_change_seqs
from store.event_changes import EventChanges, Row, event_changes
from store.event_rows import CODED_COLUMNS, coded_columns
from store.jobs import end_articles
from store.pool import Connection
from store.queue import Claim, hold_claim, leave_queue


class EventIdTaken(Exception):  # noqa: N818 -- says what happened, as its neighbours do
    """An event has the id of another article's event; an id must hash the article's identity."""


@dataclass(frozen=True, slots=True)
class ReplaceResult:
    """How many events were written anew, changed (or came back), retracted, and left as they were."""

    inserted: int
    changed: int
    retracted: int
    unchanged: int


def replace_for_article(
    conn: Connection,
    claim: Claim,
    coded: CodedArticle,
    *,
    coder_version: str,
    codebook_version: str,
    profile: str,
) -> ReplaceResult | None:
    """Make the events of a claimed article those that were coded, and end the article in queue and jobs.

    An event that is the same keeps its versions, its time and its change_seq; one that the coding no longer
    gives is retracted and kept. None, and nothing is changed, where the lease is lost. The caller commits at
    once: every other writer waits for the change counter until then.

    Raises:
        EventIdTaken: an event_id belongs to another article.
    """
    if not hold_claim(conn, claim):
        return None
    versions = {"profile": profile, "coder_version": coder_version, "codebook_version": codebook_version}
    _end_article(conn, claim, coded, versions)
    rows = {event.event_id: coded_columns(event) for event in coded.events}
    changes = event_changes(_stored_rows(conn, claim.article_id), rows)
    _write_texts(conn, changes.written)
    _write_events(conn, claim, changes, versions)
    return ReplaceResult(
        inserted=len(changes.inserted),
        changed=len(changes.changed) + len(changes.returned),
        retracted=len(changes.retracted),
        unchanged=changes.unchanged,
    )


_END_ARTICLE = """
UPDATE articles
SET state = %(state)s, detected_language = %(language)s, profile = %(profile)s,
    coder_version = %(coder_version)s, codebook_version = %(codebook_version)s, coded_at = clock_timestamp()
WHERE article_id = %(article_id)s
"""


def _end_article(conn: Connection, claim: Claim, coded: CodedArticle, versions: Mapping[str, str]) -> None:
    leave_queue(conn, [claim.article_id])
    ended = {"article_id": claim.article_id, "state": coded.state, "language": coded.language}
    conn.execute(_END_ARTICLE, {**ended, **versions})
    end_articles(conn, coded.state, {claim.article_id: None})


_STORED_ROWS = sql.SQL("""
SELECT event_id, retracted_at, sentence, explanation, {}
FROM events LEFT JOIN sentences USING (event_id) LEFT JOIN explanations USING (event_id)
WHERE article_id = %s
""").format(sql.SQL(", ").join(map(sql.Identifier, CODED_COLUMNS)))


def _stored_rows(conn: Connection, article_id: UUID) -> dict[UUID, Row]:
    return {row["event_id"]: row for row in conn.execute(_STORED_ROWS, (article_id,))}


_WRITE_SENTENCES = """
INSERT INTO sentences (event_id, sentence)
SELECT event_id, sentence FROM jsonb_populate_recordset(NULL::sentences, %s)
ON CONFLICT (event_id) DO UPDATE SET sentence = excluded.sentence
"""

_WRITE_EXPLANATIONS = """
INSERT INTO explanations (event_id, explanation)
SELECT event_id, explanation FROM jsonb_populate_recordset(NULL::explanations, %s)
ON CONFLICT (event_id) DO UPDATE SET explanation = excluded.explanation
"""


def _write_texts(conn: Connection, rows: Mapping[UUID, Row]) -> None:
    if rows:
        told = _recordset([{**row, "event_id": event_id} for event_id, row in rows.items()])
        conn.execute(_WRITE_SENTENCES, (told,))
        conn.execute(_WRITE_EXPLANATIONS, (told,))


def _write_events(conn: Connection, claim: Claim, changes: EventChanges, versions: Mapping[str, str]) -> None:
    """The last of the transaction: take the change numbers, then write the rows that bear them."""
    numbers = iter(take_change_seqs(conn, changes.number))

    def told(rows: Mapping[UUID, Row], reason: str) -> list[dict[str, Any]]:
        common = {"article_id": claim.article_id, "change_reason": reason, **versions}
        return [
            {**row, **common, "event_id": event_id, "change_seq": next(numbers)}
            for event_id, row in rows.items()
        ]

    _insert(conn, claim, told(changes.inserted, "inserted"))
    _update(conn, told(changes.changed, "changed") + told(changes.returned, "returned"))
    _retract(conn, dict(zip(changes.retracted, numbers, strict=True)), versions)


_ANEW = (*CODED_COLUMNS, "profile", "coder_version", "codebook_version", "change_seq", "change_reason")

_INSERT_EVENTS = sql.SQL("""
INSERT INTO events (event_id, article_id, publisher, url, published_date, coded_at, {columns})
SELECT event_id, article_id, %(publisher)s, %(url)s, %(published_date)s, clock_timestamp(), {columns}
FROM jsonb_populate_recordset(NULL::events, %(rows)s)
""").format(columns=sql.SQL(", ").join(map(sql.Identifier, _ANEW)))


def _insert(conn: Connection, claim: Claim, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    article = {"publisher": claim.publisher, "url": claim.url, "published_date": claim.published_date}
    try:
        conn.execute(_INSERT_EVENTS, {**article, "rows": _recordset(rows)})
    except errors.UniqueViolation as error:
        if error.diag.constraint_name != "events_pkey":
            raise
        raise EventIdTaken(
            f"article {claim.article_id}: {error.diag.message_detail} It is an event of another article; "
            "an event_id must hash the article's text, published_date and language"
        ) from error


# By article and id: what finds the row would find it among monthly partitions too.
_UPDATE_EVENTS = sql.SQL("""
UPDATE events
SET ({columns}) = ({given}), coded_at = clock_timestamp(), retracted_at = NULL,
    retracted_by_coder_version = NULL, retracted_by_codebook_version = NULL
FROM jsonb_populate_recordset(NULL::events, %s) AS given
WHERE events.article_id = given.article_id AND events.event_id = given.event_id
""").format(
    columns=sql.SQL(", ").join(map(sql.Identifier, _ANEW)),
    given=sql.SQL(", ").join(sql.Identifier("given", name) for name in _ANEW),
)


def _update(conn: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        conn.execute(_UPDATE_EVENTS, (_recordset(rows),))


_RETRACT_EVENTS = """
UPDATE events
SET retracted_at = clock_timestamp(), retracted_by_coder_version = %(coder_version)s,
    retracted_by_codebook_version = %(codebook_version)s, change_seq = given.change_seq,
    change_reason = 'retracted'
FROM unnest(%(event_ids)s::uuid[], %(change_seqs)s::bigint[]) AS given (event_id, change_seq)
WHERE events.event_id = given.event_id
"""


def _retract(conn: Connection, retracted: Mapping[UUID, int], versions: Mapping[str, str]) -> None:
    if retracted:
        given = {"event_ids": list(retracted), "change_seqs": list(retracted.values())}
        conn.execute(_RETRACT_EVENTS, {**given, **versions})


def _recordset(rows: list[dict[str, Any]]) -> Jsonb:
    return Jsonb(rows, dumps=orjson.dumps)
