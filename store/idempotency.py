"""Requests that may be repeated: who serves a key now, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from store.pool import Connection

_FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request with its key, and whose key it is; ``request_hash`` is the SHA-256 of what was sent."""

    owner: str
    key: str
    request_hash: bytes


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class KeyClaim:
    """The right to serve a request; ``token`` tells it from a claim that has run out."""

    token: UUID


class KeyRefusal(Enum):
    """Why a key can be neither claimed nor answered."""

    IN_PROGRESS = "in progress"
    OTHER_REQUEST = "other request"


# One that was left unanswered is taken over once its claim has run out: whoever served it is gone.
_CLAIM = """
INSERT INTO idempotency_keys (owner, key, request_hash, claim_token, claimed_until)
VALUES (%(owner)s, %(key)s, %(request_hash)s, %(token)s, clock_timestamp() + %(served_within)s)
ON CONFLICT (owner, key) DO UPDATE
SET request_hash = excluded.request_hash, claim_token = excluded.claim_token,
    claimed_until = excluded.claimed_until, created_at = now(), status = NULL, headers = NULL, body = NULL
WHERE idempotency_keys.created_at < now() - %(kept)s
   OR (idempotency_keys.status IS NULL AND idempotency_keys.claimed_until < clock_timestamp()
       AND idempotency_keys.request_hash = excluded.request_hash)
RETURNING claim_token
"""

_FIND = "SELECT request_hash, status, headers, body FROM idempotency_keys WHERE owner = %s AND key = %s"

_FORGET_OLD = """
DELETE FROM idempotency_keys WHERE (owner, key) IN (
    SELECT owner, key FROM idempotency_keys
    WHERE created_at < now() - %s ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED)
"""


def claim_key(
    conn: Connection, request: KeyedRequest, *, kept: timedelta, served_within: timedelta
) -> KeyClaim | StoredAnswer | KeyRefusal:
    """Claim a key for its first request, or find what was answered to it.

    A key is forgotten when it is older than ``kept``. A claim that is not completed in ``served_within`` is
    open to a repetition of the same request.
    """
    conn.execute(_FORGET_OLD, (kept, _FORGOTTEN_AT_ONCE))
    given: dict[str, Any] = {name: getattr(request, name) for name in KeyedRequest.__slots__}
    given |= {"token": uuid4(), "kept": kept, "served_within": served_within}
    claimed = conn.execute(_CLAIM, given).fetchone()
    if claimed is not None:
        return KeyClaim(claimed["claim_token"])
    found = conn.execute(_FIND, (request.owner, request.key)).fetchone()
    if found is None:  # let go of between the two statements: it can be claimed when it comes again
        return KeyRefusal.IN_PROGRESS
    if found["request_hash"] != request.request_hash:
        return KeyRefusal.OTHER_REQUEST
    if found["status"] is None:
        return KeyRefusal.IN_PROGRESS
    return StoredAnswer(found["status"], found["headers"], found["body"])


_COMPLETE = """
UPDATE idempotency_keys SET status = %(status)s, headers = %(headers)s, body = %(body)s
WHERE claim_token = %(token)s AND owner = %(owner)s AND key = %(key)s
"""


def complete_key(conn: Connection, request: KeyedRequest, claim: KeyClaim, answer: StoredAnswer) -> None:
    """Keep the answer to a claimed request; a claim that has run out and was taken over changes nothing."""
    given = {
        "status": answer.status,
        "headers": Jsonb(dict(answer.headers)),
        "body": answer.body,
        "token": claim.token,
        "owner": request.owner,
        "key": request.key,
    }
    conn.execute(_COMPLETE, given)


_RELEASE = "DELETE FROM idempotency_keys WHERE claim_token = %s AND owner = %s AND key = %s"


def release_key(conn: Connection, request: KeyedRequest, claim: KeyClaim) -> None:
    """Let go of a claimed key that was not answered for good: the request may come again as if new."""
    conn.execute(_RELEASE, (claim.token, request.owner, request.key))
